"""Where a facilitator closes a round early: asked once, for it cannot be undone."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.choosing import OTHER_GROUP, group_of, readable_groups
from bot.client import SupervisionBot, bot_of, caller_of
from bot.errors import NoOpenRound, TooFewToClose
from bot.forms import in_place
from bot.replies import choices, guarded, respond
from bot.views import custom_ids
from bot.views.buttons import RoundButton
from bot.views.catalogue import facilitation as words
from bot.views.open_status import closing_question


class CloseButton(RoundButton, template=custom_ids.CLOSE):
    """*Close the round now*, offered once at least k have answered."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            rounds = bot_of(interaction).services.rounds
            card = await rounds.card(self.round_id, caller_of(interaction))
            await respond(interaction, closing_question(card))


class CloseNowButton(RoundButton, template=custom_ids.CLOSE_NOW):
    """*Close it*: seals at once, and sees to it that the line to the summary follows soon."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            bot, caller = bot_of(interaction), caller_of(interaction)
            closed = await bot.services.rounds.close_now(self.round_id, caller, bot.now())
            await in_place(interaction, words.closed(closed.prompt.title))
            bot.dispatch("owed")
            bot.dispatch("sealed")


class Closing(commands.Cog):
    """/close."""

    def __init__(self, bot: SupervisionBot) -> None:
        self._bot = bot

    @app_commands.command(description="Close your group's open round early.")
    @app_commands.describe(group=OTHER_GROUP)
    @app_commands.guild_only()
    async def close(self, interaction: discord.Interaction, group: str | None = None) -> None:
        card = await group_of(interaction, group)
        status = await self._bot.services.rounds.status(card.id, caller_of(interaction))
        if status is None:
            raise NoOpenRound
        if not status.enough:
            raise TooFewToClose(status.round.k)
        await respond(interaction, closing_question(status.round))

    @close.autocomplete("group")
    @choices
    async def _groups(self, interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        return await readable_groups(interaction, typed)


async def setup(bot: SupervisionBot) -> None:
    bot.add_dynamic_items(CloseButton, CloseNowButton)
    await bot.add_cog(Closing(bot))
