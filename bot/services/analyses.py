"""Which sealed rounds are still to be read for themes, and what was found in them.

Seals come first and reading after: a round is sealed whether or not its words can be read. A
reading is claimed for a while, so that two processes do not do it twice and one that dies is
followed by another; after a few tries it is given up, and the summary says so, until the bot starts
again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from bot.ballot.envelope import Mark
from bot.ballot.keys import Use
from bot.errors import KeysMissing
from bot.guard import NamesNobody
from bot.services.findings import read_findings, write_findings
from bot.services.papers import read_box
from bot.services.values import Analysis, PostKind, RoundState
from bot.themes.analysis import Request
from bot.themes.judging import Judged, judged
from bot.themes.kept import Findings
from db import locks
from db.allowed import AllowedWord
from db.models import Outbox, Round, Summary
from prompts import Prompt

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.ballot.envelope import Ballot
    from bot.ballot.keys import Keys
    from bot.services.store import Store
    from bot.themes.analysis import Analysis as Found
    from prompts import Codebook

LEASE = timedelta(minutes=6)
TRY_AGAIN = timedelta(minutes=2)
MOST_TRIES = 3
MOST_LEARNED = 200
"""Answers of earlier rounds that suggestions learn from: more would make every round wait."""
UNREADABLE = (KeysMissing, LookupError, TypeError, ValueError)
"""What a round raises that was stored by another version, or whose key is broken."""


@dataclass(frozen=True, slots=True, repr=False)
class Reading:
    """One round to read, claimed. ``handles[n]`` is the ballot of the request's answer ``n``."""

    round_id: int
    tries: int
    handles: tuple[str, ...]
    request: Request = field(repr=False)

    def __repr__(self) -> str:
        return "Reading(…)"


