"""Asks a facilitator once whether an answer shall leave, and shows which one is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.views import custom_ids
from bot.views.catalogue import moderation as words
from bot.views.catalogue import summary as summary_words
from bot.views.defang import in_one_line
from bot.views.layout import Sheet, button, framed, said

if TYPE_CHECKING:
    from bot.services.values import SealedAnswer

ASKING = discord.Colour(0xC98A2B)
BEGINNING = 200


def remove_question(round_id: int, found: SealedAnswer) -> Sheet:
    """For the facilitator alone: send it ephemerally."""
    text = found.answer.text
    cut = text if len(text) <= BEGINNING else f"{text[:BEGINNING]}…"
    shown = in_one_line(cut) or summary_words.NOTHING_VISIBLE
    doing = button(
        words.REMOVE_NOW_BUTTON,
        custom_ids.remove_now(round_id, found.handle),
        discord.ButtonStyle.danger,
    )
    return framed(ASKING, said(words.begins(shown)), said(words.QUESTION), ui.ActionRow(doing))
