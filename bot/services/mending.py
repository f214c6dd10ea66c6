"""Destroys the keys that nobody needs any more, whatever kept them alive: a crash, or a full disk.

Any process may do it at any time, beside others that seal. The keys are listed first; then the
round is held while its row is read. What was listed before and is not named there belongs to a try
that came to nothing, and its maker can no longer commit.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.ballot.keys import OPEN_KEYS, ROUND_PART, Key, Use, round_part
from bot.errors import StoreUnavailable
from bot.services.values import RoundState
from db.models import Round

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.ballot.keys import Keys
    from bot.services.store import Store

    ByRound = Mapping[str, set[Key]]

AT_ONCE = 500
"""So many names fit into one statement on every database."""

NAMED = func.substr(Round.key_name, 1, ROUND_PART)


class Mending:
    """Compares keys with rounds."""

    def __init__(self, store: Store, keys: Keys) -> None:
        self._store = store
        self._keys = keys

    async def mend(self) -> None:
        """At every tick: what a seal left behind that did not come to its end."""
        await asyncio.to_thread(self._keys.bury)
        kept = await self._kept()
        is_open = Round.state == RoundState.OPEN
        async with self._store.read() as session:
            names = await session.scalars(select(Round.key_name).where(is_open))
            opened = {round_part(name) for name in names}
        await self._settle(
            {part: kept[part] for part in kept if _unsettled(kept[part], is_open=part in opened)}
        )

    async def mend_all(self) -> None:
        """At start: every key there is, against its round."""
        kept = await self._kept()
        async with self._store.read() as session:
            rows = (await session.execute(select(Round.key_name, Round.state))).all()
        needed = {round_part(name): _needed(name, state) for name, state in rows}
        await self._settle({part: kept[part] for part in needed if kept[part] - needed[part]})

    async def _kept(self) -> defaultdict[str, set[Key]]:
        kept: defaultdict[str, set[Key]] = defaultdict(set)
        for key in await asyncio.to_thread(self._keys.kept):
            kept[round_part(key.name)].add(key)
        return kept

    async def _settle(self, listed: ByRound) -> None:
        """Destroy what is listed and not needed, round by round; a round in use is left alone."""
        for part in await self._with_rounds(sorted(listed)):
            with suppress(StoreUnavailable):  # Held too long by somebody at work: next time.
                for key in await self._not_needed(part, listed[part]):
                    await asyncio.to_thread(self._keys.destroy, key.name, key.use)

    async def _with_rounds(self, parts: list[str]) -> list[str]:
        # A key without a round is one whose round is just being opened, or never was: harmless.
        found: list[str] = []
        async with self._store.read() as session:
            for some in _batched(parts, AT_ONCE):
                found += await session.scalars(select(NAMED).where(NAMED.in_(some)))
        return found

    async def _not_needed(self, part: str, listed: set[Key]) -> list[Key]:
        held = (
            select(Round).where(NAMED.in_([part])).with_for_update(key_share=True, skip_locked=True)
        )
        async with self._store.write() as session:
            rows = (await session.scalars(held)).all()
            if len(rows) != 1:
                return []
            over = listed - _needed(rows[0].key_name, rows[0].state)
        # What still leads back here goes last.
        return sorted(over, key=lambda key: key.use in OPEN_KEYS)


def _needed(name: str, state: str) -> set[Key]:
    if state == RoundState.OPEN:
        return {Key(name, use) for use in OPEN_KEYS}
    return {Key(name, Use.SEALED)} if state == RoundState.SEALED else set()


def _unsettled(kept: set[Key], *, is_open: bool) -> bool:
    sealed = sum(key.use is Use.SEALED for key in kept)
    if is_open:
        return sealed > 0
    return sealed > 1 or sealed < len(kept)


def _batched(items: list[str], size: int) -> Iterable[list[str]]:
    return (items[start : start + size] for start in range(0, len(items), size))
