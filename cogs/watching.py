"""Looks ahead: whether the next prompt of each group can come, and tells somebody if it cannot."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

import discord
from discord.ext import commands, tasks

from bot.client import PERMISSIONS
from bot.services.desk import Trouble
from bot.telling import tell_someone
from bot.views.catalogue import obstacles
from bot.views.standing import CLOCK_MAY_DIFFER, minor_troubles, sentence, trouble_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.client import SupervisionBot
    from bot.services.watching import Watched

log = logging.getLogger(__name__)
MINUTES = 5


class Watching(commands.Cog):
    """Every five minutes, and when a channel or role was deleted."""

    def __init__(self, bot: SupervisionBot) -> None:
        self._bot = bot
        self._clock_off: timedelta | None = None
        """How far the clock is from Discord's; None until somebody used the bot."""
        self._told = defaultdict[int, set[Trouble | None]](set)
        """By group: what is minor and was told, for the store keeps only the latest trouble."""

    async def cog_load(self) -> None:
        self.look.start()

    async def cog_unload(self) -> None:
        self.look.cancel()

    @tasks.loop(minutes=MINUTES)
    async def look(self) -> None:
        if (
            abs(self._clock_off or CLOCK_MAY_DIFFER) > CLOCK_MAY_DIFFER
        ):  # Said here: a line at an interaction would tell its time.
            log.warning("the machine's clock differs from Discord's by more than a minute")
        try:
            await self._settle(await self._bot.services.watching.due(self._bot.now()))
        except Exception as error:  # noqa: BLE001 - whatever it is, the next look must come
            log.error("a look ahead failed: %s", type(error).__name__)

    @look.before_loop
    async def _until_ready(self) -> None:
        await self._bot.wait_until_ready()

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self._look_in(channel.guild)

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        await self._look_in(role.guild)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Every interaction carries Discord's time, so a wrong clock is noticed by the way."""
        self._clock_off = self._bot.now() - interaction.created_at

    async def _look_in(self, guild: discord.Guild) -> None:
        try:
            await self._settle(await self._bot.services.watching.of_guild(guild.id))
        except Exception as error:  # noqa: BLE001 - discord.py would log it with its words
            log.error("a look at a server failed: %s", type(error).__name__)

    async def _settle(self, groups: Iterable[Watched]) -> None:
        for watched in groups:
            guild = self._bot.get_guild(watched.group.guild_id)
            if guild is None or guild.unavailable:
                continue  # Out of reach, and so is whoever could be told.
            plan = watched.group.plan
            minor, told = self._minor(guild, watched), self._told[watched.group.id]
            told.add(watched.told)
            told &= {*minor}
            worst = trouble_of(guild, plan, PERMISSIONS)
            kind = watched.trouble(worst or next(iter(minor), None))
            if kind == watched.told:
                continue  # Nothing to keep: else each group would cost a transaction.
            new = await self._bot.services.watching.settle(watched.group.id, kind, self._bot.now())
            if new and kind is not None and kind not in told:
                off = self._clock_off or timedelta()
                words = sentence(kind, guild, plan, PERMISSIONS, off)
                await tell_someone(guild, plan, kind, obstacles.told(words, plan.channel_id))

    def _minor(self, guild: discord.Guild, watched: Watched) -> tuple[Trouble, ...]:
        found = minor_troubles(guild, watched.group.plan, self._clock_off or timedelta())
        unknown = self._clock_off is None and watched.told is Trouble.CLOCK
        return (*found, Trouble.CLOCK) if unknown else found  # Told before a restart.


async def setup(bot: SupervisionBot) -> None:
    await bot.add_cog(Watching(bot))
