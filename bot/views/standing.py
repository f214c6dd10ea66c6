"""Whether a group's prompt could be posted and read right now, as far as Discord lets one see."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.services.desk import Trouble
from bot.views.catalogue import obstacles
from bot.views.catalogue import schedule as words
from bot.views.setup_checks import names

if TYPE_CHECKING:
    from datetime import datetime

    import discord

    from bot.services.values import GroupPlan

CLOCK_MAY_DIFFER = timedelta(minutes=1)


def trouble_of(
    guild: discord.Guild, plan: GroupPlan, needed: discord.Permissions
) -> Trouble | None:
    """The first thing that stands in the way of a group's prompts; None if nothing does."""
    channel = guild.get_channel(plan.channel_id)
    if channel is None:
        return Trouble.NO_CHANNEL
    if names(needed, channel.permissions_for(guild.me)):
        return Trouble.NO_PERMISSION
    return None if guild.get_role(plan.facilitator_role_id) else Trouble.NO_ROLE


def minor_trouble(guild: discord.Guild, plan: GroupPlan, off: timedelta) -> Trouble | None:
    """What is wrong and keeps no prompt back; ``off``: how far the clock is from Discord's."""
    if plan.reminder_role_id and guild.get_role(plan.reminder_role_id) is None:
        return Trouble.NO_REMINDER_ROLE
    return Trouble.CLOCK if abs(off) > CLOCK_MAY_DIFFER else None


def sentence(
    kind: Trouble,
    guild: discord.Guild,
    plan: GroupPlan,
    needed: discord.Permissions,
    off: timedelta = timedelta(),
) -> str:
    """What is wrong and how to mend it, with the permissions that are missing by name."""
    if kind is Trouble.CLOCK:
        return obstacles.clock(off)
    channel = guild.get_channel(plan.channel_id)
    lacking = names(needed, channel.permissions_for(guild.me)) if channel else ()
    return obstacles.trouble(kind, plan.channel_id, lacking)


def troubles_seen(
    interaction: discord.Interaction,
    plan: GroupPlan,
    needed: discord.Permissions,
    now: datetime,
    told: Trouble | None,
) -> tuple[str, ...]:
    """What stands in the way as seen from an interaction, the clock among it."""
    found = []
    if interaction.guild is not None:
        kind = trouble_of(interaction.guild, plan, needed) or _unseen(told)
        if kind is not None:
            found.append(sentence(kind, interaction.guild, plan, needed))
    off = now - interaction.created_at
    if abs(off) > CLOCK_MAY_DIFFER:
        found.append(obstacles.clock(off))
    return tuple(found)


def reminder_trouble(role: discord.Role, channel_id: int) -> str:
    """Why a reminder in this channel cannot call this role; else empty."""
    if role.is_default():
        return words.ROLE_IS_EVERYONE
    channel = role.guild.get_channel(channel_id)
    may = channel is not None and channel.permissions_for(role.guild.me).mention_everyone
    return "" if role.mentionable or may else words.role_not_mentionable(role.id)


def _unseen(told: Trouble | None) -> Trouble | None:
    """What was noticed when sending, and cannot be seen from here; the rest is looked up afresh."""
    return told if told in {Trouble.REFUSED, Trouble.LATE} else None
