"""Which group a command is about, and what may be chosen from a list while typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.app_commands import Choice

from bot.client import bot_of, caller_of, channels_of
from bot.errors import BadInput
from bot.views.catalogue import ending
from bot.views.catalogue import facilitation as words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import discord

    from bot.services.values import GroupCard

MOST_CHOICES = 25
LONGEST_NAME = 100
DIGITS = 18
"""So many fit every id's column, whatever they are."""


async def group_of(interaction: discord.Interaction, chosen: str | None = None) -> GroupCard:
    """The chosen one of the caller's groups, else that of this channel or of the thread's parent.

    Raises BadInput or NoGroupHere.
    """
    if chosen is None:
        return await _group_here(interaction)
    groups = bot_of(interaction).services.groups
    readable = await groups.readable_by(caller_of(interaction))
    return _by_number(readable, chosen, words.NO_SUCH_GROUP)


async def any_group_of(interaction: discord.Interaction, chosen: str | None) -> GroupCard:
    """The same for an admin, to whom each group of the server is open."""
    if chosen is None:
        return await _group_here(interaction)
    groups, guild_id = bot_of(interaction).services.groups, caller_of(interaction).guild_id
    return _by_number(await groups.of_guild(guild_id), chosen, ending.NO_SUCH_GROUP)


async def readable_groups(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
    """For a ``group`` option: the groups whose facilitator role the caller holds, no others."""
    readable = await bot_of(interaction).services.groups.readable_by(caller_of(interaction))
    return fitting([(channel_name(interaction, card), card.id) for card in readable], typed)


def number_in(chosen: str, otherwise: str) -> int:
    """The id behind a choice. Raises BadInput with ``otherwise`` if something else was typed."""
    if not (chosen.isascii() and chosen.isdecimal() and len(chosen) <= DIGITS):
        raise BadInput(otherwise)
    return int(chosen)


def fitting(named: Iterable[tuple[str, int]], typed: str) -> list[Choice[str]]:
    """The names that hold what was typed so far, at most 25."""
    found = [(name, value) for name, value in named if typed.casefold() in name.casefold()]
    return [Choice(name=name[:LONGEST_NAME], value=str(v)) for name, v in found[:MOST_CHOICES]]


async def _group_here(interaction: discord.Interaction) -> GroupCard:
    groups, guild_id = bot_of(interaction).services.groups, caller_of(interaction).guild_id
    return await groups.of_channel(guild_id, channels_of(interaction))


def _by_number(cards: Iterable[GroupCard], chosen: str, otherwise: str) -> GroupCard:
    number = number_in(chosen, otherwise)
    for card in cards:
        if card.id == number:
            return card
    raise BadInput(otherwise)


def channel_name(interaction: discord.Interaction, card: GroupCard) -> str:
    """A group has no name of its own: it goes by its channel's."""
    channel = interaction.guild and interaction.guild.get_channel(card.plan.channel_id)
    return f"#{channel.name}" if channel else f"group {card.id}"
