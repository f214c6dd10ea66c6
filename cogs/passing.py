"""``/guard``: what the identifier guard lets pass in a group."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.choosing import MOST_CHOICES, group_of
from bot.client import SupervisionBot, caller_of
from bot.errors import NotTheFacilitator
from bot.replies import choices, respond
from bot.services.values import GroupCard
from bot.views.catalogue import guarding as words
from bot.views.defang import in_one_line
from bot.views.passing import let_pass


class Passing(commands.GroupCog, name="guard", description=words.COMMANDS):
    """For a group's facilitator and its admins; anyone may look."""

    def __init__(self, bot: SupervisionBot) -> None:
        self._bot = bot

    @app_commands.command(description=words.COMMAND_ALLOW)
    @app_commands.describe(word=words.WORD_OPTION)
    @app_commands.guild_only()
    async def allow(self, interaction: discord.Interaction, word: str) -> None:
        guarding, caller = self._bot.services.guarding, caller_of(interaction)
        card = await _arranged_group(interaction)
        passed = await guarding.allow(card.id, word, caller, self._bot.now())
        await respond(interaction, words.allowed(in_one_line(passed)))

    @app_commands.command(name="list", description=words.COMMAND_LIST)
    @app_commands.guild_only()
    async def show(self, interaction: discord.Interaction) -> None:
        card = await group_of(interaction)
        listed = await self._bot.services.guarding.words(card.id)
        await respond(interaction, let_pass(listed))

    @app_commands.command(name="ask-again", description=words.COMMAND_TAKE_BACK)
    @app_commands.guild_only()
    async def ask_again(self, interaction: discord.Interaction, word: str) -> None:
        guarding, caller = self._bot.services.guarding, caller_of(interaction)
        card = await _arranged_group(interaction)
        await guarding.take_back(card.id, word, caller, self._bot.now())
        await respond(interaction, words.taken_back(in_one_line(word)))

    @ask_again.autocomplete("word")
    @choices
    async def _words(self, interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        card = await group_of(interaction)
        listed = await self._bot.services.guarding.words(card.id)
        fitting = [each for each in listed if typed.casefold() in each.casefold()]
        return [Choice(name=each, value=each) for each in fitting[:MOST_CHOICES]]


async def _arranged_group(interaction: discord.Interaction) -> GroupCard:
    """The group of this channel, for its facilitator or an admin. Raises NotTheFacilitator."""
    card = await group_of(interaction)
    facilitates = card.plan.facilitator_role_id in caller_of(interaction).role_ids
    if not (facilitates or interaction.permissions.manage_guild):
        raise NotTheFacilitator
    return card


async def setup(bot: SupervisionBot) -> None:
    await bot.add_cog(Passing(bot))