class Analyses:
    """The words of sealed rounds, from claim to findings."""

    def __init__(self, store: Store, keys: Keys, codebook: Codebook) -> None:
        self._store = store
        self._keys = keys
        self._codebook = codebook

    async def due(self, now: datetime) -> list[int]:
        """The rounds to read, longest waiting first."""
        waiting = (Summary.analysis == Analysis.DUE) & (Summary.look_at <= now)
        async with self._store.read() as session:
            found = select(Summary.round_id).where(waiting).order_by(Summary.look_at)
            return list(await session.scalars(found))

    async def read_again(self, now: datetime) -> None:
        """At start: what was given up is due again, for a repair ends with a start.

        Not what the group has been shown: themes nobody has looked at would come with its card.
        """
        kept = select(Round.id).where(Round.state == RoundState.SEALED)
        shown = select(Outbox.round_id).where(Outbox.kind == PostKind.HEARD)
        given_up = (Summary.analysis == Analysis.FAILED, Summary.round_id.in_(kept))
        due = {"analysis": Analysis.DUE, "tries": 0, "look_at": now}
        async with self._store.write() as session:
            not_shown = Summary.round_id.not_in(shown)
            await session.execute(update(Summary).where(*given_up, not_shown).values(due))

    async def claim(self, round_id: int, now: datetime) -> Reading | None:
        """Take a round for six minutes; None if there is nothing to read or somebody else does.

        Raises whatever opening its words raises: the try is counted then all the same, so that a
        round that cannot be opened is given up like one that cannot be read.
        """
        tries = await self._taken(round_id, now)
        if tries is None:
            return None
        async with self._store.read() as session:
            row = await session.get(Round, round_id)
            if row is None or row.state != RoundState.SEALED:  # It went between the two.
                return None
            return await self._reading(session, row, tries)

    async def finished(self, reading: Reading, found: Found) -> None:
        """Store what was found, unless the words have gone meanwhile."""
        async with self._store.write() as session:
            row, summary = await _held(session, reading)
            if row is None or summary is None:
                return
            findings = Findings(reading.handles, found.emerging, found.suggested)
            write_findings(row, summary, self._keys, findings)
            summary.analysis, summary.look_at = Analysis.DONE, None

    async def let_go(self, reading: Reading, now: datetime) -> None:
        """Leave it to whoever comes next: it was broken off, and did not fail."""
        async with self._store.write() as session:
            _, summary = await _held(session, reading)
            if summary is not None:
                summary.look_at, summary.tries = now, summary.tries - 1

    async def failed(self, reading: Reading, now: datetime) -> None:
        """Have it tried again a little later, or give it up."""
        async with self._store.write() as session:
            _, summary = await _held(session, reading)
            if summary is None:
                return
            summary.look_at = now + TRY_AGAIN
            if summary.tries >= MOST_TRIES:
                _give_up(summary)

    async def _taken(self, round_id: int, now: datetime) -> int | None:
        """Which try this is; None if there is nothing to try."""
        async with self._store.write() as session:
            summary = await _waiting(session, round_id, now)
            if summary is None:
                return None
            row = await session.get_one(Round, round_id)
            readable = row.state == RoundState.SEALED and self._keys.has(row.key_name, Use.SEALED)
            if not readable or summary.tries >= MOST_TRIES:
                _give_up(summary)
                return None
            summary.tries += 1
            summary.look_at = now + LEASE
            return summary.tries

    async def _reading(self, session: AsyncSession, row: Round, tries: int) -> Reading:
        papers = await read_box(session, row, self._keys)
        readable = {each.hex(): paper.answer for each, paper in papers.items() if _is_live(paper)}
        allowed = select(AllowedWord.word).where(AllowedWord.group_id == row.group_id)
        request = Request(
            Prompt.from_dict(row.prompt),
            tuple(readable.values()),
            self._codebook,
            earlier=await self._earlier(session, row),
            acceptable=NamesNobody(tuple(await session.scalars(allowed))),
        )
        return Reading(row.id, tries, tuple(readable), request)

    async def _earlier(self, session: AsyncSession, row: Round) -> tuple[Judged, ...]:
        """What the group's other rounds teach, the newest first, while their words are kept."""
        others = (Round.group_id == row.group_id) & (Round.id != row.id)
        sealed = select(Round).where(others, Round.state == RoundState.SEALED)
        learned: list[Judged] = []
        for other in await session.scalars(sealed.order_by(Round.id.desc())):
            if len(learned) >= MOST_LEARNED:
                break
            if self._keys.has(other.key_name, Use.SEALED):
                with suppress(*UNREADABLE):
                    learned += await self._taught_by(session, other)
        return tuple(learned[:MOST_LEARNED])

    async def _taught_by(self, session: AsyncSession, row: Round) -> list[Judged]:
        prompt = Prompt.from_dict(row.prompt)
        found = read_findings(row, await session.get_one(Summary, row.id), self._keys)
        handles = found.handles if found else ()
        taught = []
        for each, paper in (await read_box(session, row, self._keys)).items():
            if _is_live(paper):
                said = [
                    decision
                    for decision in (found.decided if found else ())
                    if handles[decision.answer] == each.hex()
                ]
                taught.append(judged(paper.answer.text, paper.answer.strands, prompt, said))
        return taught


def _is_live(paper: Ballot) -> bool:
    """Words that are leaving are read no more, though they stay in sight until the night."""
    return paper.mark is Mark.LIVE


def _give_up(summary: Summary) -> None:
    summary.analysis, summary.look_at = Analysis.FAILED, None


async def _waiting(session: AsyncSession, round_id: int, now: datetime) -> Summary | None:
    waiting = (Summary.analysis == Analysis.DUE) & (Summary.look_at <= now)
    found = select(Summary).where(Summary.round_id == round_id, waiting)
    return await session.scalar(found.with_for_update(skip_locked=True))


async def _held(session: AsyncSession, reading: Reading) -> tuple[Round | None, Summary | None]:
    """Round and summary, if this very reading is still wanted."""
    row = await locks.locked_round(session, reading.round_id)
    summary = await session.get(Summary, reading.round_id, with_for_update=True)
    if row is None or summary is None or row.state != RoundState.SEALED:
        return None, None
    ours = summary.analysis == Analysis.DUE and summary.tries == reading.tries
    return (row, summary) if ours else (None, None)
