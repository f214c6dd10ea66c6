"""What comes once and by day: a round's reminder, and that its summary was not shared so far."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.rotation.due import Verdict, by_day, decide, reminding
from bot.services.cards import slot_of
from bot.services.outbox import owe
from bot.services.readers import open_in
from bot.services.shared import card_line
from bot.services.values import PostKind, PostState, RoundState
from db.models import Group, Outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from db.models import Round

LOOK_AGAIN = timedelta(minutes=10)
THREE_DAYS = timedelta(days=3)


def owe_reminder(session: AsyncSession, group: Group, row: Round) -> None:
    """Owe the reminder of a round that opens, if the group wants one."""
    if group.reminder_hours is not None:
        at = row.closes_at - timedelta(hours=group.reminder_hours)
        owe(session, row, PostKind.REMINDER, row.channel_id, at)


async def change_reminder(session: AsyncSession, group: Group, now: datetime) -> None:
    """Let the open round's reminder come as the group wants it by now.

    A round whose hour for it is over keeps the reminder it had, and nobody is reminded twice.
    """
    row = await session.scalar(open_in(group.id))
    if row is None or group.reminder_hours is None:
        return
    at = row.closes_at - timedelta(hours=group.reminder_hours)
    if at <= now:
        return
    found = select(Outbox).where(Outbox.round_id == row.id, Outbox.kind == PostKind.REMINDER)
    line = await session.scalar(found)
    if line is None:
        owe_reminder(session, group, row)
    elif line.state in (PostState.DUE, PostState.MISSED):
        line.state, line.due_at = PostState.DUE, at


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


def owe_unshared(session: AsyncSession, group: Group, row: Round, now: datetime) -> None:
    """Owe the one line that a summary sealed now has not been shared, should it come to that."""
    at = by_day(now + THREE_DAYS, group.zone)
    channel_id = group.notices_channel_id or row.channel_id
    owe(session, row, PostKind.UNSHARED, channel_id, at, slot_at=at)


async def unshared_timely(session: AsyncSession, line: Outbox, row: Round, now: datetime) -> bool:
    """Whether to send it now: not once a facilitator has decided, in whichever way."""
    group = await session.get_one(Group, line.group_id)
    decision = decide(slot_of(group, line), now, group.zone)
    decided = row.state != RoundState.SEALED or await card_line(session, row) is not None
    if decided or decision.verdict is Verdict.MISSED:
        line.state = PostState.MISSED
        return False
    if decision.until is not None:
        line.state, line.due_at = PostState.DUE, decision.until
    return decision.verdict is Verdict.POST


async def _prompt_is_there(session: AsyncSession, row: Round) -> bool:
    found = select(Outbox.id).where(
        Outbox.round_id == row.id,
        Outbox.kind == PostKind.PROMPT,
        Outbox.state == PostState.POSTED,
    )
    return await session.scalar(found) is not None
