"""Scheduled messages, each sent once: claimed for a while, fenced by its attempt, recorded.

Crashing between sending and recording leaves a claim that runs out. Whoever takes it over is told
that it is uncertain and looks into the channel before sending; until that look has succeeded the
post stays uncertain, whatever else happens. The nonce stays the same.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from bot.rotation.due import Verdict, closing, decide
from bot.services.cards import round_card, slot_after, slot_of
from bot.services.outbox import owe_missed
from bot.services.reminding import reminder_timely
from bot.services.values import Post, PostKind, PostState, RoundState
from db.models import Group, Outbox, Round

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.rotation.recurrence import Slot
    from bot.services.sealing import Sealing
    from bot.services.store import Store

LEASE = timedelta(seconds=120)
TRY_AGAIN = timedelta(seconds=30)
TRY_BLOCKED = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(hours=2)  # A prompt may come 48 h late; a mended channel is seen in time.
ON_TIME = timedelta(minutes=10)


class Posts:
    """The outbox, from claim to record."""

    def __init__(self, store: Store, sealing: Sealing) -> None:
        self._store = store
        self._sealing = sealing

    async def due(self, now: datetime) -> list[int]:
        """The messages to send, longest due first."""
        found = select(Outbox.id).where(_claimable(now)).order_by(Outbox.due_at)
        async with self._store.read() as session:
            return list(await session.scalars(found))

    async def claim(self, post_id: int, now: datetime) -> Post | None:
        """Take a message for two minutes; None if someone else was faster."""
        async with self._store.write() as session:
            found = select(Outbox).where(Outbox.id == post_id, _claimable(now))
            line = await session.scalar(found.with_for_update(skip_locked=True))
            if line is None:
                return None
            uncertain = line.state == PostState.POSTING
            line.state, line.lease_until = PostState.POSTING, now + LEASE
            line.attempt += 1
            return await _post(session, line, uncertain=uncertain)

    async def ready(self, post: Post, now: datetime) -> Post | None:
        """The last look before sending: still ours, still in time, and still true.

        A prompt that comes late keeps its open duration; one that would come too late, or at
        night, is put off or given up here. None means: do not send.
        """
        async with self._store.write() as session:
            line = await _held(session, post)
            if line is None:
                return None
            row = await _round_of(session, line)
            if row is None or await self._timely(session, line, row, now):
                line.lease_until = now + LEASE
                return await _post(session, line, uncertain=False)
            line.lease_until = None
        if row.state == RoundState.UNREAD:
            await self._sealing.destroy_old_keys(row.key_name)
        return None

    async def posted(self, post: Post, message_id: int | None) -> bool:
        """Record the message. False if someone else has taken the post over meanwhile."""
        async with self._store.write() as session:
            line = await _held(session, post)
            if line is None:
                return False
            line.state, line.message_id, line.lease_until = PostState.POSTED, message_id, None
            return True

    async def failed(self, post: Post, now: datetime, *, blocked: bool) -> None:
        """Put a message that Discord refused back into the queue, to be tried ever more rarely.

        ``blocked`` is for a channel that is gone or closed to the bot; it resumes by itself. A
        post that was uncertain stays so: a refused look says nothing about the message.
        """
        async with self._store.write() as session:
            line = await _held(session, post)
            if line is None:
                return
            pause = TRY_BLOCKED if blocked else TRY_AGAIN
            again = now + min(pause * 2 ** min(line.attempt - 1, 10), LONGEST_PAUSE)
            if post.uncertain:
                line.lease_until = again
                return
            line.state = PostState.BLOCKED if blocked else PostState.DUE
            line.due_at, line.lease_until = again, None

    async def overtaken(self, post: Post) -> bool:
        """Whether someone else has taken the post over, whatever became of it."""
        newer = select(Outbox.id).where(Outbox.id == post.id, Outbox.attempt > post.attempt)
        async with self._store.read() as session:
            return await session.scalar(newer) is not None

    async def _timely(self, session: AsyncSession, line: Outbox, row: Round, now: datetime) -> bool:
        if line.kind == PostKind.PROMPT:
            return await self._prompt_timely(session, line, row, now)
        if line.kind == PostKind.REMINDER:
            return await reminder_timely(session, line, row, now)
        if line.kind == PostKind.EXTENDED and row.state != RoundState.OPEN:
            line.state = PostState.MISSED  # Nobody is helped by a round that stood open once.
            return False
        return True

    async def _prompt_timely(
        self, session: AsyncSession, line: Outbox, row: Round, now: datetime
    ) -> bool:
        group = await session.get_one(Group, line.group_id)
        slot = slot_of(group, line)
        decision = decide(slot, now, group.zone)
        if row.state != RoundState.OPEN or decision.verdict is Verdict.MISSED:
            await self._give_up(session, line, row, now)
            return False
        if decision.until is not None:
            line.state, line.due_at = PostState.DUE, decision.until
            return False
        if abs(now - row.opens_at) > ON_TIME:  # Late, or opened by a clock that was ahead.
            _restart_clock(group, row, slot, now)
        return True

    async def _give_up(
        self, session: AsyncSession, line: Outbox, row: Round, now: datetime
    ) -> None:
        line.state = PostState.MISSED
        if row.state == RoundState.OPEN and await self._sealing.voices_that_count(session, row):
            return  # It was answered, whatever became of the prompt: the round runs its course.
        if row.state != RoundState.SEALED:
            await self._sealing.shred(session, row)
            owe_missed(session, await session.get_one(Group, line.group_id), line.slot_on, now)


def _restart_clock(group: Group, row: Round, slot: Slot, now: datetime) -> None:
    following = slot_after(group, slot, now)
    row.opens_at = now
    row.closes_at = closing(now, group.days_open, following, group.zone)


def _claimable(now: datetime) -> ColumnElement[bool]:
    # No pause is longer than this one: what ends later was set by a clock that ran ahead.
    never = now + LONGEST_PAUSE + LEASE
    is_blocked, is_taken = Outbox.state == PostState.BLOCKED, Outbox.state == PostState.POSTING
    waiting = and_(or_(Outbox.state == PostState.DUE, is_blocked), Outbox.due_at <= now)
    abandoned = and_(is_taken, or_(Outbox.lease_until <= now, Outbox.lease_until > never))
    return or_(waiting, abandoned, and_(is_blocked, Outbox.due_at > never))


async def _held(session: AsyncSession, post: Post) -> Outbox | None:
    """The line, if it is still claimed by this very attempt."""
    line = await session.get(Outbox, post.id, with_for_update=True)
    ours = line and line.state == PostState.POSTING and line.attempt == post.attempt
    return line if ours else None


async def _round_of(session: AsyncSession, line: Outbox) -> Round | None:
    if line.round_id is None:
        return None
    return await session.get(Round, line.round_id, with_for_update=True)


async def _post(session: AsyncSession, line: Outbox, *, uncertain: bool) -> Post:
    group = await session.get_one(Group, line.group_id)
    row = await _round_of(session, line)
    prompts = select(Outbox.message_id).where(
        Outbox.round_id == line.round_id, Outbox.kind == PostKind.PROMPT
    )
    return Post(
        id=line.id,
        kind=PostKind(line.kind),
        channel_id=line.channel_id,
        slot=slot_of(group, line),
        attempt=line.attempt,
        uncertain=uncertain,
        round=round_card(row) if row else None,
        prompt_message_id=await session.scalar(prompts) if row else None,
        reminder_role_id=group.reminder_role_id,
    )
