"""What the bot posts by itself besides the prompt: neutral lines, and the way to the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.services.values import PostKind
from bot.views import custom_ids
from bot.views.catalogue import posts as words
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
    if post.kind is PostKind.PROMPT:
        return prompt_post(post.round)
    if post.kind is PostKind.SUMMARY:
        return _summary_line(post.round)
    if post.kind is PostKind.EXTENDED:
        card = post.round
        return Sheet(said(words.extended(card.prompt.title, card.closes_at, card.k)))
    if post.kind is PostKind.REMINDER:
        card = post.round
        words_of_it = words.reminder(card.prompt.title, card.closes_at, post.reminder_role_id)
        return Sheet(said(words_of_it))
    return None


def _summary_line(card: RoundCard) -> ui.LayoutView:
    opening = button(words.SUMMARY_BUTTON, custom_ids.summary(card.id), discord.ButtonStyle.primary)
    return Sheet(said(words.sealed(card.prompt.title)), ui.ActionRow(opening))


def called(post: Post) -> discord.AllowedMentions:
    """Nobody, whatever the words say; but a reminder calls the role that it is for."""
    called = discord.AllowedMentions.none()
    if post.kind is PostKind.REMINDER and post.reminder_role_id is not None:
        called.roles = [discord.Object(post.reminder_role_id)]
    return called
