"""Answers what no other door knows: a button or form cut short, forged, or of another version.

Without this, Discord would say only that something failed, and a text sent along would be lost.
"""

from __future__ import annotations

from typing import Any

import discord
from discord.ext import commands

from bot.client import SupervisionBot
from bot.replies import guarded, respond
from bot.views import custom_ids, desk_ids, document_ids, theme_ids
from bot.views.catalogue import trouble
from bot.views.modal import text_of
from bot.views.receipt import handed_back

FORM = discord.InteractionType.modal_submit
KINDS = (FORM, discord.InteractionType.component)
MODULES = (custom_ids, desk_ids, document_ids, theme_ids)


class Strangers(commands.Cog):
    """One sentence for all of them, so that it tells nothing."""

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        data: Any = interaction.data or {}
        if interaction.type not in KINDS:
            return
        name, is_form = data.get("custom_id"), interaction.type is FORM
        if any(each.is_strange(name, form=is_form) for each in MODULES):
            async with guarded(interaction):
                await respond(interaction, handed_back(trouble.STRANGE, text_of(data)))


async def setup(bot: SupervisionBot) -> None:
    await bot.add_cog(Strangers())
