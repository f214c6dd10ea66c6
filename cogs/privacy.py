"""What anyone may ask at any time: how anonymous this is, and what one can do here."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import SupervisionBot, bot_of, caller_of
from bot.replies import guarded, respond
from bot.views import custom_ids
from bot.views.buttons import RoundButton
from bot.views.catalogue import help as help_words
from bot.views.catalogue import privacy as privacy_words


class PrivacyButton(RoundButton, template=custom_ids.PRIVACY):
    """*How anonymous is this?*, on every prompt."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            await _say(interaction)


class Privacy(commands.Cog):
    """/privacy and /help."""

    def __init__(self, bot: SupervisionBot) -> None:
        self._bot = bot

    @app_commands.command(description=privacy_words.COMMAND)
    async def privacy(self, interaction: discord.Interaction) -> None:
        await _say(interaction)

    @app_commands.command(description=help_words.COMMAND)
    @app_commands.guild_only()
    async def help(self, interaction: discord.Interaction) -> None:
        readable = await self._bot.services.groups.readable_by(caller_of(interaction))
        page = help_words.page(
            self._bot.command_mention,
            facilitates=bool(readable),
            manages=interaction.permissions.manage_guild,
        )
        await respond(interaction, page)


async def _say(interaction: discord.Interaction) -> None:
    """In two messages: it is longer than Discord takes in one."""
    for page in privacy_words.pages(on_postgres=bot_of(interaction).on_postgres):
        await respond(interaction, page)


async def setup(bot: SupervisionBot) -> None:
    bot.add_dynamic_items(PrivacyButton)
    await bot.add_cog(Privacy(bot))
