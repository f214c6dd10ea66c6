"""Scheduled messages, each sent once: claimed for a while, fenced by its attempt, recorded.

Crashing between sending and recording leaves a claim that runs out. Whoever takes it over is told
that it is uncertain and looks into the channel before sending; until that look has succeeded the
post stays uncertain, whatever else happens. The nonce stays the same.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.errors import PerhapsStored, StoreUnavailable
from bot.services.claimed import groups_of, posts_of, rounds_of
from bot.services.last_look import LastLook
from bot.services.lines import LEASE, LONGEST_PAUSE, all_held, claimable, hand_over, held
from bot.services.together import Together
from bot.services.turns import own_first
from bot.services.values import PostKind, PostState
from bot.shards import EVERYTHING
from db.models import Group, Outbox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.services.hearing import Hearing
    from bot.services.sealing import Sealing
    from bot.services.store import Store
    from bot.services.values import Post
    from bot.shards import Share

SILENT = (StoreUnavailable, PerhapsStored)
"""To ask a store again that did not answer would only keep everybody waiting."""
TRY_AGAIN = timedelta(seconds=30)
TRY_BLOCKED = timedelta(minutes=10)


class Posts:
    """The outbox, from claim to record."""

    def __init__(self, store: Store, sealing: Sealing, hearing: Hearing) -> None:
        self._store = store
        self._looking = Together(LastLook(store, sealing, hearing).at, SILENT)
        self._recording = Together(self._record, SILENT)

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
            groups, rounds = await groups_of(session, lines), await rounds_of(session, lines)
            return await posts_of(session, lines, groups, rounds, uncertain)

    async def ready(self, post: Post, now: datetime) -> Post | None:
        """The last look before sending: still ours, still in time, and still true.

        A prompt that comes late keeps its open duration; one that would come too late, or at
        night, is put off or given up here. None means: do not send.
        """
        return await self._looking.ask((post, now))

    async def posted(self, post: Post, message_id: int | None) -> bool:
        """Record the message. False if someone else has taken the post over meanwhile."""
        return await self._recording.ask((post, message_id))

    async def _record(self, sent: Sequence[tuple[Post, int | None]]) -> list[bool]:
        async with self._store.write() as session:
            lines = await all_held(session, [post for post, _ in sent])
            return [_recorded(lines.get(post.id), post, message) for post, message in sent]

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


def _recorded(line: Outbox | None, post: Post, message_id: int | None) -> bool:
    if line is None:
        return False
    if line.kind != post.kind:
        hand_over(line, message_id)
        return False
    line.state, line.message_id, line.lease_until = PostState.POSTED, message_id, None
    return True
