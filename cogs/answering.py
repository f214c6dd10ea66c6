"""Where a clinician answers: the buttons, the command, and the form that comes back.

No form or view is kept in memory. The form carries its round and token in its custom_id, so what is
sent after a restart is stored all the same, and two people's texts can't be mixed up.
"""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.ballot.envelope import Mark
from bot.ballot.tokens import Token
from bot.choosing import group_of
from bot.client import SupervisionBot, bot_of, caller_of
from bot.forms import handing_back, in_place, open_form, stored
from bot.replies import guarded, respond
from bot.views import custom_ids
from bot.views.buttons import RoundButton, TokenButton
from bot.views.catalogue import answering as words
from bot.views.held import held, takes_changes
from bot.views.modal import read_modal, text_of
from bot.views.receipt import text_in


class AnswerButton(RoundButton, template=custom_ids.ANSWER):
    """*Answer anonymously*: opens the form. Works on every prompt ever posted."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            await open_form(interaction, self.round_id, Token.new())


class RetryButton(TokenButton, template=custom_ids.RETRY):
    """*Try again*: the same form with the text that was handed back."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            text = text_in(interaction.message.components) if interaction.message else ""
            await open_form(interaction, self.round_id, self.token, text)


class EditButton(TokenButton, template=custom_ids.EDIT):
    """*Edit*: the form with the stored answer, for whoever holds its receipt."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            bot, guild_id = bot_of(interaction), caller_of(interaction).guild_id
            found = await bot.services.receipts.find(self.token, guild_id, self.round_id)
            if not takes_changes(found, bot.now()):
                await respond(interaction, held(found, bot.now()))
                return
            # An emptied answer holds nothing to fill in: whoever writes again chooses again.
            draft = found.answer if found.mark is Mark.LIVE else ""
            await open_form(interaction, self.round_id, self.token, draft)


class Answering(commands.Cog):
    """Takes answers, and hands back every text that could not be stored."""

    def __init__(self, bot: SupervisionBot) -> None:
        self._bot = bot

    @app_commands.command(description=words.COMMAND)
    @app_commands.guild_only()
    async def answer(self, interaction: discord.Interaction) -> None:
        group = await group_of(interaction)
        card = await self._bot.services.rounds.open_round(group.id)
        await open_form(interaction, card.id, Token.new())

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Takes a form that was sent, raw: discord.py would look for an object we do not keep."""
        data: Any = interaction.data or {}
        sent = custom_ids.parse_write(data.get("custom_id"))
        if interaction.type is not discord.InteractionType.modal_submit or sent is None:
            return
        round_id, token = sent
        text = text_of(data)

        async with guarded(interaction, handing_back(round_id, token, text)):
            reply = await stored(interaction, round_id, token, read_modal(data))
            await in_place(interaction, reply)


async def setup(bot: SupervisionBot) -> None:
    bot.add_dynamic_items(AnswerButton, RetryButton, EditButton)
    await bot.add_cog(Answering(bot))
