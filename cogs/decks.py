"""``/prompts`` again: what a group is asked and in which order, and decks as files."""

from __future__ import annotations

import asyncio

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot.client import SupervisionBot, bot_of, caller_of
from bot.deck_files import check_file, read_file, write_file
from bot.desk import desk_group, offer_groups, prompt_choices, subcommand, under
from bot.errors import BadInput
from bot.replies import choices, respond
from bot.services.desk import Shelf
from bot.views.catalogue import desk as desk_words
from bot.views.catalogue import prompts as words
from bot.views.layout import Reply, Sheet, said, text_file

KINDS = [Choice(name="TOML", value="toml"), Choice(name="CSV", value="csv")]


@subcommand(name="enable", description=words.ENABLE)
@app_commands.describe(prompt=words.PROMPT_OPTION, group=desk_words.GROUP_OPTION)
@app_commands.autocomplete(group=offer_groups)
async def enable(interaction: discord.Interaction, prompt: str, group: str | None = None) -> None:
    card, bot = await desk_group(interaction, group), bot_of(interaction)
    prompts, caller = bot.services.prompts, caller_of(interaction)
    done = await prompts.enable(card.id, caller, prompt, bot.now(), enabled=True)
    await respond(interaction, words.enabled(done.title))


@subcommand(name="disable", description=words.DISABLE)
@app_commands.describe(prompt=words.PROMPT_OPTION, group=desk_words.GROUP_OPTION)
@app_commands.autocomplete(group=offer_groups)
async def disable(interaction: discord.Interaction, prompt: str, group: str | None = None) -> None:
    card, bot = await desk_group(interaction, group), bot_of(interaction)
    prompts, caller = bot.services.prompts, caller_of(interaction)
    done = await prompts.enable(card.id, caller, prompt, bot.now(), enabled=False)
    await respond(interaction, words.disabled(done.title))


@subcommand(name="move", description=words.MOVE)
@app_commands.describe(
    prompt=words.PROMPT_OPTION, place=words.PLACE_OPTION, group=desk_words.GROUP_OPTION
)
@app_commands.autocomplete(group=offer_groups)
async def move(
    interaction: discord.Interaction, prompt: str, place: int, group: str | None = None
) -> None:
    card, bot = await desk_group(interaction, group), bot_of(interaction)
    caller = caller_of(interaction)
    done = await bot.services.prompts.move(card.id, caller, prompt, place, bot.now())
    await respond(interaction, words.moved(done.title, place))


@subcommand(name="retire", description=words.RETIRE)
@app_commands.describe(prompt=words.PROMPT_OPTION, group=desk_words.GROUP_OPTION)
@app_commands.autocomplete(group=offer_groups)
async def retire(interaction: discord.Interaction, prompt: str, group: str | None = None) -> None:
    card, bot = await desk_group(interaction, group), bot_of(interaction)
    caller = caller_of(interaction)
    done = await bot.services.prompts.retire(card.id, caller, prompt, bot.now())
    await respond(interaction, words.retired(done.title))


@subcommand(name="import", description=words.IMPORT)
@app_commands.describe(
    file=words.FILE_OPTION, only_these=words.ONLY_OPTION, group=desk_words.GROUP_OPTION
)
@app_commands.autocomplete(group=offer_groups)
async def import_file(
    interaction: discord.Interaction,
    file: discord.Attachment,
    only_these: bool = False,  # noqa: FBT001, FBT002 - Discord's options have no keywords
    group: str | None = None,
) -> None:
    card, bot = await desk_group(interaction, group), bot_of(interaction)
    check_file(file.filename, file.size)
    await interaction.response.defer(ephemeral=True, thinking=True)
    prompts, caller = bot.services.prompts, caller_of(interaction)
    content = await _content(file)
    check_file(file.filename, len(content))
    # A parser that is given much to do must not keep everybody else waiting.
    deck = await asyncio.to_thread(read_file, file.filename, content, prompts.codebook)
    done = await prompts.take_in(card.id, caller, deck, bot.now(), only=only_these)
    await respond(interaction, words.imported(done.new, done.changed, done.known, done.disabled))


@subcommand(name="export", description=words.EXPORT)
@app_commands.describe(kind=words.KIND_OPTION, group=desk_words.GROUP_OPTION)
@app_commands.choices(kind=KINDS)
@app_commands.autocomplete(group=offer_groups)
async def export(
    interaction: discord.Interaction, kind: str = "toml", group: str | None = None
) -> None:
    card, services = await desk_group(interaction, group), bot_of(interaction).services
    deck = await services.prompts.deck(card.guild_id, card.id)
    file = text_file(f"deck.{kind}", write_file(deck, kind))
    shown = discord.ui.File[Sheet](f"attachment://deck.{kind}")
    await respond(interaction, Reply(Sheet(said(words.EXPORTED), shown), (file,)))


@enable.autocomplete("prompt")
@choices
async def offer_disabled(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
    return await prompt_choices(interaction, typed, Shelf.DISABLED, Shelf.RETIRED)


@disable.autocomplete("prompt")
@choices
async def offer_enabled(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
    return await prompt_choices(interaction, typed, Shelf.ENABLED)


@move.autocomplete("prompt")
@choices
async def offer_all(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
    return await prompt_choices(interaction, typed, Shelf.ALL)


@retire.autocomplete("prompt")
@choices
async def offer_own(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
    return await prompt_choices(interaction, typed, Shelf.OWN)


async def _content(file: discord.Attachment) -> bytes:
    try:
        return await file.read()
    except discord.HTTPException:
        raise BadInput(words.NOT_READ) from None


async def setup(bot: SupervisionBot) -> None:
    under(bot, "prompts", words.COMMAND, enable, disable, move)
    under(bot, "prompts", words.COMMAND, retire, import_file, export)
