"""What the rotation asks about a group, asked once for many groups.

When thousands are due in the same minute, a dozen questions about each are what takes the time.
A transaction that has gathered answers them from here; any other asks the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from bot.services.values import RoundState
from db.models import DeckEntry, LeftOut, OwnPrompt, Round, Swap

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from db.models import Group

GATHERED = "gathered"
OWNERS: dict[type[Any], Any] = {
    DeckEntry: DeckEntry.group_id,
    LeftOut: LeftOut.group_id,
    Swap: Swap.group_id,
    OwnPrompt: OwnPrompt.guild_id,
}
"""The tables an admin's wishes stand in, and whose they are: a group's, or a server's."""

Table = TypeVar("Table", DeckEntry, LeftOut, Swap, OwnPrompt)


@dataclass(frozen=True, slots=True)
class Asked:
    """A round so far: which prompt it asked, its local date, and until when it is open."""

    key: str
    on: date
    open_until: datetime | None


async def gather(session: AsyncSession, groups: Sequence[Group]) -> None:
    """Read everything about these groups; they should be locked, so that it stays true."""
    ids, guilds = {group.id for group in groups}, {group.guild_id for group in groups}
    known: dict[tuple[type[Any], int], list[Any]] = {(Round, each): [] for each in ids}
    for table, owner in OWNERS.items():
        owners = guilds if table is OwnPrompt else ids
        known |= {(table, each): [] for each in owners}
        found = select(table).where(owner.in_(owners)).order_by(*table.__mapper__.primary_key)
        for row in await session.scalars(found):
            known[table, getattr(row, owner.key)].append(row)
    for group_id, asked in await _rounds(session, ids):
        known[Round, group_id].append(asked)
    session.info[GATHERED] = known


async def rows_of(session: AsyncSession, table: type[Table], owner: int) -> list[Table]:
    """A group's rows of a table, or a server's, in the order of their keys."""
    known = session.info.get(GATHERED, {}).get((table, owner))
    if known is not None:
        return list(known)
    found = select(table).where(OWNERS[table] == owner).order_by(*table.__mapper__.primary_key)
    return list(await session.scalars(found))


async def rounds_of(session: AsyncSession, group_id: int) -> list[Asked]:
    """The group's rounds so far, eldest first."""
    known = session.info.get(GATHERED, {}).get((Round, group_id))
    if known is not None:
        return list(known)
    return [asked for _, asked in await _rounds(session, {group_id})]


def now_asked(session: AsyncSession, row: Round) -> None:
    """A round was opened in this transaction."""
    known = session.info.get(GATHERED, {}).get((Round, row.group_id))
    if known is not None:
        known.append(Asked(row.prompt_key, row.slot_on, row.closes_at))


async def _rounds(session: AsyncSession, group_ids: set[int]) -> list[tuple[int, Asked]]:
    columns = (Round.group_id, Round.prompt_key, Round.slot_on, Round.closes_at, Round.state)
    found = select(*columns).where(Round.group_id.in_(group_ids)).order_by(Round.id)
    return [
        (group_id, Asked(key, on, closes_at if state == RoundState.OPEN else None))
        for group_id, key, on, closes_at, state in await session.execute(found)
    ]
