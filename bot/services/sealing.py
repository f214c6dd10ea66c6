"""What happens to roll and box when a round ends.

Sealed: every live ballot gets a new id, a new key and a new place; roll and old keys are
destroyed, so that nothing kept from before joins what is kept after. Unread: with fewer than k
voices the texts are shredded and nobody has seen one.

The order makes a crash harmless at any point. The new key is on disk before the transaction
commits, the old keys die only after it, and ``recover`` finishes or undoes the rest.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from bot.ballot.envelope import Ballot, Mark, close
from bot.ballot.keystore import Use
from bot.errors import KeysMissing
from bot.services.cards import round_card
from bot.services.nights import night_after
from bot.services.papers import read_box
from bot.services.values import RoundState
from bot.themes.asked import asked
from db import ballots
from db.ballots import BoxLine
from db.models import Group, Round, Summary

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.ballot.keystore import KeyStore
    from bot.services.store import Store

OPEN_KEYS = (Use.ROLL, Use.TEXT)


class Sealing:
    """Seals, shreds, and mends what a crash left between files and database."""

    def __init__(self, store: Store, keys: KeyStore) -> None:
        self._store = store
        self._keys = keys

    async def voices_that_count(self, session: AsyncSession, row: Round) -> int:
        """Live ballots less those of people who held the facilitator role."""
        live = await self._live(session, row)
        return len(live) - await ballots.facilitators_on_roll(session, row.id)

    async def seal(self, session: AsyncSession, row: Round, now: datetime) -> None:
        """Re-encrypt the live ballots and forget the roll, inside the caller's transaction.

        The caller calls ``destroy_old_keys`` once the transaction has committed.
        """
        live = await self._live(session, row)
        key = await asyncio.to_thread(self._keys.create, row.key_name, Use.SEALED)
        lines = [
            BoxLine(ballot.sealed_id, close(key, row.id, ballot.sealed_id, _without_id(ballot)))
            for ballot in live
        ]
        await ballots.rewrite_roll(session, row.id, [])
        await ballots.rewrite_box(session, row.id, lines)
        counts = asked(round_card(row).prompt, [ballot.answer for ballot in live])
        session.add(Summary(round_id=row.id, counts=counts.as_dict()))
        row.state, row.voices = RoundState.SEALED, len(live)
        group = await session.get_one(Group, row.group_id)
        kept = now + timedelta(days=group.retention_days)
        row.keep_until, row.sweep_at = night_after(kept, group.zone), night_after(now, group.zone)

    async def shred(self, session: AsyncSession, row: Round) -> None:
        """Empty roll and box unread; the keys follow when the transaction has committed."""
        await ballots.rewrite_roll(session, row.id, [])
        await ballots.rewrite_box(session, row.id, [])
        row.state = RoundState.UNREAD

    async def destroy_old_keys(self, key_name: str) -> None:
        """After the commit: roll and old envelopes become unreadable wherever copies lie."""
        await asyncio.to_thread(self._keys.destroy, key_name, *OPEN_KEYS)

    async def recover(self) -> None:
        """At start: finish or undo every seal that a crash interrupted.

        Raises KeysMissing when an open round has lost its keys.
        """
        await asyncio.to_thread(self._keys.sweep)
        unfinished = self._keys.names(Use.ROLL) | self._keys.names(Use.TEXT)
        concerned = or_(Round.state == RoundState.OPEN, Round.key_name.in_(unfinished))
        async with self._store.write() as session:
            found = select(Round, Group.forget_at).join(Group, Group.id == Round.group_id)
            for row, forget_at in await session.execute(
                found.where(concerned).with_for_update(of=Round)
            ):
                await asyncio.to_thread(self._mend, row.key_name, RoundState(row.state))
                if forget_at is None:  # Forgetting destroys the keys before the rows.
                    self._require_keys(row)

    def _require_keys(self, row: Round) -> None:
        missing = not all(self._keys.has(row.key_name, use) for use in OPEN_KEYS)
        if row.state == RoundState.OPEN and missing:
            raise KeysMissing

    def _mend(self, name: str, state: RoundState) -> None:
        if state is RoundState.OPEN:
            self._keys.destroy(name, Use.SEALED)
        elif state is RoundState.SEALED:
            self._keys.destroy(name, *OPEN_KEYS)
        else:
            # The last file to go is one that ``recover`` would find again.
            self._keys.destroy(name, Use.SEALED, *OPEN_KEYS)

    async def _live(self, session: AsyncSession, row: Round) -> list[Ballot]:
        papers = await read_box(session, row, self._keys)
        return [ballot for ballot in papers.values() if ballot.mark is Mark.LIVE]


def _without_id(ballot: Ballot) -> Ballot:
    # After the seal the id is the row's own; a second copy inside would serve nobody.
    return Ballot(ballot.answer, b"", ballot.mark)
