"""How a group ends: an admin forgets it, or the bot is removed from the server.

Either way nothing is destroyed for seven days, so that a mistake can be taken back by /setup.
"""

from __future__ import annotations

import logging

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.choosing import any_group_of, channel_name, fitting
from bot.client import SupervisionBot, bot_of, caller_of
from bot.forms import in_place
from bot.replies import choices, guarded, respond
from bot.services.groups import GRACE
from bot.telling import tell_the_group
from bot.views import custom_ids
from bot.views.admins import require_admin
from bot.views.buttons import LastingButton
from bot.views.catalogue import ending as words
from bot.views.ending import forgetting

log = logging.getLogger(__name__)


class ForgetButton(LastingButton, template=custom_ids.FORGET):
    """*Forget this group*, after the question."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            require_admin(interaction)
            bot, caller = bot_of(interaction), caller_of(interaction)
            group_id = custom_ids.group_of(self.match)
            now = bot.now()
            card = await bot.services.groups.forget(group_id, caller, now)
            await in_place(interaction, forgetting(card))
            if card.forget_at == now + GRACE:  # Not when it was ending already.
                said = words.no_more_prompts(card.forget_at)
                await tell_the_group(interaction.guild, card.plan.channel_id, said)


class Ending(commands.Cog):
    """/forget, and what follows when the bot is no longer wanted."""

    def __init__(self, bot: SupervisionBot) -> None:
        self._bot = bot

    @app_commands.command(description=words.COMMAND)
    @app_commands.describe(group=words.GROUP_OPTION)
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def forget(self, interaction: discord.Interaction, group: str | None = None) -> None:
        require_admin(interaction)
        card = await any_group_of(interaction, group)
        await respond(interaction, forgetting(card))

    @forget.autocomplete("group")
    @choices
    async def _groups(self, interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        require_admin(interaction)
        found = await self._bot.services.groups.of_guild(caller_of(interaction).guild_id)
        return fitting([(channel_name(interaction, card), card.id) for card in found], typed)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """What happened while the bot was not running: removed somewhere, or invited again."""
        here = {guild.id for guild in self._bot.guilds}  # Also those that are out of reach.
        if not here:
            return  # More likely another bot's token than a removal from everywhere.
        try:
            await self._bot.services.groups.settle_guilds(
                here, self._bot.share.holds, self._bot.now()
            )
        except Exception as error:  # noqa: BLE001 - discord.py would log it with its words
            log.error("servers left meanwhile were not noticed: %s", type(error).__name__)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed: discord.py keeps silent about a server that is only out of reach."""
        try:
            await self._bot.services.groups.forget_guild(guild.id, self._bot.now())
        except Exception as error:  # noqa: BLE001 - discord.py would log it with its words
            log.error("the groups of a left server still stand: %s", type(error).__name__)


async def setup(bot: SupervisionBot) -> None:
    bot.add_dynamic_items(ForgetButton)
    await bot.add_cog(Ending(bot))
