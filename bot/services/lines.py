"""A line of the outbox as its senders meet it: when it can be claimed, and what it asks of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from bot.services.values import Post, PostState
from db.locks import locked_rounds
from db.models import Outbox, Round

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

LEASE = timedelta(seconds=120)
LONGEST_PAUSE = timedelta(hours=2)  # A prompt may come 48 h late; a mended channel is seen in time.


def claimable(now: datetime) -> ColumnElement[bool]:
    # No pause is longer than this one: what ends later was set by a clock that ran ahead.
    never = now + LONGEST_PAUSE + LEASE
    is_blocked, is_taken = Outbox.state == PostState.BLOCKED, Outbox.state == PostState.POSTING
    waiting = and_(or_(Outbox.state == PostState.DUE, is_blocked), Outbox.due_at <= now)
    abandoned = and_(is_taken, or_(Outbox.lease_until <= now, Outbox.lease_until > never))
    return or_(waiting, abandoned, and_(is_blocked, Outbox.due_at > never))


async def held(session: AsyncSession, post: Post) -> Outbox | None:
    """The line, if it is still claimed by this very attempt."""
    line = await session.get(Outbox, post.id, with_for_update=True)
    ours = line and line.state == PostState.POSTING and line.attempt == post.attempt
    return line if ours else None


async def all_held(session: AsyncSession, posts: Sequence[Post]) -> dict[int, Outbox]:
    """The same of several, by their ids."""
    attempts = {post.id: post.attempt for post in posts}
    found = select(Outbox).where(Outbox.id.in_(attempts), Outbox.state == PostState.POSTING)
    rows = await session.scalars(found.order_by(Outbox.id).with_for_update())
    return {line.id: line for line in rows if line.attempt == attempts[line.id]}


def hand_over(line: Outbox, message_id: int | None, *, stop: bool = True) -> None:
    """A card was taken back while it was being sent: let whoever takes it down begin at once.

    ``stop``: nobody is at it just now.
    """
    line.message_id = message_id or line.message_id
    if stop:
        line.state, line.lease_until = PostState.DUE, None


async def rounds_held(session: AsyncSession, lines: Iterable[Outbox]) -> dict[int | None, Round]:
    """The rounds these lines speak of, by their ids."""
    ids = {line.round_id for line in lines if line.round_id is not None}
    return {row.id: row for row in await locked_rounds(session, Round.id.in_(ids))}
