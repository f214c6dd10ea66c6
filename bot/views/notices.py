"""What the bot posts by itself besides the prompt: neutral lines, and the way to the summary."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.services.values import PostKind
from bot.views import custom_ids
from bot.views.catalogue import heard as heard_words
from bot.views.catalogue import posts as words
from bot.views.heard import counts
from bot.views.layout import Sheet, button, said
from bot.views.prompt_post import prompt_post

if TYPE_CHECKING:
    from bot.services.values import Post, RoundCard


def view_of(post: Post) -> ui.LayoutView | None:
    """The message a scheduled post consists of; None where only the prompt is brought up to date.

    Raises ValueError for a post that lacks its round.
    """
    if post.kind is PostKind.MISSED:
        return Sheet(said(words.missed(post.slot.on)))
    if post.round is None:
        raise ValueError("every post but a missed one is about a round")
    make = MAKERS.get(post.kind)
    return None if make is None else make(post, post.round)


def _prompt(_post: Post, card: RoundCard) -> ui.LayoutView:
    return prompt_post(card)


def _summary_line(_post: Post, card: RoundCard) -> ui.LayoutView:
    opening = button(words.SUMMARY_BUTTON, custom_ids.summary(card.id), discord.ButtonStyle.primary)
    return Sheet(said(words.sealed(card.prompt.title)), ui.ActionRow(opening))


def _extended(_post: Post, card: RoundCard) -> ui.LayoutView:
    return Sheet(said(words.extended(card.prompt.title, card.closes_at, card.k)))


def _reminder(post: Post, card: RoundCard) -> ui.LayoutView:
    return Sheet(said(words.reminder(card.prompt.title, card.closes_at, post.reminder_role_id)))


def _unshared(_post: Post, card: RoundCard) -> ui.LayoutView:
    return Sheet(said(heard_words.unshared(card.prompt.title)))


def _counts(post: Post, card: RoundCard) -> ui.LayoutView | None:
    return None if post.heard is None else counts(card, post.heard)


MAKERS: Mapping[PostKind, Callable[[Post, RoundCard], ui.LayoutView | None]] = {
    PostKind.PROMPT: _prompt,
    PostKind.SUMMARY: _summary_line,
    PostKind.EXTENDED: _extended,
    PostKind.REMINDER: _reminder,
    PostKind.UNSHARED: _unshared,
    PostKind.COUNTS: _counts,
}
"""The card *What we heard* is not among them: it has a picture and a thread, so a sender."""


def called(post: Post) -> discord.AllowedMentions:
    """Nobody, whatever the words say; but a reminder calls the role that it is for."""
    called = discord.AllowedMentions.none()
    if post.kind is PostKind.REMINDER and post.reminder_role_id is not None:
        called.roles = [discord.Object(post.reminder_role_id)]
    return called
