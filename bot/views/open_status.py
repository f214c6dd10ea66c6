"""What a facilitator may know of an open round, and the way to close it once there are k."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.views import custom_ids
from bot.views.catalogue import facilitation as words
from bot.views.layout import Sheet, button, framed, said

if TYPE_CHECKING:
    from bot.services.values import OpenStatus, RoundCard

ASKING = discord.Colour(0xC98A2B)


def open_status(status: OpenStatus) -> Sheet:
    """For the facilitator alone: send it ephemerally."""
    card = status.round
    line = said(words.open_status(card.prompt.title, card.k, card.closes_at, enough=status.enough))
    if not status.enough:
        return Sheet(line)
    closing = button(words.CLOSE_BUTTON, custom_ids.close(card.id), discord.ButtonStyle.danger)
    return Sheet(line, ui.ActionRow(closing))


def closing_question(card: RoundCard) -> Sheet:
    """Asked once, for closing early can't be undone."""
    doing = button(
        words.CLOSE_NOW_BUTTON, custom_ids.close_now(card.id), discord.ButtonStyle.danger
    )
    question = words.close_question(card.prompt.title, card.closes_at)
    return framed(ASKING, said(question), ui.ActionRow(doing))
