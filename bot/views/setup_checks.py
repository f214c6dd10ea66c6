"""What must hold in Discord before a group can begin: said while it can still be put right.

The bot's permissions are looked up afresh each time; an admin may grant one with the page open.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.views.catalogue import setup as words
from bot.views.catalogue import trouble

if TYPE_CHECKING:
    from bot.views.setup_draft import SetupDraft

NOTICES = discord.Permissions(view_channel=True, send_messages=True, read_message_history=True)
"""For the facilitators' channel: after an interruption the bot looks there for its own message."""

STAFF = discord.Permissions(manage_guild=True, manage_channels=True, manage_messages=True)


def role_trouble(guild: discord.Guild, role_id: int) -> str:
    """Why a role cannot be the one that reads: everyone's, nobody's, or gone. Else empty."""
    role = guild.get_role(role_id)
    if role is None:
        return words.ROLE_GONE
    if role.is_default():
        return words.ROLE_IS_EVERYONE
    return words.role_is_managed(role.id) if role.managed else ""


def obstacles(
    guild: discord.Guild, draft: SetupDraft, needed: discord.Permissions
) -> tuple[str, ...]:
    """A sentence for each thing chosen with which the bot could not do its work.

    ``needed`` is what it needs in the group's channel.
    """
    found = (
        _lacking(guild, draft.channel_id, needed),
        _lacking(guild, draft.notices_channel_id, NOTICES),
        "" if draft.role_id is None else role_trouble(guild, draft.role_id),
    )
    return tuple(sentence for sentence in found if sentence)


def still_there(guild: discord.Guild, draft: SetupDraft) -> SetupDraft:
    """The draft without what was deleted since: no menu can show it as chosen."""
    role, channel = guild.get_role(draft.role_id or 0), guild.get_channel(draft.channel_id or 0)
    notices = guild.get_channel(draft.notices_channel_id or 0)
    called = guild.get_role(draft.extra.reminder_role_id or 0)
    return replace(
        draft,
        role_id=role.id if role else None,
        channel_id=channel.id if channel else None,
        notices_channel_id=notices.id if notices else None,
        extra=replace(draft.extra, reminder_role_id=called.id if called else None),
    )


def names(needed: discord.Permissions, held: discord.Permissions) -> tuple[str, ...]:
    """What is needed and not held, as Discord's settings call it."""
    lacking = discord.Permissions(needed.value & ~held.value)
    return tuple(trouble.permission(flag) for flag, lacks in lacking if lacks)


def typing_advice(guild: discord.Guild, draft: SetupDraft) -> str:
    """What it means that some role beside staff and facilitators may write there; else empty."""
    channel = guild.get_channel(draft.channel_id or 0)
    if channel is None:
        return ""
    held = (channel.permissions_for(r) for r in guild.roles if _of_members(r, draft.role_id))
    open_to_members = any(may.view_channel and may.send_messages for may in held)
    return words.typing(channel.id, guild.me.id) if open_to_members else ""


def _of_members(role: discord.Role, facilitator_role_id: int | None) -> bool:
    staff = bool(role.permissions.value & STAFF.value) or role.permissions.administrator
    return not (staff or role.managed or role.id == facilitator_role_id)


def _lacking(guild: discord.Guild, channel_id: int | None, needed: discord.Permissions) -> str:
    if channel_id is None:
        return ""
    channel = guild.get_channel(channel_id)
    if channel is None:
        return words.CHANNEL_GONE
    lacking = names(needed, channel.permissions_for(guild.me))
    return words.missing_permissions(channel_id, guild.me.id, lacking) if lacking else ""
