"""Whether a round's reminder may still come: once, by day, while there is something to answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.rotation.due import Verdict, reminding
from bot.services.outbox import owe
from bot.services.values import PostKind, PostState, RoundState
from db.models import Group, Outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from db.models import Round

LOOK_AGAIN = timedelta(minutes=10)


def owe_reminder(session: AsyncSession, group: Group, row: Round) -> None:
    """Owe the reminder of a round that opens, if the group wants one."""
    if group.reminder_hours is not None:
        at = row.closes_at - timedelta(hours=group.reminder_hours)
        owe(session, row, PostKind.REMINDER, row.channel_id, at)


async def reminder_timely(session: AsyncSession, line: Outbox, row: Round, now: datetime) -> bool:
    """Whether to send it now; else the line says when to look again, or that it is missed."""
    group = await session.get_one(Group, line.group_id)
    if row.state != RoundState.OPEN or group.reminder_hours is None:
        line.state = PostState.MISSED
        return False
    decision = reminding(row.opens_at, row.closes_at, group.reminder_hours, now, group.zone)
    until = decision.until
    if decision.verdict is Verdict.POST and not await _prompt_is_there(session, row):
        until = now + LOOK_AGAIN
    if until is not None:
        line.state, line.due_at = PostState.DUE, until
        return False
    if decision.verdict is Verdict.MISSED:
        line.state = PostState.MISSED
    return decision.verdict is Verdict.POST


async def _prompt_is_there(session: AsyncSession, row: Round) -> bool:
    found = select(Outbox.id).where(
        Outbox.round_id == row.id,
        Outbox.kind == PostKind.PROMPT,
        Outbox.state == PostState.POSTED,
    )
    return await session.scalar(found) is not None
