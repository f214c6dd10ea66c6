"""Destroys the keys that nobody needs any more, whatever kept them alive: a crash, or a full disk.

Any process may do it at any time, beside others that seal. The keys are listed first; then the
round is held while its row is read. What was listed before and is not named there belongs to a try
that came to nothing, and its maker can no longer commit.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.ballot.keys import OPEN_KEYS, ROUND_PART, Key, Use, round_part
from bot.errors import StoreUnavailable
from bot.services.values import RoundState
from db.locks import claimed_round
from db.models import Round

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from bot.ballot.keys import Keys
    from bot.services.store import Store

    ByRound = Mapping[str, set[Key]]

AT_ONCE = 500
"""So many names fit into one statement on every database."""

AN_HOUR = timedelta(hours=1)
NAMED = func.substr(Round.key_name, 1, ROUND_PART)


class Mending:
    """Compares keys with rounds."""

    def __init__(self, store: Store, keys: Keys) -> None:
        self._store = store
        self._keys = keys
        self._sealing = False
        self._mended_at: datetime | None = None

    def expect(self) -> None:
        """A seal begins here: whatever becomes of it, the next tick looks."""
        self._sealing = True

    async def mend(self, now: datetime) -> None:
        """At a tick: what a seal left behind that did not come to its end.

        After each seal of this process and else once an hour, for another process that died: it
        mends its own when it starts again, and listing a hundred thousand files takes a second.
        """
        last = self._mended_at
        if not self._sealing and last is not None and last <= now < last + AN_HOUR:
            return
        self._sealing = False
        try:
            await self._mend()
        except BaseException:
            self._sealing = True
            raise
        self._mended_at = now

    async def mend_all(self) -> None:
        """At start: every key there is, against its round."""
        kept = await asyncio.to_thread(lambda: _by_round(self._keys.kept()))
        async with self._store.read() as session:
            rows = (await session.execute(select(Round.key_name, Round.state))).all()
        needed = {round_part(name): _needed(name, state) for name, state in rows}
        await self._settle({part: kept[part] for part in needed if kept[part] - needed[part]})

    async def _mend(self) -> None:
        is_open = Round.state == RoundState.OPEN
        async with self._store.read() as session:
            names = await session.scalars(select(Round.key_name).where(is_open))
            opened = {round_part(name) for name in names}
        await self._settle(await asyncio.to_thread(self._unsettled, opened))

    def _unsettled(self, opened: set[str]) -> ByRound:
        """In a thread of its own, all of it: there may be very many."""
        self._keys.bury()
        kept = self._keys.kept()
        sealed = Counter(round_part(key.name) for key in kept if key.use is Use.SEALED)
        others = {round_part(key.name) for key in kept if key.use is not Use.SEALED}
        odd = {part for part, keys in sealed.items() if keys > 1 or part in opened}
        odd |= others - opened
        return _by_round(key for key in kept if round_part(key.name) in odd)

    async def _settle(self, listed: ByRound) -> None:
        """Destroy what is listed and not needed, round by round; a round in use is left alone."""
        for round_id, part in await self._with_rounds(sorted(listed)):
            with suppress(StoreUnavailable):  # Held too long by somebody at work: next time.
                for key in await self._not_needed(round_id, listed[part]):
                    await asyncio.to_thread(self._keys.destroy, key.name, key.use)

    async def _with_rounds(self, parts: list[str]) -> list[tuple[int, str]]:
        # A key without a round is one whose round is just being opened, or never was: harmless.
        found: list[tuple[int, str]] = []
        async with self._store.read() as session:
            for some in _batched(parts, AT_ONCE):
                rows = await session.execute(select(Round.id, NAMED).where(NAMED.in_(some)))
                found += ((round_id, part) for round_id, part in rows)
        owners = Counter(part for _, part in found)
        return [(round_id, part) for round_id, part in found if owners[part] == 1]

    async def _not_needed(self, round_id: int, listed: set[Key]) -> list[Key]:
        async with self._store.write() as session:
            row = await claimed_round(session, round_id)
            if row is None:
                return []
            over = listed - _needed(row.key_name, row.state)
        # What still leads back here goes last.
        return sorted(over, key=lambda key: key.use in OPEN_KEYS)


def _needed(name: str, state: str) -> set[Key]:
    if state == RoundState.OPEN:
        return {Key(name, use) for use in OPEN_KEYS}
    return {Key(name, Use.SEALED)} if state == RoundState.SEALED else set()


def _by_round(keys: Iterable[Key]) -> defaultdict[str, set[Key]]:
    found: defaultdict[str, set[Key]] = defaultdict(set)
    for key in keys:
        found[round_part(key.name)].add(key)
    return found


def _batched(items: list[str], size: int) -> Iterable[list[str]]:
    return (items[start : start + size] for start in range(0, len(items), size))
