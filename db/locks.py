"""Who holds what against whom, in the one order that keeps two from waiting for each other.

A server's desk, then its groups, then lines of the outbox, then rounds; several of a kind by their
ids. (The summary of a round is held by whoever holds the round.) Whoever writes a line that names a
group or a round holds that group or round as well, weakly, so nothing here is held so strongly that
such a line would have to wait for it. SQLite has one writer at a time and leaves all of this out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from db.models import Group, Outbox, Round

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession


async def hold_desk(session: AsyncSession, guild_id: int) -> None:
    """What a server's admins change comes one after another, also where no row is there yet."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(guild_id)))


async def locked_group(session: AsyncSession, group_id: int) -> Group | None:
    """The group as it is now, held until the end of the transaction."""
    found = select(Group).where(Group.id == group_id).with_for_update(key_share=True)
    return await session.scalar(found.execution_options(populate_existing=True))


async def claimed_group(session: AsyncSession, group_id: int) -> Group | None:
    """The same for work that comes round again: None where somebody else is at it."""
    found = select(Group).where(Group.id == group_id)
    claim = found.with_for_update(key_share=True, skip_locked=True)
    return await session.scalar(claim.execution_options(populate_existing=True))


async def claimed_groups(session: AsyncSession, which: ColumnElement[bool]) -> list[Group]:
    """Several of them: those that nobody else is at."""
    found = select(Group).where(which).order_by(Group.id)
    claim = found.with_for_update(key_share=True, skip_locked=True)
    return list(await session.scalars(claim.execution_options(populate_existing=True)))


async def locked_groups(session: AsyncSession, which: ColumnElement[bool]) -> list[int]:
    """The ids of these groups, all of them held."""
    found = select(Group.id).where(which).order_by(Group.id).with_for_update(key_share=True)
    return list(await session.scalars(found))


async def locked_round(session: AsyncSession, round_id: int) -> Round | None:
    """The round as it is now, held against a second rewriting of its roll or box until the end."""
    found = select(Round).where(Round.id == round_id).with_for_update(key_share=True)
    return await session.scalar(found.execution_options(populate_existing=True))


async def claimed_round(session: AsyncSession, round_id: int) -> Round | None:
    """The round as it is now, for work that comes round again: None where somebody is at it."""
    found = select(Round).where(Round.id == round_id)
    claim = found.with_for_update(key_share=True, skip_locked=True)
    return await session.scalar(claim.execution_options(populate_existing=True))


async def locked_rounds(session: AsyncSession, which: ColumnElement[bool]) -> Sequence[Round]:
    """These rounds, all of them held."""
    found = select(Round).where(which).order_by(Round.id).with_for_update(key_share=True)
    return (await session.scalars(found.execution_options(populate_existing=True))).all()


async def hold_lines(session: AsyncSession, group_id: int) -> None:
    """All that a group owes to its channel, held against whoever is sending it."""
    found = select(Outbox.id).where(Outbox.group_id == group_id).order_by(Outbox.id)
    await session.execute(found.with_for_update())
