"""What the doors of the admin's desk share: which group it is about, and what to offer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot.choosing import LONGEST_NAME, MOST_CHOICES, any_group_of, channel_name, fitting
from bot.client import SupervisionBot, bot_of, caller_of
from bot.replies import choices
from bot.services.desk import Shelf
from bot.views.admins import require_admin
from bot.views.catalogue import desk as words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.services.desk import DeckLine
    from bot.services.values import GroupCard

subcommand = app_commands.command
"""A command below one of the desk's own: ``/schedule skip``, not ``/skip``."""


def under(
    bot: SupervisionBot, name: str, description: str, *below: app_commands.Command[Any, ..., Any]
) -> None:
    """Put commands below a parent that admins alone are shown; the first to come makes it."""
    parent = bot.tree.get_command(name)
    if not isinstance(parent, app_commands.Group):
        parent = app_commands.Group(
            name=name,
            description=description,
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        bot.tree.add_command(parent)
    for each in below:
        parent.add_command(each)


async def desk_group(interaction: discord.Interaction, chosen: str | None) -> GroupCard:
    """The group an admin means; with only one in the server, that one from any channel.

    Raises Refused, BadInput or NoGroupHere.
    """
    require_admin(interaction)
    if chosen is None:
        groups = await bot_of(interaction).services.groups.of_guild(caller_of(interaction).guild_id)
        if len(groups) == 1:
            return groups[0]
    return await any_group_of(interaction, chosen)


@choices
async def offer_groups(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
    require_admin(interaction)
    groups = await bot_of(interaction).services.groups.of_guild(caller_of(interaction).guild_id)
    return fitting([(channel_name(interaction, card), card.id) for card in groups], typed)


@choices
async def offer_dates(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
    """The group's next dates, with the prompt of each."""
    bot, group = bot_of(interaction), await _group_typed(interaction)
    table = await bot.services.outlook.timetable(group.id, group.guild_id, bot.now(), MOST_CHOICES)
    dates = ((words.date_choice(a.slot.on, a.prompt.title), f"{a.slot.on}") for a in table.ahead)
    return matching(dates, typed)


@choices
async def offer_changed_dates(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
    """What an admin left out or chose, to take it back."""
    bot, group = bot_of(interaction), await _group_typed(interaction)
    table = await bot.services.outlook.timetable(group.id, group.guild_id, bot.now(), MOST_CHOICES)
    out = [(words.range_choice(each), f"{each.first}") for each in table.left_out]
    out += [(words.date_choice(day, prompt.title), f"{day}") for day, prompt in table.chosen]
    return matching(out, typed)


async def prompt_choices(
    interaction: discord.Interaction, typed: str, *shelves: Shelf
) -> list[Choice[str]]:
    """The prompts of the group's deck that stand on any of these shelves."""
    lines = await deck_typed(interaction)
    on = [line for line in lines if any(line.stands_on(shelf) for shelf in shelves)]
    return matching(((line.prompt.title, line.prompt.key) for line in on), typed)


async def deck_typed(interaction: discord.Interaction) -> list[DeckLine]:
    """The deck of the group that a half-filled command is about."""
    group = await _group_typed(interaction)
    decks = bot_of(interaction).services.prompts
    return await decks.lines(group.guild_id, group.id)


def matching(named: Iterable[tuple[str, str]], typed: str) -> list[Choice[str]]:
    """The names that hold what was typed so far, at most 25."""
    found = [(n, v) for n, v in named if typed.casefold() in n.casefold() or typed == v]
    return [Choice(name=n[:LONGEST_NAME], value=v) for n, v in found[:MOST_CHOICES]]


async def _group_typed(interaction: discord.Interaction) -> GroupCard:
    return await desk_group(interaction, getattr(interaction.namespace, "group", None))
