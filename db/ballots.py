"""Roll and box, rewritten whole and in random order at every change.

The order in which SQLite lays rows into a page is the order in which they came, and it stays
readable. So no row is ever added at the end: all rows of the round are read, deleted, shuffled and
written again in one batch. Whoever does that holds the round: two at once would
write back what the other one had changed.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sqlalchemy import delete, func, insert, select

from db.models import Box, Roll

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.ext.asyncio import AsyncSession


Line = TypeVar("Line")


class RollLine(NamedTuple):
    """One who has answered: a keyed tag, and whether they held the facilitator role."""

    tag: bytes
    facilitator: bool


class BoxLine(NamedTuple):
    """One ballot as stored: an opaque id and an encrypted body."""

    id: bytes
    body: bytes


async def is_on_roll(session: AsyncSession, round_id: int, tag: bytes) -> bool:
    found = select(Roll.tag).where(Roll.round_id == round_id, Roll.tag == tag)
    return await session.scalar(found) is not None


async def is_in_box(session: AsyncSession, round_id: int, ballot_id: bytes) -> bool:
    found = select(Box.id).where(Box.round_id == round_id, Box.id == ballot_id)
    return await session.scalar(found) is not None


async def roll_of(session: AsyncSession, round_id: int) -> list[RollLine]:
    rows = await session.execute(
        select(Roll.tag, Roll.facilitator).where(Roll.round_id == round_id)
    )
    return [RollLine(*row) for row in rows]


async def facilitators_on_roll(session: AsyncSession, round_id: int) -> int:
    count = select(func.count()).where(Roll.round_id == round_id, Roll.facilitator)
    return await session.scalar(count) or 0


async def box_of(session: AsyncSession, round_id: int) -> list[BoxLine]:
    rows = await session.execute(select(Box.id, Box.body).where(Box.round_id == round_id))
    return [BoxLine(*row) for row in rows]


async def rewrite_roll(session: AsyncSession, round_id: int, lines: Iterable[RollLine]) -> None:
    """Replace the round's roll by ``lines``, in random order."""
    await session.execute(delete(Roll).where(Roll.round_id == round_id))
    rows = [{"round_id": round_id, **line._asdict()} for line in _shuffled(lines)]
    if rows:
        await session.execute(insert(Roll), rows)


async def rewrite_box(session: AsyncSession, round_id: int, lines: Iterable[BoxLine]) -> None:
    """Replace the round's box by ``lines``, in random order."""
    await session.execute(delete(Box).where(Box.round_id == round_id))
    rows = [{"round_id": round_id, **line._asdict()} for line in _shuffled(lines)]
    if rows:
        await session.execute(insert(Box), rows)


def _shuffled(lines: Iterable[Line]) -> list[Line]:
    order = list(lines)
    secrets.SystemRandom().shuffle(order)
    return order
