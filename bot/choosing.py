"""Which group a command is about, and what may be chosen from a list while typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.app_commands import Choice

from bot.client import bot_of, caller_of, channels_of
from bot.errors import BadInput
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
    """The chosen group, else the one of this channel or of the thread's parent.

    Raises BadInput or NoGroupHere.
    """
    groups, caller = bot_of(interaction).services.groups, caller_of(interaction)
    if chosen is None:
        return await groups.of_channel(caller.guild_id, channels_of(interaction))
    number = number_in(chosen, words.NO_SUCH_GROUP)
    for card in await groups.readable_by(caller):
        if card.id == number:
            return card
    raise BadInput(words.NO_SUCH_GROUP)


def number_in(chosen: str, otherwise: str) -> int:
    """The id behind a choice. Raises BadInput with ``otherwise`` if something else was typed."""
    if not (chosen.isascii() and chosen.isdecimal() and len(chosen) <= DIGITS):
        raise BadInput(otherwise)
    return int(chosen)


def fitting(named: Iterable[tuple[str, int]], typed: str) -> list[Choice[str]]:
    """The names that hold what was typed so far, at most 25."""
    found = [(name, value) for name, value in named if typed.casefold() in name.casefold()]
    return [Choice(name=name[:LONGEST_NAME], value=str(v)) for name, v in found[:MOST_CHOICES]]


def channel_name(interaction: discord.Interaction, card: GroupCard) -> str:
    """A group has no name of its own: it goes by its channel's."""
    channel = interaction.guild and interaction.guild.get_channel(card.plan.channel_id)
    return f"#{channel.name}" if channel else f"group {card.id}"
