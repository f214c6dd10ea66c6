"""What happens to roll and box when a round ends.

Sealed: every live ballot gets a new id, a new key and a new place; roll and old keys are
destroyed, so that nothing kept from before joins what is kept after. Unread: with fewer than k
voices the texts are shredded and nobody has seen one.

The order makes a crash harmless at any point. The new key is on disk before the transaction
commits, the old keys die only after it, and ``recover`` and ``mend`` finish or undo the rest. The
new key has a name of its own, which the commit writes into the round: whoever sleeps in the middle
and is overtaken by another process can neither replace the other's key nor be believed.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.ballot.envelope import Ballot, Mark, close
from bot.ballot.keys import OPEN_KEYS, Key, Use, next_name
from bot.errors import KeysMissing
from bot.services.cards import round_card
from bot.services.mending import Mending
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

    from bot.ballot.keys import Keys
    from bot.services.store import Store


class Sealing:
    """Seals, shreds, and mends what a crash left between files and database."""

    def __init__(self, store: Store, keys: Keys) -> None:
        self._store = store
        self._keys = keys
        self._mending = Mending(store, keys)

    async def voices_that_count(self, session: AsyncSession, row: Round) -> int:
        """Live ballots less those of people who held the facilitator role."""
        live = await self._live(session, row)
        return len(live) - await ballots.facilitators_on_roll(session, row.id)

    async def seal(self, session: AsyncSession, row: Round, now: datetime) -> None:
        """Re-encrypt the live ballots and forget the roll, inside the caller's transaction.

        The caller calls ``destroy_old_keys`` once the transaction has committed.
        """
        self._mending.expect()
        live = await self._live(session, row)
        name = next_name(row.key_name)
        key = await asyncio.to_thread(self._keys.create, name, Use.SEALED)
        lines = [
            BoxLine(ballot.sealed_id, close(key, row.id, ballot.sealed_id, _without_id(ballot)))
            for ballot in live
        ]
        await ballots.rewrite_roll(session, row.id, [])
        await ballots.rewrite_box(session, row.id, lines)
        counts = asked(round_card(row).prompt, [ballot.answer for ballot in live])
        session.add(Summary(round_id=row.id, counts=counts.as_dict(), look_at=now))
        row.state, row.voices, row.key_name = RoundState.SEALED, len(live), name
        group = await session.get_one(Group, row.group_id)
        kept = now + timedelta(days=row.retention_days)
        row.keep_until, row.sweep_at = night_after(kept, group.zone), night_after(now, group.zone)

    async def shred(self, session: AsyncSession, row: Round) -> None:
        """Empty roll and box unread; the keys follow when the transaction has committed."""
        self._mending.expect()
        await ballots.rewrite_roll(session, row.id, [])
        await ballots.rewrite_box(session, row.id, [])
        row.state = RoundState.UNREAD

    async def destroy_old_keys(self, opened_under: str) -> None:
        """After the commit: roll and old envelopes become unreadable wherever copies lie.

        ``opened_under``: the key name that the round had while it was open.
        """
        self._mending.expect()
        await asyncio.to_thread(self._keys.destroy, opened_under, *OPEN_KEYS)

    async def recover(self) -> None:
        """At start, also beside a bot that runs: finish or undo every seal that a crash cut short.

        Raises KeysMissing when an open round has lost its keys.
        """
        await asyncio.to_thread(self._keys.sweep)
        await self.require_keys()
        await self._mending.mend_all()

    async def mend(self, now: datetime) -> None:
        """Destroy keys that outlived their rounds, or the seal they were made for."""
        await self._mending.mend(now)

    async def require_keys(self) -> None:
        """Raises KeysMissing when an open round has lost its keys; changes nothing.

        Not for a group that is being forgotten: there the keys die before the rows.
        """
        lacking = await self._lacking_keys()
        # Another process may have sealed one between the look at the rows and that at the keys.
        if lacking and lacking & await self._lacking_keys():
            raise KeysMissing

    async def _lacking_keys(self) -> set[str]:
        kept = (Round.state == RoundState.OPEN) & Group.forget_at.is_(None)
        found = select(Round.key_name).join(Group, Group.id == Round.group_id).where(kept)
        async with self._store.read() as session:
            names = set(await session.scalars(found))
        there = await asyncio.to_thread(self._keys.kept)
        return {name for name in names if not {Key(name, use) for use in OPEN_KEYS} <= there}

    async def _live(self, session: AsyncSession, row: Round) -> list[Ballot]:
        papers = await read_box(session, row, self._keys)
        return [ballot for ballot in papers.values() if ballot.mark is Mark.LIVE]


def _without_id(ballot: Ballot) -> Ballot:
    # After the seal the id is the row's own; a second copy inside would serve nobody.
    return Ballot(ballot.answer, b"", ballot.mark)
