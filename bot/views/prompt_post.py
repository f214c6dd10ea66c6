"""A round as its group sees it in the channel: open, left open, or closed.

Everything a person needs for deciding whether to answer stands on the post itself: until when, who
will read it, from how many voices on, and what the bot is not for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.services.values import RoundState
from bot.views import custom_ids
from bot.views.catalogue import answering, heard
from bot.views.layout import Sheet, button, framed, rule, said

if TYPE_CHECKING:
    from bot.services.values import RoundCard

OPEN = discord.Colour(0x2F7F79)
CLOSED = discord.Colour(0x8A8F98)


def prompt_post(card: RoundCard) -> Sheet:
    """The post for a round as it stands now; send it with ``AllowedMentions.none()``."""
    return _open(card) if card.state is RoundState.OPEN else _closed(card)


def _open(card: RoundCard) -> Sheet:
    return framed(
        OPEN,
        said(answering.heading(card.prompt), card.prompt.invitation),
        said(_until(card)),
        _buttons(card.id),
        rule(),
        said(f"{answering.ABOUT_YOURSELF} {answering.OWN_NAME}"),
        said(answering.CARE, _contacts(card)),
        rule(),
        said(answering.terms(card.k, card.facilitator_role_id), heard.TERMS[card.sharing]),
    )


def _closed(card: RoundCard) -> Sheet:
    unread = card.state is RoundState.UNREAD
    outcome = answering.closed_unread(card.k) if unread else answering.CLOSED_SEALED
    return framed(CLOSED, said(answering.heading(card.prompt)), rule(), said(outcome))


def _until(card: RoundCard) -> str:
    say = answering.left_open_until if card.extended else answering.open_until
    return say(card.closes_at)


def _contacts(card: RoundCard) -> str:
    return answering.contacts(card.contacts) if card.contacts else ""


def _buttons(round_id: int) -> ui.ActionRow[Any]:
    return ui.ActionRow(
        button(answering.ANSWER_BUTTON, custom_ids.answer(round_id), discord.ButtonStyle.primary),
        button(answering.PRIVACY_BUTTON, custom_ids.privacy(round_id)),
    )
