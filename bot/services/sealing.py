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

from sqlalchemy import select

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
        session.add(Summary(round_id=row.id, counts=counts.as_dict(), look_at=now))
        row.state, row.voices = RoundState.SEALED, len(live)
        group = await session.get_one(Group, row.group_id)
        kept = now + timedelta(days=row.retention_days)
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

        Only for the one that is to serve: beside a running bot it would get in its way. Raises
        KeysMissing when an open round has lost its keys.
        """
        await asyncio.to_thread(self._keys.sweep)
        await self.require_keys()
        is_open = Round.state == RoundState.OPEN
        async with self._store.write() as session:
            for row in await session.scalars(select(Round).where(is_open).with_for_update()):
                await asyncio.to_thread(self._keys.destroy, row.key_name, Use.SEALED)
        await self.mend()

    async def mend(self) -> None:
        """Destroy open rounds' keys that outlived their rounds, whatever kept them alive."""
        left = self._keys.names(Use.ROLL) | self._keys.names(Use.TEXT)
        over = Round.key_name.in_(left) & (Round.state != RoundState.OPEN)
        async with self._store.read() as session:
            found = (await session.execute(select(Round.key_name, Round.state).where(over))).all()
        for name, state in found:
            # What still leads back here goes last.
            uses = OPEN_KEYS if state == RoundState.SEALED else (Use.SEALED, *OPEN_KEYS)
            await asyncio.to_thread(self._keys.destroy, name, *uses)

    async def require_keys(self) -> None:
        """Raises KeysMissing when an open round has lost its keys; changes nothing.

        Not for a group that is being forgotten: there the keys die before the rows.
        """
        kept = (Round.state == RoundState.OPEN) & Group.forget_at.is_(None)
        found = select(Round.key_name).join(Group, Group.id == Round.group_id).where(kept)
        async with self._store.read() as session:
            for name in await session.scalars(found):
                if not all(self._keys.has(name, use) for use in OPEN_KEYS):
                    raise KeysMissing

    async def _live(self, session: AsyncSession, row: Round) -> list[Ballot]:
        papers = await read_box(session, row, self._keys)
        return [ballot for ballot in papers.values() if ballot.mark is Mark.LIVE]


def _without_id(ballot: Ballot) -> Ballot:
    # After the seal the id is the row's own; a second copy inside would serve nobody.
    return Ballot(ballot.answer, b"", ballot.mark)
