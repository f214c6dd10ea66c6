"""How a summary reaches its reader: with its chart, and followed while its words are read."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.client import bot_of, caller_of
from bot.drawing.drawer import DrawingFailed
from bot.replies import respond
from bot.services.values import Analysis
from bot.views.catalogue import themes as words
from bot.views.chart import chart
from bot.views.summary import last_page, summary

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
    """Follow up with a summary; while its words are being read, say how far that has come."""
    picture = await _picture(interaction, found)
    reading = _reading(interaction, found)
    sent = await respond(interaction, summary(found, picture, reading=reading))
    if found.analysis is Analysis.DUE and reading and sent is not None:
        await _follow(interaction, sent, found, picture, reading)


async def turned(interaction: discord.Interaction, round_id: int, page: int) -> None:
    """Show a page of a summary where another one stands."""
    bot, caller = bot_of(interaction), caller_of(interaction)
    found = await bot.services.summaries.of_round(round_id, caller, bot.now())
    page = min(page, last_page(found))  # Words may have left since the button was drawn.
    picture = None if page else await _picture(interaction, found)
    shown = summary(found, picture, page)
    await interaction.edit_original_response(view=shown.view, attachments=list(shown.files))


async def _picture(interaction: discord.Interaction, found: RoundSummary) -> bytes | None:
    try:
        return await bot_of(interaction).drawer.drawn(chart(found.summary.asked))
    except DrawingFailed:  # The numbers stand in the text as well.
        log.warning("a chart could not be drawn")
        return None


async def _follow(
    interaction: discord.Interaction,
    sent: discord.WebhookMessage,
    found: RoundSummary,
    picture: bytes | None,
    said: str,
) -> None:
    """Bring this very message up to date until the words are read, then show what was found."""
    for _ in range(PATIENCE):
        await asyncio.sleep(LOOK_AGAIN)
        reading = _reading(interaction, found)
        if not reading:
            break
        if reading != said:
            said = reading
            await _put(sent, summary(found, picture, reading=said))
    bot, caller = bot_of(interaction), caller_of(interaction)
    read = await bot.services.summaries.of_round(found.round.id, caller, bot.now())
    await _put(sent, summary(read, picture))


async def _put(sent: discord.WebhookMessage, reply: Reply) -> None:
    await sent.edit(view=reply.view, attachments=list(reply.files))


def _reading(interaction: discord.Interaction, found: RoundSummary) -> str:
    """How far this process has come with the words; empty when it is not reading them."""
    progress = bot_of(interaction).analyst.progress(found.round.id)
    return words.reading(progress.done, progress.total) if progress else ""
