"""A group whose channel is gone goes on in another one, with all that belongs to it.

Its deck, its dates and its rounds hang on the group, so only where it posts is changed. Whether the
channel is gone, the doors know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from bot import refusals
from bot.errors import BadInput, NoGroupHere
from bot.services.values import PostState
from db.locks import hold_lines, locked_group, locked_rounds
from db.models import Outbox, Round

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services.values import Caller, GroupCard
    from db.models import Group

UNSENT = (PostState.DUE, PostState.BLOCKED)


async def group_to_move(session: AsyncSession, lost: GroupCard, caller: Caller) -> Group:
    """The group as it was seen without its channel. Raises NoGroupHere, or BadInput."""
    group = await locked_group(session, lost.id)
    if group is None or group.guild_id != caller.guild_id:
        raise NoGroupHere
    if group.channel_id != lost.plan.channel_id:
        raise BadInput(refusals.GROUP_WAS_MOVED)
    return group


async def move(session: AsyncSession, group: Group, channel_id: int, now: datetime) -> None:
    """Let the group, its rounds and what was not sent yet belong to another channel."""
    before, group.channel_id = group.channel_id, channel_id
    await hold_lines(session, group.id)
    there = (Outbox.group_id == group.id) & (Outbox.channel_id == before)
    waiting = update(Outbox).where(there, Outbox.state.in_(UNSENT))
    await session.execute(waiting.values(channel_id=channel_id))
    blocked = update(Outbox).where(Outbox.group_id == group.id, Outbox.state == PostState.BLOCKED)
    await session.execute(blocked.values(due_at=now))
    which = (Round.group_id == group.id) & (Round.channel_id == before)
    for row in await locked_rounds(session, which):
        row.channel_id = channel_id
