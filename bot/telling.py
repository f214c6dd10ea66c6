"""Tells one person-readable place in a server that something needs an admin: once, and quietly.

The facilitators' channel where there is one, else the channel for system messages, else the log:
whoever runs the bot reads that. Nobody is called.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

import discord

from bot.not_taken import TROUBLE
from bot.services.desk import MINOR
from bot.views.layout import Sheet, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.services.desk import Trouble
    from bot.services.values import GroupPlan

log = logging.getLogger(__name__)


async def tell_someone(guild: discord.Guild, plan: GroupPlan, kind: Trouble, sentence: str) -> bool:
    """Say it in the first of these channels that takes it. False if only the log did."""
    for channel in _places(guild, plan):
        try:
            await channel.send(
                view=Sheet(said(sentence)), allowed_mentions=discord.AllowedMentions.none()
            )
        except TROUBLE:
            continue
        return True
    log.warning("%s (%s), and nobody in its server can be told", _in_short(kind), kind)
    return False


async def tell_the_group(guild: discord.Guild | None, channel_id: int, sentence: str) -> None:
    """A neutral line in a group's channel; where it cannot be said, that is no trouble."""
    channel = guild.get_channel(channel_id) if guild else None
    if not isinstance(channel, discord.TextChannel):
        return
    with suppress(*TROUBLE):
        await channel.send(
            view=Sheet(said(sentence)), allowed_mentions=discord.AllowedMentions.none()
        )


def writable(channel: discord.abc.GuildChannel, guild: discord.Guild) -> bool:
    """Whether a message of ours would be taken there."""
    may = channel.permissions_for(guild.me)
    return may.view_channel and may.send_messages


def _in_short(kind: Trouble) -> str:
    return (
        "something is wrong in a group that gets its prompts all the same"
        if kind in MINOR
        else "a group cannot get its prompt"
    )


def _places(guild: discord.Guild, plan: GroupPlan) -> Iterator[discord.TextChannel]:
    notices = guild.get_channel(plan.notices_channel_id or 0)
    for channel in (notices, guild.system_channel):
        if isinstance(channel, discord.TextChannel) and writable(channel, guild):
            yield channel
