"""The last look before a message is sent: whether it is still ours, in time, and true."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.rotation.due import ON_TIME, Verdict, closing, decide
from bot.services.cards import slot_after, slot_of
from bot.services.claimed import groups_of, posts_of
from bot.services.lines import LEASE, all_held, hand_over, rounds_held
from bot.services.outbox import owe_missed
from bot.services.reminding import reminder_timely, unshared_timely
from bot.services.values import PostKind, PostState, RoundState
from db.models import Group

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.rotation.recurrence import Slot
    from bot.services.hearing import Hearing
    from bot.services.sealing import Sealing
    from bot.services.store import Store
    from bot.services.values import Post
    from db.models import Outbox, Round


class LastLook:
    """Looks at messages that are about to be sent, as many as there are, in one transaction."""

    def __init__(self, store: Store, sealing: Sealing, hearing: Hearing) -> None:
        self._store = store
        self._sealing = sealing
        self._hearing = hearing

    async def at(self, asked: Sequence[tuple[Post, datetime]]) -> list[Post | None]:
        """Each as it is to be sent at its instant; None for what is not to be sent."""
        async with self._store.write() as session:
            lines = await all_held(session, [post for post, _ in asked])
            rounds = await rounds_held(session, lines.values())
            groups = await groups_of(session, lines.values())
            timely = [
                line
                for post, now in asked
                if (line := lines.get(post.id))
                and await self._is_timely(session, line, rounds.get(line.round_id), post, now)
            ]
            posts = await posts_of(session, timely, groups, rounds)
            ready = {post.id: await self._told(session, post, rounds) for post in posts}
        for line in lines.values():
            row = rounds.get(line.round_id)
            if line.id not in ready and row is not None and row.state == RoundState.UNREAD:
                await self._sealing.destroy_old_keys(row.key_name)
        return [ready.get(post.id) for post, _ in asked]

    async def _told(
        self, session: AsyncSession, post: Post, rounds: dict[int | None, Round]
    ) -> Post:
        """With what the group hears of its round, where the message is to say it."""
        if post.round is None:
            return post
        return replace(
            post, heard=await self._hearing.of(session, rounds[post.round.id], post.kind)
        )

    async def _is_timely(
        self, session: AsyncSession, line: Outbox, row: Round | None, post: Post, now: datetime
    ) -> bool:
        if line.kind != post.kind:
            hand_over(line, None)
            return False
        timely = row is None or await self._by_kind(session, line, row, now)
        line.lease_until = now + LEASE if timely else None
        return timely

    async def _by_kind(
        self, session: AsyncSession, line: Outbox, row: Round, now: datetime
    ) -> bool:
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
