"""Where a clinician answers: the button, the command, and the form that comes back.

No form or view is kept in memory. The form carries its round and token in its custom_id, so what is
sent after a restart is stored all the same, and two people's texts can't be mixed up.
"""

from __future__ import annotations

import asyncio
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.ballot.tokens import Token
from bot.choosing import group_of
from bot.client import SupervisionBot, bot_of, caller_of
from bot.errors import AlreadyAnswered, RoundClosed
from bot.replies import guarded, respond
from bot.views import custom_ids
from bot.views.buttons import RoundButton
from bot.views.layout import Reply
from bot.views.modal import answer_modal, read_modal, text_of
from bot.views.receipt import handed_back, receipt, text_in

TIME_TO_STORE = 2.0
"""Seconds, so that the reply still comes within Discord's three."""


class AnswerButton(RoundButton, template=custom_ids.ANSWER):
    """*Answer anonymously*: opens the form. Works on every prompt ever posted."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            await open_form(interaction, self.round_id, Token.new())


class RetryButton(RoundButton, template=custom_ids.RETRY):
    """*Try again*: the same form with the text that was handed back."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            text = text_in(interaction.message.components) if interaction.message else ""
            await open_form(interaction, self.round_id, custom_ids.token_of(self.match), text)


class Answering(commands.Cog):
    """Takes answers, and hands back every text that could not be stored."""

    def __init__(self, bot: SupervisionBot) -> None:
        self._bot = bot

    @app_commands.command(description="Answer this group's open prompt, without your name.")
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

        def hand_back(error: Exception, sentence: str) -> Reply:
            final = isinstance(error, RoundClosed | AlreadyAnswered)
            again = None if final else custom_ids.retry(round_id, token)
            return handed_back(sentence, text, again)

        async with guarded(interaction, hand_back):
            await self._store(interaction, round_id, token)

    async def _store(self, interaction: discord.Interaction, round_id: int, token: Token) -> None:
        data: Any = interaction.data
        submit = self._bot.services.answers.submit(
            round_id, token, caller_of(interaction), read_modal(data), self._bot.now()
        )
        given = await asyncio.wait_for(submit, TIME_TO_STORE)
        await respond(interaction, receipt(given))


async def open_form(
    interaction: discord.Interaction, round_id: int, token: Token, text: str = ""
) -> None:
    """Open the form, filled with ``text``. Raises what ``Answers.begin`` raises."""
    bot = bot_of(interaction)
    paper = await bot.services.answers.begin(round_id, token, caller_of(interaction), bot.now())
    await interaction.response.send_modal(
        answer_modal(paper.round, token, text, counts=paper.counts)
    )


async def setup(bot: SupervisionBot) -> None:
    bot.add_dynamic_items(AnswerButton, RetryButton)
    await bot.add_cog(Answering(bot))
