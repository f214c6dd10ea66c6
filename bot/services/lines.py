"""A line of the outbox as its senders meet it: when it can be claimed, and what it asks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from bot.services.cards import round_card, slot_of
from bot.services.outbox import nonce_of
from bot.services.values import Post, PostKind, PostState
from db.ballots import locked_round
from db.models import Group, Outbox, Round

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.themes.heard import Heard


def claimable(now: datetime) -> ColumnElement[bool]:
    waiting = and_(Outbox.state.in_((PostState.DUE, PostState.BLOCKED)), Outbox.due_at <= now)
    abandoned = and_(Outbox.state == PostState.POSTING, Outbox.lease_until <= now)
    return or_(waiting, abandoned)


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


async def post_of(
    session: AsyncSession, line: Outbox, heard: Heard | None = None, *, uncertain: bool
) -> Post:
    group = await session.get_one(Group, line.group_id)
    row = await session.get(Round, line.round_id) if line.round_id is not None else None
    prompts = select(Outbox.message_id).where(
        Outbox.round_id == line.round_id, Outbox.kind == PostKind.PROMPT
    )
    return Post(
        id=line.id,
        kind=PostKind(line.kind),
        channel_id=line.channel_id,
        slot=slot_of(group, line),
        nonce=nonce_of(group, line),
        attempt=line.attempt,
        uncertain=uncertain,
        round=round_card(row) if row else None,
        prompt_message_id=await session.scalar(prompts) if row else None,
        reminder_role_id=group.reminder_role_id,
        message_id=line.message_id,
        heard=heard,
    )
