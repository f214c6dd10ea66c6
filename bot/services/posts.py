"""Scheduled messages, each sent once: claimed for a while, fenced by its attempt, recorded.

Crashing between sending and recording leaves a claim that runs out. Whoever takes it over is told
that it is uncertain and looks into the channel before sending. The nonce stays the same.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from bot.rotation.due import Verdict, closing, decide
from bot.services.cards import recurrence_of, round_card
from bot.services.outbox import owe_missed
from bot.services.values import Post, PostKind, PostState
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
LONGEST_PAUSE = timedelta(hours=12)
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
        """The last look before sending: still ours, and still in time.

        A prompt that comes late keeps its open duration; one that would come too late, or at
        night, is put off or given up here. None means: do not send.
        """
        async with self._store.write() as session:
            line = await session.get(Outbox, post.id, with_for_update=True)
            if line is None or not _ours(line, post):
                return None
            if post.kind is PostKind.PROMPT and not await self._in_time(session, line, now):
                return None
            line.lease_until = now + LEASE
            return await _post(session, line, uncertain=False)

    async def posted(self, post: Post, message_id: int | None) -> bool:
        """Record the message. False if someone else has taken the post over meanwhile."""
        async with self._store.write() as session:
            line = await session.get(Outbox, post.id, with_for_update=True)
            if line is None or not _ours(line, post):
                return False
            line.state, line.message_id, line.lease_until = PostState.POSTED, message_id, None
            return True

    async def failed(self, post: Post, now: datetime, *, blocked: bool) -> None:
        """Put a message that Discord certainly did not take back into the queue.

        ``blocked`` is for a channel that is gone or closed to the bot; it is tried ever more
        rarely, and resumes by itself.
        """
        async with self._store.write() as session:
            line = await session.get(Outbox, post.id, with_for_update=True)
            if line is None or not _ours(line, post):
                return
            line.state = PostState.BLOCKED if blocked else PostState.DUE
            pause = TRY_BLOCKED if blocked else TRY_AGAIN
            line.due_at = now + min(pause * 2 ** min(line.attempt - 1, 10), LONGEST_PAUSE)
            line.lease_until = None

    async def _in_time(self, session: AsyncSession, line: Outbox, now: datetime) -> bool:
        group = await session.get_one(Group, line.group_id)
        row = await session.get_one(Round, line.round_id)
        slot = recurrence_of(group).on(line.slot_on)
        decision = decide(slot, now, group.zone)
        if decision.verdict is Verdict.POST:
            if now - row.opens_at > ON_TIME:
                _restart_clock(group, row, slot, now)
            return True
        line.lease_until = None
        if decision.verdict is Verdict.WAIT and decision.until is not None:
            line.state, line.due_at = PostState.DUE, decision.until
        else:
            line.state = PostState.MISSED
            await self._sealing.shred(session, row)  # Never posted, so never answered.
            owe_missed(session, group, line.slot_on, now)
        return False


def _restart_clock(group: Group, row: Round, slot: Slot, now: datetime) -> None:
    following = recurrence_of(group).next_after(slot.at)
    row.opens_at = now
    row.closes_at = closing(now, group.days_open, following, group.zone)


def _claimable(now: datetime) -> ColumnElement[bool]:
    waiting = and_(Outbox.state.in_((PostState.DUE, PostState.BLOCKED)), Outbox.due_at <= now)
    abandoned = and_(Outbox.state == PostState.POSTING, Outbox.lease_until <= now)
    return or_(waiting, abandoned)


def _ours(line: Outbox, post: Post) -> bool:
    return line.state == PostState.POSTING and line.attempt == post.attempt


async def _post(session: AsyncSession, line: Outbox, *, uncertain: bool) -> Post:
    group = await session.get_one(Group, line.group_id)
    row = await session.get(Round, line.round_id) if line.round_id else None
    prompts = select(Outbox.message_id).where(
        Outbox.round_id == line.round_id, Outbox.kind == PostKind.PROMPT
    )
    return Post(
        id=line.id,
        kind=PostKind(line.kind),
        channel_id=line.channel_id,
        slot=recurrence_of(group).on(line.slot_on),
        attempt=line.attempt,
        uncertain=uncertain,
        round=round_card(row) if row else None,
        prompt_message_id=await session.scalar(prompts) if row else None,
    )
