"""What a facilitator may know of an open round, and the way to close it once there are k."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.views import custom_ids
from bot.views.catalogue import facilitation as words
from bot.views.layout import Sheet, button, said

if TYPE_CHECKING:
    from bot.services.values import OpenStatus


def open_status(status: OpenStatus) -> Sheet:
    """For the facilitator alone: send it ephemerally."""
    card = status.round
    line = said(words.open_status(card.prompt.title, card.k, card.closes_at, enough=status.enough))
    if not status.enough:
        return Sheet(line)
    closing = button(words.CLOSE_BUTTON, custom_ids.close(card.id), discord.ButtonStyle.danger)
    return Sheet(line, ui.ActionRow(closing))
