"""A line of the outbox as its senders meet it: when it can be claimed, and what it asks of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_

from bot.services.values import Post, PostState
from db.ballots import locked_round
from db.models import Outbox, Round

if TYPE_CHECKING:
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


def hand_over(line: Outbox, message_id: int | None, *, stop: bool = True) -> None:
    """A card was taken back while it was being sent: let whoever takes it down begin at once.

    ``stop``: nobody is at it just now.
    """
    line.message_id = message_id or line.message_id
    if stop:
        line.state, line.lease_until = PostState.DUE, None


async def round_of(session: AsyncSession, line: Outbox) -> Round | None:
    if line.round_id is None:
        return None
    return await locked_round(session, line.round_id)
