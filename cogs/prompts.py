"""``/prompts``: look at a group's deck, and write prompts in a form."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.client import SupervisionBot, bot_of, caller_of
from bot.desk import desk_group, offer_groups, prompt_choices, subcommand, under
from bot.replies import choices, guarded, respond
from bot.services.desk import Shelf
from bot.views import desk_ids
from bot.views.admins import require_admin
from bot.views.buttons import LastingButton
from bot.views.catalogue import desk as desk_words
from bot.views.catalogue import prompts as words
from bot.views.layout import Reply
from bot.views.prompt_form import prompt_form, read_form
from bot.views.prompts import SHELVES, as_it_looks, deck_list, handed_back

SHELF_CHOICES = [Choice(name=shelf.value, value=number) for number, shelf in enumerate(SHELVES)]
IN_THE_DECK = (Shelf.ALL, Shelf.RETIRED)


class PageButton(LastingButton, template=desk_ids.PROMPTS):
    """The pages of a list."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            shelf = SHELVES[int(self.match["shelf"])]
            await _list(interaction, self.match["group"], shelf, int(self.match["page"]))


@subcommand(name="list", description=words.LIST)
@app_commands.describe(which=words.SHELF_OPTION, group=desk_words.GROUP_OPTION)
@app_commands.choices(which=SHELF_CHOICES)
@app_commands.autocomplete(group=offer_groups)
async def list_prompts(
    interaction: discord.Interaction, which: int = 0, group: str | None = None
) -> None:
    await _list(interaction, group, SHELVES[which], 0)


@subcommand(name="show", description=words.SHOW)
@app_commands.describe(prompt=words.PROMPT_OPTION, group=desk_words.GROUP_OPTION)
@app_commands.autocomplete(group=offer_groups)
async def show(interaction: discord.Interaction, prompt: str, group: str | None = None) -> None:
    card, services = await desk_group(interaction, group), bot_of(interaction).services
    line = await services.prompts.line(card.guild_id, card.id, prompt)
    await respond(interaction, as_it_looks(line))


@subcommand(name="add", description=words.ADD)
@app_commands.describe(group=desk_words.GROUP_OPTION)
@app_commands.autocomplete(group=offer_groups)
async def add(interaction: discord.Interaction, group: str | None = None) -> None:
    card, services = await desk_group(interaction, group), bot_of(interaction).services
    form = prompt_form(card.id, None, services.prompts.codebook)
    await interaction.response.send_modal(form)


@subcommand(name="edit", description=words.EDIT)
@app_commands.describe(prompt=words.PROMPT_OPTION, group=desk_words.GROUP_OPTION)
@app_commands.autocomplete(group=offer_groups)
async def edit(interaction: discord.Interaction, prompt: str, group: str | None = None) -> None:
    card, services = await desk_group(interaction, group), bot_of(interaction).services
    line = await services.prompts.line(card.guild_id, card.id, prompt)
    form = prompt_form(card.id, line.prompt, services.prompts.codebook)
    await interaction.response.send_modal(form)


@show.autocomplete("prompt")
@edit.autocomplete("prompt")
@choices
async def offer(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
    return await prompt_choices(interaction, typed, *IN_THE_DECK)


class PromptForms(commands.Cog):
    """Takes forms that were sent, raw, so that none is lost to a restart."""

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        data: Any = interaction.data or {}
        custom_id = data.get("custom_id")
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        found = desk_ids.PROMPT_FORM.fullmatch(custom_id) if isinstance(custom_id, str) else None
        if found is None:
            return
        typed = read_form(data)

        def hand_back(_: Exception, sentence: str) -> Reply:
            texts = (typed.title, typed.question, typed.invitation, typed.poles)
            return handed_back(sentence, texts)

        async with guarded(interaction, hand_back):
            require_admin(interaction)
            bot, caller = bot_of(interaction), caller_of(interaction)
            group_id, key = int(found["group"]), found["key"]
            before = None if key == desk_ids.NEW else key
            line = await bot.services.prompts.write(group_id, caller, before, typed, bot.now())
            copied = before is not None and line.prompt.key != before
            await respond(interaction, words.written(line, copied=copied))


async def _list(
    interaction: discord.Interaction, group: str | None, shelf: Shelf, page: int
) -> None:
    card, services = await desk_group(interaction, group), bot_of(interaction).services
    lines = await services.prompts.lines(card.guild_id, card.id)
    await respond(interaction, deck_list(card, lines, shelf, page))


async def setup(bot: SupervisionBot) -> None:
    bot.add_dynamic_items(PageButton)
    under(bot, "prompts", words.COMMAND, list_prompts, show, add, edit)
    await bot.add_cog(PromptForms())
