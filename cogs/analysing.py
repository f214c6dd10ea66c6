"""Has sealed rounds read for themes: at once after a seal, and whenever one is still due."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from discord.ext import commands, tasks

if TYPE_CHECKING:
    from bot.client import SupervisionBot

log = logging.getLogger(__name__)

SECONDS = 20


class Analysing(commands.Cog):
    """Beside the ticker and not within it: a reading takes seconds, and posts do not wait."""

    def __init__(self, bot: SupervisionBot) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        self.look.start()

    async def cog_unload(self) -> None:
        await self.finish()

    async def finish(self) -> None:
        """Leave what is being read to whoever starts next; its round is sealed in any case."""
        self.look.cancel()
        await self._bot.analyst.stop()

    @tasks.loop(seconds=SECONDS)
    async def look(self) -> None:
        await self._work()

    @commands.Cog.listener()
    async def on_sealed(self) -> None:
        """A round was just sealed: its facilitator may open the summary at any moment."""
        await self._work()

    async def _work(self) -> None:
        if self._bot.stopping:
            return
        try:
            await self._bot.analyst.work()
        except Exception as error:  # noqa: BLE001 - whatever it is, the next look must come
            log.error("looking for rounds to read failed: %s", type(error).__name__)

    @look.before_loop
    async def _until_ready(self) -> None:
        await self._bot.wait_until_ready()


async def setup(bot: SupervisionBot) -> None:
    await bot.add_cog(Analysing(bot))
