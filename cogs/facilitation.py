"""Where a facilitator reads a round. The services check the frozen role each time."""

from __future__ import annotations

from contextlib import suppress

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.choosing import fitting, group_of, number_in, readable_groups
from bot.client import SupervisionBot, bot_of, caller_of
from bot.errors import NotYet
from bot.replies import choices, guarded, respond
from bot.showing import show
from bot.views import custom_ids
from bot.views.all_answers import all_answers
from bot.views.buttons import RoundButton
from bot.views.catalogue import facilitation as words
from bot.views.open_status import open_status


class SummaryButton(RoundButton, template=custom_ids.SUMMARY):
    """*Open the summary*, below the line that a sealed round leaves."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            await interaction.response.defer(ephemeral=True, thinking=True)
            bot, caller = bot_of(interaction), caller_of(interaction)
            found = await bot.services.summaries.of_round(self.round_id, caller, bot.now())
            await show(interaction, found)


class AllAnswersButton(RoundButton, template=custom_ids.ALL_ANSWERS):
    """*All answers*, below a summary; ``TurnButton`` turns their pages."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            bot, caller = bot_of(interaction), caller_of(interaction)
            found = await bot.services.summaries.answers(self.round_id, caller, bot.now())
            await respond(interaction, all_answers(found, custom_ids.page_of(self.match)))


class TurnButton(RoundButton, template=custom_ids.TURN):
    """Turns the pages of all answers, in the message they stand in."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            bot, caller = bot_of(interaction), caller_of(interaction)
            found = await bot.services.summaries.answers(self.round_id, caller, bot.now())
            page = all_answers(found, custom_ids.page_of(self.match))
            await interaction.response.edit_message(view=page)


class Facilitation(commands.Cog):
    """/summary."""

    def __init__(self, bot: SupervisionBot) -> None:
        self._bot = bot

    @app_commands.command(description=words.COMMAND)
    @app_commands.rename(older="round")
    @app_commands.describe(older=words.OLDER_OPTION, group=words.GROUP_OPTION)
    @app_commands.guild_only()
    async def summary(
        self, interaction: discord.Interaction, older: str | None = None, group: str | None = None
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        caller, services, now = caller_of(interaction), self._bot.services, self._bot.now()
        if older is not None:
            number = number_in(older, words.NO_SUCH_ROUND)
            await show(interaction, await services.summaries.of_round(number, caller, now))
            return
        card = await group_of(interaction, group)
        status = await services.rounds.status(card.id, caller)
        if status is None:
            await show(interaction, await services.summaries.latest(card.id, caller, now))
            return
        await respond(interaction, open_status(status))
        with suppress(NotYet):  # The open round is the group's first: its status says it all.
            found = await services.summaries.latest(card.id, caller, now)
            await respond(interaction, words.last_summary(found.round.slot_on))
            await show(interaction, found)

    @summary.autocomplete("group")
    @choices
    async def _groups(self, interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        return await readable_groups(interaction, typed)

    @summary.autocomplete("older")
    @choices
    async def _rounds(self, interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        card = await group_of(interaction, getattr(interaction.namespace, "group", None))
        found = await self._bot.services.summaries.sealed_rounds(card.id, caller_of(interaction))
        return fitting(
            [(words.round_name(each.slot_on, each.prompt.title), each.id) for each in found], typed
        )


async def setup(bot: SupervisionBot) -> None:
    bot.add_dynamic_items(SummaryButton, AllAnswersButton, TurnButton)
    await bot.add_cog(Facilitation(bot))
