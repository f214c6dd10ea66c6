"""What the facilitator reads of a sealed round. Who may read was frozen when it opened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.ballot.envelope import Mark
from bot.errors import NoSuchAnswer, NoSuchTheme, NotTheFacilitator, NotYet
from bot.services.audit import Action, note, note_opening
from bot.services.cards import round_card
from bot.services.findings import read_findings
from bot.services.nights import next_night
from bot.services.papers import change_ballot, read_box
from bot.services.readers import readable, sealed_round
from bot.services.shared import is_shared
from bot.services.states import WITH_SUMMARY
from bot.services.values import (
    Analysis,
    Download,
    RoundCard,
    RoundSummary,
    SealedAnswer,
    SealedAnswers,
)
from bot.themes.asked import Asked
from bot.themes.heard import heard
from bot.themes.showing import show
from bot.themes.summary import summarise
from db import locks
from db.models import Round, Summary

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.ballot.keys import Keys
    from bot.services.papers import Papers
    from bot.services.store import Store
    from bot.services.values import Caller
    from bot.themes.kept import Findings
    from bot.themes.summary import Summary as Told
    from prompts import Codebook

OLDER = 25


class Summaries:
    """Summaries and answers of sealed rounds, for the frozen role alone; each look is on record."""

    def __init__(self, store: Store, keys: Keys, codebook: Codebook) -> None:
        self._store = store
        self._keys = keys
        self._codebook = codebook

    async def latest(self, group_id: int, caller: Caller, now: datetime) -> RoundSummary:
        """The group's newest sealed round that the caller may read.

        Raises NotTheFacilitator, or NotYet when nothing is sealed.
        """
        found = _newest(group_id, caller).limit(1)
        async with self._store.read() as session:
            sealed = await session.scalar(found.where(Round.state.in_(WITH_SUMMARY)))
            row = sealed or await session.scalar(found)
        if row is None:
            raise NotTheFacilitator
        if sealed is None:
            raise NotYet(row.k)
        return await self.of_round(sealed.id, caller, now)

    async def of_round(self, round_id: int, caller: Caller, now: datetime) -> RoundSummary:
        """The summary of one sealed round. Raises NotTheFacilitator or NotYet."""
        async with self._store.write() as session:
            row, papers, stored, told = await self._told(session, round_id, caller)
            shared = await is_shared(session, row)
            await note_opening(session, caller, row, Action.OPENED_SUMMARY, now)
        analysis = Analysis(stored.analysis)
        return RoundSummary(round_card(row), told, _removed(papers), analysis, shared)

    async def to_download(self, round_id: int, caller: Caller, now: datetime) -> Download:
        """What of it the group may hear, to be taken along; each download is on record.

        Raises NotTheFacilitator or NotYet.
        """
        async with self._store.write() as session:
            row, papers, stored, told = await self._told(session, round_id, caller)
            note(session, caller, row.group_id, Action.DOWNLOADED, now, row.id)
        read = [paper.answer for paper in _readable(papers).values()]
        analysis = Analysis(stored.analysis)
        not_read = None if analysis is Analysis.DONE or not read else analysis
        return Download(round_card(row), heard(told, read), _removed(papers), not_read)

    async def _told(
        self, session: AsyncSession, round_id: int, caller: Caller
    ) -> tuple[Round, Papers, Summary, Told]:
        await locks.locked_round(session, round_id)
        row = await sealed_round(session, round_id, caller)
        papers = await read_box(session, row, self._keys)
        stored = await session.get_one(Summary, row.id)
        return (
            row,
            papers,
            stored,
            retold(row, stored, _readable(papers), self._codebook, self._keys),
        )

    async def answers(
        self, round_id: int, caller: Caller, now: datetime, theme: int | None = None
    ) -> SealedAnswers:
        """Every answer of a sealed round, in the random order of the box; or those of a theme.

        Raises NotTheFacilitator, NotYet, or NoSuchTheme.
        """
        async with self._store.write() as session:
            await locks.locked_round(session, round_id)
            row = await sealed_round(session, round_id, caller)
            papers = await read_box(session, row, self._keys)
            stored = await session.get_one(Summary, row.id)
            findings = read_findings(row, stored, self._keys)
            await note_opening(session, caller, row, Action.OPENED_ANSWERS, now)
        wanted = None if theme is None else _of_theme(findings, theme)
        readable = [
            SealedAnswer(each.hex(), ballot.answer, ballot.mark is Mark.REMOVING)
            for each, ballot in papers.items()
            if ballot.mark.readable and (wanted is None or each.hex() in wanted)
        ]
        return SealedAnswers(round_card(row), tuple(readable), _removed(papers))

    async def answer(self, round_id: int, handle: str, caller: Caller) -> SealedAnswer:
        """One answer, by the handle that ``answers`` gave out.

        Raises NotTheFacilitator, NotYet, or NoSuchAnswer.
        """
        async with self._store.read() as session:
            row = await sealed_round(session, round_id, caller)
            papers = await read_box(session, row, self._keys)
        ballot = papers.get(bytes.fromhex(handle))
        if ballot is None or not ballot.mark.readable:
            raise NoSuchAnswer
        return SealedAnswer(handle, ballot.answer, ballot.mark is Mark.REMOVING)

    async def remove(self, round_id: int, handle: str, caller: Caller, now: datetime) -> None:
        """Take one answer out at the next sweep. Its author stays unknown.

        Raises NotTheFacilitator, NotYet, or NoSuchAnswer.
        """
        async with self._store.write() as session:
            await locks.locked_round(session, round_id)
            row = await sealed_round(session, round_id, caller)
            papers = await read_box(session, row, self._keys)
            ballot_id = bytes.fromhex(handle)
            if ballot_id not in papers or not papers[ballot_id].mark.readable:
                raise NoSuchAnswer
            removing = replace(papers[ballot_id], mark=Mark.REMOVING)
            await change_ballot(session, row, self._keys, ballot_id, removing)
            await next_night(session, row, now)
            note(session, caller, row.group_id, Action.REMOVED, now, row.id)

    async def sealed_rounds(self, group_id: int, caller: Caller) -> tuple[RoundCard, ...]:
        """The sealed rounds the caller may read, newest first, at most 25."""
        found = _newest(group_id, caller).where(Round.state.in_(WITH_SUMMARY)).limit(OLDER)
        async with self._store.read() as session:
            return tuple(round_card(row) for row in await session.scalars(found))


def _newest(group_id: int, caller: Caller) -> Select[Round]:
    return select(Round).where(readable(group_id, caller)).order_by(Round.id.desc())


def _of_theme(findings: Findings | None, number: int) -> frozenset[str]:
    """The handles of the answers that a theme rests on."""
    members = None if findings is None else findings.members(number)
    if findings is None or members is None:
        raise NoSuchTheme
    return frozenset(findings.handles[at] for at in members)


def retold(row: Round, stored: Summary, papers: Papers, codebook: Codebook, keys: Keys) -> Told:
    """A sealed round's summary, in the words of ``papers`` alone. Raises KeysMissing."""
    prompt = round_card(row).prompt
    counted = Asked.from_dict(prompt, stored.counts)
    findings = read_findings(row, stored, keys) if papers else None
    answers = {each.hex(): paper.answer for each, paper in papers.items()}
    told = show(findings, answers, codebook) if findings else None
    return summarise(prompt, [*answers.values()], codebook, counted, told)


def _readable(papers: Papers) -> Papers:
    return {each: paper for each, paper in papers.items() if paper.mark.readable}


def _removed(papers: Papers) -> int:
    return sum(ballot.mark is Mark.REMOVED for ballot in papers.values())
