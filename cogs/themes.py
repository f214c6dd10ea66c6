"""Where a facilitator turns the pages of a summary, shapes its themes and checks suggestions."""

from __future__ import annotations

from typing import Any

import discord
from discord.ext import commands

from bot.client import SupervisionBot, bot_of, caller_of
from bot.errors import NoSuchTheme
from bot.replies import guarded, respond
from bot.showing import turned
from bot.views import custom_ids, theme_ids
from bot.views.all_answers import all_answers
from bot.views.buttons import RoundButton
from bot.views.receipt import handed_back
from bot.views.shaping_form import read_form, shaping_form


class NumberButton(RoundButton, template="(?!)"):
    """A button about a theme or a suggestion of a round, on a page of its summary."""

    @property
    def number(self) -> int:
        return theme_ids.number_of(self.match)

    @property
    def page(self) -> int:
        return custom_ids.page_of(self.match)


class PageButton(RoundButton, template=theme_ids.PAGE):
    """Turns the summary to a page, in the message it stands in."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            await interaction.response.defer()
            await turned(interaction, self.round_id, custom_ids.page_of(self.match))


class AnswersButton(NumberButton, template=theme_ids.ANSWERS):
    """*Its answers*: what a theme rests on."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            await respond(interaction, await _answers(interaction, self))


class TurnAnswersButton(NumberButton, template=theme_ids.TURN):
    """Turns these answers to a page."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            view = await _answers(interaction, self)
            await interaction.response.edit_message(view=view)


class ShapeButton(NumberButton, template=theme_ids.SHAPE):
    """*Name or join*: opens the form."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            bot, caller = bot_of(interaction), caller_of(interaction)
            told = await bot.services.shaping.told(self.round_id, caller)
            form = shaping_form(self.round_id, told, self.number, self.page)
            if form is None:
                raise NoSuchTheme
            await interaction.response.send_modal(form)


class DropButton(NumberButton, template=theme_ids.DROP):
    """*Leave out*, and *Take back in*."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            await interaction.response.defer()
            bot, caller = bot_of(interaction), caller_of(interaction)
            dropped = theme_ids.yes_of(self.match)
            await bot.services.shaping.drop(
                self.round_id, self.number, caller, bot.now(), dropped=dropped
            )
            await turned(interaction, self.round_id, self.page)


class SeparateButton(NumberButton, template=theme_ids.APART):
    """*Separate again*."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            await interaction.response.defer()
            bot, caller = bot_of(interaction), caller_of(interaction)
            await bot.services.shaping.separate(self.round_id, self.number, caller, bot.now())
            await turned(interaction, self.round_id, self.page)


class CheckButton(NumberButton, template=theme_ids.CHECK):
    """*It fits*, and *It does not fit*."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            await interaction.response.defer()
            bot, caller = bot_of(interaction), caller_of(interaction)
            confirmed = theme_ids.yes_of(self.match)
            await bot.services.shaping.decide(
                self.round_id, self.number, caller, bot.now(), confirmed=confirmed
            )
            await turned(interaction, self.round_id, self.page)


class Themes(commands.Cog):
    """The form, which comes back whoever built it."""

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        data: Any = interaction.data or {}
        custom_id = data.get("custom_id")
        match = theme_ids.SHAPED.fullmatch(custom_id) if isinstance(custom_id, str) else None
        if interaction.type is not discord.InteractionType.modal_submit or match is None:
            return
        shaped = read_form(data)
        name = shaped.name or ""
        async with guarded(interaction, lambda _, sentence: handed_back(sentence, name)):
            await interaction.response.defer()
            bot, caller = bot_of(interaction), caller_of(interaction)
            round_id, number = custom_ids.round_of(match), theme_ids.number_of(match)
            await bot.services.shaping.shape(round_id, number, shaped, caller, bot.now())
            await turned(interaction, round_id, custom_ids.page_of(match))


async def _answers(
    interaction: discord.Interaction, pressed: NumberButton
) -> discord.ui.LayoutView:
    bot, caller = bot_of(interaction), caller_of(interaction)
    found = await bot.services.summaries.answers(
        pressed.round_id, caller, bot.now(), theme=pressed.number
    )
    return all_answers(found, pressed.page, theme=pressed.number)


async def setup(bot: SupervisionBot) -> None:
    bot.add_dynamic_items(
        *(PageButton, AnswersButton, TurnAnswersButton, ShapeButton, DropButton),
        *(SeparateButton, CheckButton),
    )
    await bot.add_cog(Themes())
