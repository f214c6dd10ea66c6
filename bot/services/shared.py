"""The one line of the outbox that stands for a round's shared card, in whichever state it is.

Shared and taken back are two kinds of the same line, so that there is never a card without a line
that knows it, and never two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.services.values import PostKind, PostState
from db.models import Outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from db.models import Round

CARD = (PostKind.HEARD, PostKind.TAKEN)


async def card_line(session: AsyncSession, row: Round) -> Outbox | None:
    """The line of a round's card; None if it was never shared."""
    found = select(Outbox).where(Outbox.round_id == row.id, Outbox.kind.in_(CARD))
    return await session.scalar(found)


async def hold_card(session: AsyncSession, round_id: int) -> None:
    """Hold the line for whoever means to change it: before its round, as its sender does."""
    found = select(Outbox).where(Outbox.round_id == round_id, Outbox.kind.in_(CARD))
    await session.scalar(found.with_for_update().execution_options(populate_existing=True))


async def is_shared(session: AsyncSession, row: Round) -> bool:
    """Whether the group sees the card, or is about to."""
    line = await card_line(session, row)
    return line is not None and line.kind == PostKind.HEARD


async def bring_up_to_date(session: AsyncSession, row: Round, now: datetime) -> None:
    """Words have left the box: have the card say only what is left.

    Whoever is sending it this very moment read the box before and is fenced off; what they sent is
    found again, and then brought up to date as well.
    """
    line = await card_line(session, row)
    if line is None or line.kind != PostKind.HEARD:
        return
    if line.state == PostState.POSTING:
        line.attempt += 1
    elif line.state == PostState.POSTED:
        line.state, line.due_at = PostState.DUE, now
