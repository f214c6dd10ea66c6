"""How a summary reaches its reader: with its chart, and followed while its words are read."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.client import bot_of, caller_of
from bot.replies import respond
from bot.services.values import Analysis
from bot.views.catalogue import themes as words
from bot.views.chart import draw
from bot.views.summary import summary

if TYPE_CHECKING:
    import discord

    from bot.services.values import RoundSummary
    from bot.views.layout import Reply

log = logging.getLogger(__name__)

LOOK_AGAIN = 1.0
"""Seconds between two looks at how far the reading has come."""
PATIENCE = 240
"""How many looks; an interaction can be followed up for 15 minutes."""


async def show(interaction: discord.Interaction, found: RoundSummary) -> None:
    """Send a summary; while its words are still being read, say how far that has come."""
    await respond(interaction, await drawn(found, reading=_reading(interaction, found)))
    if found.analysis is Analysis.DUE and _under_way(interaction, found):
        await _follow(interaction, found)


async def turned(interaction: discord.Interaction, round_id: int, page: int) -> None:
    """Show a page of a summary where another one stands."""
    bot, caller = bot_of(interaction), caller_of(interaction)
    found = await bot.services.summaries.of_round(round_id, caller, bot.now())
    reply = await drawn(found, page)
    await interaction.edit_original_response(view=reply.view, attachments=list(reply.files))


async def drawn(found: RoundSummary, page: int = 0, reading: str = "") -> Reply:
    """A page with its chart; without the picture if it cannot be drawn."""
    picture = None
    try:
        picture = await asyncio.to_thread(draw, found.summary.asked) if page == 0 else None
    except Exception as error:  # noqa: BLE001  the numbers stand in the text as well
        log.warning("a chart could not be drawn: %s", type(error).__name__)
    return summary(found, picture, page, reading)


async def _follow(interaction: discord.Interaction, found: RoundSummary) -> None:
    """Bring the message up to date until the words are read, then show what was found."""
    said = ""
    for _ in range(PATIENCE):
        await asyncio.sleep(LOOK_AGAIN)
        if not _under_way(interaction, found):
            break
        if (now := _reading(interaction, found)) != said:
            said = now
            await _put(interaction, await drawn(found, reading=said))
    bot, caller = bot_of(interaction), caller_of(interaction)
    read = await bot.services.summaries.of_round(found.round.id, caller, bot.now())
    await _put(interaction, await drawn(read))


async def _put(interaction: discord.Interaction, reply: Reply) -> None:
    await interaction.edit_original_response(view=reply.view, attachments=list(reply.files))


def _under_way(interaction: discord.Interaction, found: RoundSummary) -> bool:
    return bot_of(interaction).analyst.progress(found.round.id) is not None


def _reading(interaction: discord.Interaction, found: RoundSummary) -> str:
    progress = bot_of(interaction).analyst.progress(found.round.id)
    return words.reading(progress.done, progress.total) if progress else ""
