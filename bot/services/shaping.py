"""The facilitator's hand: names, joins and drops themes, and checks suggestions.

What was found stays as it was found; what a person made of it stands beside it, under the same key.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import refusals
from bot.errors import BadInput, NoSuchTheme, Refused
from bot.services.audit import Action, note
from bot.services.findings import read_findings, write_findings
from bot.services.papers import read_box
from bot.services.readers import sealed_round
from bot.services.shared import hold_card, is_shared
from bot.themes.judging import Decision
from bot.themes.kept import LONGEST_NAME, Findings
from bot.themes.naming import repeats_what_is_not_for_all
from bot.themes.showing import show
from db import locks
from db.models import Summary

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.ballot.keys import Keys
    from bot.services.guarding import Guarding
    from bot.services.store import Store
    from bot.services.values import Caller
    from bot.themes.kept import Shaped
    from bot.themes.told import Told
    from prompts import Codebook


class SharedAsItIs(Refused):
    """A card is drawn anew when words leave it; what a group has read must not change with it."""

    def __init__(self) -> None:
        super().__init__(refusals.SHARED_AS_IT_IS)


class Shaping:
    """Changes to the themes of a sealed round, by whoever may read it."""

    def __init__(self, store: Store, keys: Keys, codebook: Codebook, guarding: Guarding) -> None:
        self._store = store
        self._keys = keys
        self._codebook = codebook
        self._guarding = guarding

    async def told(self, round_id: int, caller: Caller) -> Told:
        """The themes as they stand, to be shaped. Raises NotTheFacilitator, NotYet, NoSuchTheme."""
        async with self._store.read() as session:
            row = await sealed_round(session, round_id, caller)
            papers = await read_box(session, row, self._keys)
            found = read_findings(row, await session.get_one(Summary, row.id), self._keys)
        if found is None:
            raise NoSuchTheme
        readable = {each.hex(): paper.answer for each, paper in papers.items()}
        return show(found, readable, self._codebook)

    async def shape(
        self, round_id: int, number: int, shaped: Shaped, caller: Caller, now: datetime
    ) -> None:
        """Name a theme or join it, as long as the group has not been shown it.

        One that was left out stays so until it is taken back in, or joined. A new name that comes
        with a join is for both.
        Raises NotTheFacilitator, NotYet, SharedAsItIs, NoSuchTheme, or BadInput for the name.
        A name is read by the guard like an answer, for the group will see it; and it may not repeat
        what was left to the facilitator alone.
        """
        if shaped.name is not None:
            await self._look_at(round_id, shaped.name, caller)

        def changed(found: Findings) -> Findings:
            stands = _still_there(found, number)
            if shaped.into is None:
                return found.with_theme(number, replace(shaped, dropped=stands.dropped))
            return _joined(found, number, shaped, shaped.into)

        await self._change(round_id, caller, now, Action.SHAPED, changed)

    async def separate(self, round_id: int, number: int, caller: Caller, now: datetime) -> None:
        """Have all that joined a theme stand by itself again. Raises as ``shape``."""
        await self._change(round_id, caller, now, Action.SHAPED, lambda found: found.apart(number))

    async def drop(
        self, round_id: int, number: int, caller: Caller, now: datetime, *, dropped: bool
    ) -> None:
        """Leave a theme out of what the group sees, or take it back in. Raises as ``shape``."""

        def changed(found: Findings) -> Findings:
            return found.with_theme(number, replace(_still_there(found, number), dropped=dropped))

        await self._change(round_id, caller, now, Action.SHAPED, changed)

    async def decide(
        self,
        round_id: int,
        number: int,
        caller: Caller,
        now: datetime,
        *,
        confirmed: bool,
    ) -> None:
        """Confirm or reject a suggestion. Raises NotTheFacilitator, NotYet or NoSuchTheme."""

        def changed(found: Findings) -> Findings:
            if number not in range(len(found.suggested.suggestions)):
                raise NoSuchTheme
            offered = found.suggested.suggestions[number]
            return found.with_decision(Decision(offered.answer, offered.code, confirmed))

        await self._change(round_id, caller, now, Action.CHECKED, changed)

    async def _look_at(self, round_id: int, name: str, caller: Caller) -> None:
        if not name.strip() or len(name) > LONGEST_NAME:
            raise BadInput(refusals.name_length(LONGEST_NAME))
        async with self._store.read() as session:
            row = await sealed_round(session, round_id, caller)
            papers = await read_box(session, row, self._keys)
        readable = [paper.answer for paper in papers.values() if paper.mark.readable]
        if repeats_what_is_not_for_all(name, readable):
            raise BadInput(refusals.NAME_REPEATS)
        if await self._guarding.look_for_group(name, row.group_id):
            raise BadInput(refusals.NAME_POINTS_TO_A_PERSON)

    async def _change(
        self,
        round_id: int,
        caller: Caller,
        now: datetime,
        action: Action,
        change: Callable[[Findings], Findings],
    ) -> None:
        async with self._store.write() as session:
            await hold_card(session, round_id)
            await locks.locked_round(session, round_id)
            row = await sealed_round(session, round_id, caller)
            if action is Action.SHAPED and await is_shared(session, row):
                raise SharedAsItIs
            summary = await session.get_one(Summary, row.id, with_for_update=True)
            found = read_findings(row, summary, self._keys)
            if found is None:
                raise NoSuchTheme
            try:
                changed = change(found)
            except IndexError:
                raise NoSuchTheme from None
            write_findings(row, summary, self._keys, changed)
            note(session, caller, row.group_id, action, now, row.id)


def _still_there(found: Findings, number: int) -> Shaped:
    """How a theme stands. A form may be older than what another facilitator did meanwhile."""
    if found.members(number) is None:
        raise NoSuchTheme
    return found.shape(number)


def _joined(found: Findings, number: int, shaped: Shaped, into: int) -> Findings:
    """A name it had before stays its own, for when it is separated again."""
    own = found.shape(number).name
    joined = found.with_theme(number, replace(shaped, name=own))
    if shaped.name in {None, own}:
        return joined
    return joined.with_theme(into, replace(joined.shape(into), name=shaped.name))
