"""Whether the bot does its work just now, in a plain word for whatever restarts it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.client import SupervisionBot

QUIET = timedelta(minutes=3)
"""The ticker looks every 20 seconds; one message may take it two minutes on Discord's bad days."""
PATIENCE = 2.0


async def trouble(bot: SupervisionBot) -> str | None:
    """What keeps the bot from its work, in a few words; None if it can do it."""
    if bot.stopping:
        return "stopping"
    if not bot.connected:
        return "not connected to Discord"
    if not await _database_answers(bot):
        return "the database does not answer"
    if bot.moved_at is None or bot.now() - bot.moved_at > QUIET:
        return "the scheduler does not move"
    return None


async def _database_answers(bot: SupervisionBot) -> bool:
    try:
        return await asyncio.wait_for(bot.services.health.answers(), PATIENCE)
    except TimeoutError:
        return False
