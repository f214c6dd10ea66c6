"""The nightly sweep: what was withdrawn or removed leaves, and what is over is destroyed.

Keys die before their rows: should the machine stop in between, what remains can't be read and the
next sweep finds it again. Each destruction leaves a line in the record of erasures.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select

from bot.ballot.envelope import Ballot, Mark, close
from bot.ballot.keystore import Use
from bot.services.papers import read_box
from bot.services.values import RoundState
from db import ballots
from db.ballots import BoxLine
from db.models import (
    AllowedWord,
    Audit,
    Box,
    DeckEntry,
    Erasure,
    Group,
    LeftOut,
    Outbox,
    OwnPrompt,
    Roll,
    Round,
    Summary,
    Swap,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.ballot.keystore import KeyStore
    from bot.services.store import Store

LEAVING = {Mark.WITHDRAWING: Mark.WITHDRAWN, Mark.REMOVING: Mark.REMOVED}


class Sweeping:
    """Rounds to sweep, texts no longer kept, groups to forget."""

    def __init__(self, store: Store, keys: KeyStore) -> None:
        self._store = store
        self._keys = keys

    async def rounds_due(self, now: datetime) -> list[int]:
        """The rounds with something to sweep or to destroy."""
        sweep = Round.sweep_at <= now
        over = (Round.state == RoundState.SEALED) & (Round.keep_until <= now)
        async with self._store.read() as session:
            return list(await session.scalars(select(Round.id).where(or_(sweep, over))))

    async def sweep(self, round_id: int, now: datetime) -> None:
        """Empty what is leaving; or, past retention, destroy the round's last key and its box."""
        async with self._store.write() as session:
            row = await ballots.locked_round(session, round_id)
            if row is None:
                return
            row.sweep_at = None
            if row.state != RoundState.SEALED:
                return
            if row.keep_until is not None and row.keep_until <= now:
                await self._destroy_texts(session, row, now)
            elif self._keys.has(row.key_name, Use.SEALED):  # Without it nothing can be read at all.
                await self._empty_leaving(session, row)

    async def compact(self) -> None:
        """After a night's sweep: rewrite the files, so that nothing of what left remains."""
        await self._store.compact()

    async def record(self) -> list[Erasure]:
        """What was destroyed for good, eldest first."""
        async with self._store.read() as session:
            return list(await session.scalars(select(Erasure).order_by(Erasure.id)))

    async def groups_due(self, now: datetime) -> list[int]:
        """The groups whose days of grace are over."""
        async with self._store.read() as session:
            return list(await session.scalars(select(Group.id).where(Group.forget_at <= now)))

    async def forget(self, group_id: int, now: datetime) -> None:
        """Destroy everything of a group: keys, ballots, rounds, settings; only the record stays."""
        async with self._store.write() as session:
            group = await session.get(Group, group_id, with_for_update=True)
            if group is None or group.forget_at is None or group.forget_at > now:
                return
            rows = (await session.scalars(select(Round).where(Round.group_id == group_id))).all()
            for row in rows:
                await asyncio.to_thread(self._keys.destroy, row.key_name, *Use)
            await _delete_group(session, group_id, [row.id for row in rows])
            await _delete_own_prompts(session, group.guild_id)
            _record(session, group.guild_id, group_id, "a whole group", len(rows), now)

    async def _empty_leaving(self, session: AsyncSession, row: Round) -> None:
        key = self._keys.read(row.key_name, Use.SEALED)
        papers = await read_box(session, row, self._keys)
        left = {each: _left(ballot) for each, ballot in papers.items()}
        if left != papers:
            lines = [BoxLine(n, close(key, row.id, n, ballot)) for n, ballot in left.items()]
            await ballots.rewrite_box(session, row.id, lines)

    async def _destroy_texts(self, session: AsyncSession, row: Round, now: datetime) -> None:
        await asyncio.to_thread(self._keys.destroy, row.key_name, Use.SEALED)
        await ballots.rewrite_box(session, row.id, [])
        summary = await session.get_one(Summary, row.id)
        summary.findings = summary.look_at = None
        row.state = RoundState.COUNTED
        _record(session, row.guild_id, row.group_id, "the texts of a round", 1, now)


def _left(ballot: Ballot) -> Ballot:
    return ballot.emptied(LEAVING[ballot.mark]) if ballot.mark in LEAVING else ballot


async def _delete_group(session: AsyncSession, group_id: int, round_ids: list[int]) -> None:
    for table in (Roll, Box, Summary):
        await session.execute(delete(table).where(table.round_id.in_(round_ids)))
    for other in (Outbox, Audit, LeftOut, Swap, DeckEntry, AllowedWord):
        await session.execute(delete(other).where(other.group_id == group_id))
    await session.execute(delete(Round).where(Round.group_id == group_id))
    await session.execute(delete(Group).where(Group.id == group_id))


async def _delete_own_prompts(session: AsyncSession, guild_id: int) -> None:
    """With a server's last group its own prompts have nobody left to ask."""
    if await session.scalar(select(Group.id).where(Group.guild_id == guild_id)) is None:
        await session.execute(delete(OwnPrompt).where(OwnPrompt.guild_id == guild_id))


def _record(
    session: AsyncSession, guild_id: int, group_id: int, what: str, rounds: int, now: datetime
) -> None:
    line = Erasure(guild_id=guild_id, group_id=group_id, at=now, what=what, rounds=rounds)
    session.add(line)
