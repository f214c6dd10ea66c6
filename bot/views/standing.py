"""Whether a group's prompt could be posted and read right now, as far as Discord lets one see."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import discord

from bot.services.desk import Trouble
from bot.views.catalogue import obstacles
from bot.views.catalogue import schedule as words
from bot.views.setup_checks import NOTICES, names

if TYPE_CHECKING:
    from datetime import datetime

    from bot.services.values import GroupPlan

CLOCK_MAY_DIFFER = timedelta(minutes=1)
WRITING = discord.Permissions(view_channel=True, send_messages=True)


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


def minor_troubles(guild: discord.Guild, plan: GroupPlan, off: timedelta) -> tuple[Trouble, ...]:
    """What is wrong and keeps no prompt back; ``off``: how far the clock is from Discord's."""
    notices, role_id = guild.get_channel(plan.notices_channel_id or 0), plan.reminder_role_id
    closed = notices is None or names(WRITING, notices.permissions_for(guild.me))
    wrong = {
        Trouble.NO_NOTICES: plan.notices_channel_id is not None and closed,
        Trouble.NO_REMINDER_ROLE: role_id is not None and guild.get_role(role_id) is None,
        Trouble.CLOCK: abs(off) > CLOCK_MAY_DIFFER,
    }
    return tuple(kind for kind, is_so in wrong.items() if is_so)


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
    if kind is Trouble.NO_NOTICES:
        return notices_trouble(guild, plan.notices_channel_id or 0)
    channel = guild.get_channel(plan.channel_id)
    lacking = names(needed, channel.permissions_for(guild.me)) if channel else ()
    return obstacles.trouble(kind, plan.channel_id, lacking)


def notices_trouble(guild: discord.Guild, channel_id: int) -> str:
    """What is wrong with a facilitators' channel, and how to mend it; empty if nothing is."""
    channel = guild.get_channel(channel_id)
    if channel is None:
        return obstacles.NOTICES_GONE
    held = channel.permissions_for(guild.me)
    lacking = names(NOTICES, held)
    closed = bool(names(WRITING, held))
    return obstacles.notices(channel_id, lacking, closed=closed) if lacking else ""


def troubles_seen(
    interaction: discord.Interaction,
    plan: GroupPlan,
    needed: discord.Permissions,
    now: datetime,
    told: Trouble | None,
) -> tuple[str, ...]:
    """What is wrong as seen from an interaction: the worst first, and all that is minor."""
    guild, off = interaction.guild, now - interaction.created_at
    if guild is None:
        return ()
    worst = trouble_of(guild, plan, needed) or _unseen(told)
    kinds = (*([worst] if worst else ()), *minor_troubles(guild, plan, off))
    return tuple(sentence(kind, guild, plan, needed, off) for kind in kinds)


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
