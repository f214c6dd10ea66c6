"""Scheduled messages, each sent once: claimed for a while, fenced by its attempt, recorded.

Crashing between sending and recording leaves a claim that runs out. Whoever takes it over is told
that it is uncertain and looks into the channel before sending; until that look has succeeded the
post stays uncertain, whatever else happens. The nonce stays the same.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.rotation.due import Verdict, closing, decide
from bot.services.cards import slot_after, slot_of
from bot.services.claimed import posts_of
from bot.services.lines import LEASE, LONGEST_PAUSE, claimable, hand_over, held, round_of
from bot.services.outbox import owe_missed
from bot.services.reminding import reminder_timely, unshared_timely
from bot.services.turns import own_first
from bot.services.values import PostKind, PostState, RoundState
from bot.shards import EVERYTHING
from db.models import Group, Outbox, Round

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.rotation.recurrence import Slot
    from bot.services.hearing import Hearing
    from bot.services.sealing import Sealing
    from bot.services.store import Store
    from bot.services.values import Post
    from bot.shards import Share

TRY_AGAIN = timedelta(seconds=30)
TRY_BLOCKED = timedelta(minutes=10)
ON_TIME = timedelta(minutes=10)


class Posts:
    """The outbox, from claim to record."""

    def __init__(self, store: Store, sealing: Sealing, hearing: Hearing) -> None:
        self._store = store
        self._sealing = sealing
        self._hearing = hearing

    async def due(self, now: datetime, share: Share = EVERYTHING) -> list[int]:
        """The messages to send: of this share first, longest due first."""
        found = select(Outbox.id).join(Group, Group.id == Outbox.group_id).where(claimable(now))
        found = found.order_by(*own_first(share, Group.guild_id), Outbox.due_at)
        async with self._store.read() as session:
            return list(await session.scalars(found))

    async def claim(self, post_id: int, now: datetime) -> Post | None:
        """Take a message for two minutes; None if someone else was faster."""
        return next(iter(await self.claim_all([post_id], now)), None)

    async def claim_all(self, post_ids: Sequence[int], now: datetime) -> list[Post]:
        """Take several messages for two minutes, those that nobody else was faster to take."""
        found = select(Outbox).where(Outbox.id.in_(post_ids), claimable(now))
        async with self._store.write() as session:
            locked = found.order_by(Outbox.due_at).with_for_update(skip_locked=True)
            lines = list(await session.scalars(locked))
            uncertain = {line.id for line in lines if line.state == PostState.POSTING}
            for line in lines:
                line.state, line.lease_until = PostState.POSTING, now + LEASE
                line.attempt += 1
            return await posts_of(session, lines, uncertain)

    async def ready(self, post: Post, now: datetime) -> Post | None:
        """The last look before sending: still ours, still in time, and still true.

        A prompt that comes late keeps its open duration; one that would come too late, or at
        night, is put off or given up here. None means: do not send.
        """
        async with self._store.write() as session:
            line = await held(session, post)
            if line is None:
                return None
            if line.kind != post.kind:
                hand_over(line, None)
                return None
            row = await round_of(session, line)
            if row is None or await self._timely(session, line, row, now):
                line.lease_until = now + LEASE
                (ready,) = await posts_of(session, [line])
                heard = await self._hearing.of(session, row, post.kind) if row else None
                return replace(ready, heard=heard)
            line.lease_until = None
        if row.state == RoundState.UNREAD:
            await self._sealing.destroy_old_keys(row.key_name)
        return None

    async def posted(self, post: Post, message_id: int | None) -> bool:
        """Record the message. False if someone else has taken the post over meanwhile."""
        async with self._store.write() as session:
            line = await held(session, post)
            if line is None:
                return False
            if line.kind != post.kind:
                hand_over(line, message_id)
                return False
            line.state, line.message_id, line.lease_until = PostState.POSTED, message_id, None
            return True

    async def keep(self, post: Post, message_id: int) -> bool:
        """Remember where a card stands before anything is done with it.

        False if someone else has taken the post over; where the card was taken back meanwhile,
        this message is now to be taken down.
        """
        async with self._store.write() as session:
            line = await session.get_one(Outbox, post.id, with_for_update=True)
            ours = line.state == PostState.POSTING and line.attempt == post.attempt
            if line.kind != post.kind and line.kind == PostKind.TAKEN:
                hand_over(line, message_id, stop=ours or line.state != PostState.POSTING)
                return False
            if ours:
                line.message_id = message_id
            return ours

    async def taken_down(self, post: Post, message_id: int | None) -> None:
        """Record that a card is gone: taken back, or deleted by somebody's hand.

        If another copy came up meanwhile, that one is to be taken down next.
        """
        async with self._store.write() as session:
            line = await held(session, post)
            if line is None:
                return
            line.kind, line.lease_until = PostKind.TAKEN, None
            another = line.message_id not in (None, message_id)
            line.state = PostState.DUE if another else PostState.POSTED
            if not another:
                line.message_id = None

    async def failed(self, post: Post, now: datetime, *, blocked: bool) -> None:
        """Put a message that Discord refused back into the queue, to be tried ever more rarely.

        ``blocked`` is for a channel that is gone or closed to the bot; it resumes by itself. A
        post that was uncertain stays so: a refused look says nothing about the message.
        """
        async with self._store.write() as session:
            line = await held(session, post)
            if line is None:
                return
            pause = TRY_BLOCKED if blocked else TRY_AGAIN
            again = now + min(pause * 2 ** min(line.attempt - 1, 10), LONGEST_PAUSE)
            if post.uncertain:
                line.lease_until = again
                return
            line.state = PostState.BLOCKED if blocked else PostState.DUE
            line.due_at, line.lease_until = again, None

    async def release(self, post: Post, now: datetime) -> None:
        """Let go of a message whose sending was cut short: whoever takes it looks for it first."""
        async with self._store.write() as session:
            line = await held(session, post)
            if line is not None:
                line.lease_until = now

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
        if line.kind == PostKind.UNSHARED:
            return await unshared_timely(session, line, row, now)
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
