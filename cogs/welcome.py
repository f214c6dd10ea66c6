"""The first contact with a server: one message on how to begin, or what a return takes back."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.not_taken import TROUBLE
from bot.telling import writable
from bot.views.catalogue import welcome as words
from bot.views.layout import Sheet, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.client import SupervisionBot

log = logging.getLogger(__name__)


class Welcome(commands.Cog):
    """Says it once, in one channel, and calls nobody."""

    def __init__(self, bot: SupervisionBot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """discord.py keeps silent about a server that was only out of reach."""
        try:
            await self._bot.services.groups.keep_guild(guild.id)
            await self._greet(guild)
        except Exception as error:  # noqa: BLE001 - discord.py would log it with its words
            log.error("a new server was not greeted: %s", type(error).__name__)

    async def _greet(self, guild: discord.Guild) -> None:
        view = Sheet(said(words.welcome(self._bot.command_mention)))
        for channel in _places(guild):
            try:
                await channel.send(view=view, allowed_mentions=discord.AllowedMentions.none())
            except TROUBLE:
                continue
            return


def _places(guild: discord.Guild) -> Iterator[discord.TextChannel]:
    """The channel for system messages, else the first in which the bot may write."""
    channels = [guild.system_channel, *sorted(guild.text_channels, key=lambda each: each.position)]
    for channel in channels:
        if channel is not None and writable(channel, guild):
            yield channel


async def setup(bot: SupervisionBot) -> None:
    await bot.add_cog(Welcome(bot))
