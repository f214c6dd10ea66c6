"""Where an author comes back: the receipt code, and withdrawing. Whoever holds the code is they.

What is wrong with a code is never said: mistyped, another server's and long gone sound the same.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.ballot.envelope import Mark
from bot.ballot.tokens import Token
from bot.ballot.tries import Tries
from bot.client import SupervisionBot, bot_of, caller_of
from bot.errors import UnknownReceipt
from bot.forms import in_place
from bot.replies import guarded, respond
from bot.views import custom_ids
from bot.views.buttons import RoundButton, TokenButton
from bot.views.catalogue import receipts as words
from bot.views.held import code_form, held, withdraw_question, withdrawn
from bot.views.modal import text_of


class WithdrawButton(TokenButton, template=custom_ids.WITHDRAW):
    """*Withdraw*: asks once."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            bot, guild_id = bot_of(interaction), caller_of(interaction).guild_id
            found = await bot.services.receipts.find(self.token, guild_id, self.round_id)
            live = found.mark is Mark.LIVE
            await respond(interaction, withdraw_question(found) if live else held(found, bot.now()))


class WithdrawNowButton(TokenButton, template=custom_ids.WITHDRAW_NOW):
    """*Withdraw it*: pressed twice, it is withdrawn once."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            bot, guild_id = bot_of(interaction), caller_of(interaction).guild_id
            receipts, now = bot.services.receipts, bot.now()
            with suppress(UnknownReceipt):  # Emptied by an earlier press, or unknown: find tells.
                await receipts.withdraw(self.token, guild_id, now, self.round_id)
            found = await receipts.find(self.token, guild_id, self.round_id)
            await in_place(interaction, withdrawn(found, now))


class CodeButton(RoundButton, template=custom_ids.CODE):
    """*Enter receipt code*, for whoever has answered already."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            await interaction.response.send_modal(code_form(self.round_id))


class Receipts(commands.Cog):
    """/receipt, and the form that asks for the same code."""

    def __init__(self, bot: SupervisionBot) -> None:
        self._bot = bot
        self._tries = Tries()

    @app_commands.command(description=words.COMMAND)
    @app_commands.describe(code=words.CODE_OPTION)
    @app_commands.guild_only()
    async def receipt(self, interaction: discord.Interaction, code: str) -> None:
        await self._show(interaction, code)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Takes the form with a code, raw: it may have been opened before a restart."""
        data: Any = interaction.data or {}
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        if custom_ids.is_code_form(data.get("custom_id")):
            async with guarded(interaction):
                await self._show(interaction, text_of(data))

    async def _show(self, interaction: discord.Interaction, code: str) -> None:
        caller, now = caller_of(interaction), self._bot.now()
        with self._tries.attempt(caller.user_id, now):
            found = await self._bot.services.receipts.find(Token.parse(code), caller.guild_id)
        await respond(interaction, held(found, now))


async def setup(bot: SupervisionBot) -> None:
    bot.add_dynamic_items(WithdrawButton, WithdrawNowButton, CodeButton)
    await bot.add_cog(Receipts(bot))
