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
from bot.services.values import (
    Analysis,
    RoundCard,
    RoundState,
    RoundSummary,
    SealedAnswer,
    SealedAnswers,
)
from bot.themes.asked import Asked
from bot.themes.showing import show
from bot.themes.summary import summarise
from db import ballots
from db.models import Round, Summary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.ballot.keystore import KeyStore
    from bot.services.papers import Papers
    from bot.services.store import Store
    from bot.services.values import Caller
    from bot.themes.kept import Findings
    from prompts import Codebook

OLDER = 25
KEPT = (RoundState.SEALED, RoundState.COUNTED)


class Summaries:
    """Summaries and answers of sealed rounds, for the frozen role alone; each look is on record."""

    def __init__(self, store: Store, keys: KeyStore, codebook: Codebook) -> None:
        self._store = store
        self._keys = keys
        self._codebook = codebook

    async def latest(self, group_id: int, caller: Caller, now: datetime) -> RoundSummary:
        """The group's newest sealed round that the caller may read.

        Raises NotTheFacilitator, or NotYet when nothing is sealed.
        """
        rows = await self._rounds_of(group_id)
        readable = [row for row in rows if _may_read(row, caller)]
        if not readable:
            raise NotTheFacilitator
        sealed = [row for row in readable if row.state in KEPT]
        if not sealed:
            raise NotYet(readable[0].k)
        return await self.of_round(sealed[0].id, caller, now)

    async def of_round(self, round_id: int, caller: Caller, now: datetime) -> RoundSummary:
        """The summary of one sealed round. Raises NotTheFacilitator or NotYet."""
        async with self._store.write() as session:
            row = await sealed_round(session, round_id, caller)
            papers = await read_box(session, row, self._keys)
            stored = await session.get_one(Summary, row.id)
            findings = read_findings(row, stored, self._keys)
            await note_opening(session, caller, row, Action.OPENED_SUMMARY, now)
        card = round_card(row)
        counted = Asked.from_dict(card.prompt, stored.counts)
        answers = {n.hex(): each.answer for n, each in papers.items() if each.mark.readable}
        told = show(findings, answers, self._codebook) if findings else None
        found = summarise(card.prompt, [*answers.values()], self._codebook, counted, told)
        return RoundSummary(card, found, _removed(papers), Analysis(stored.analysis))

    async def answers(
        self, round_id: int, caller: Caller, now: datetime, theme: int | None = None
    ) -> SealedAnswers:
        """Every answer of a sealed round, in the random order of the box; or those of a theme.

        Raises NotTheFacilitator, NotYet, or NoSuchTheme.
        """
        async with self._store.write() as session:
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
            await ballots.locked_round(session, round_id)
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
        rows = await self._rounds_of(group_id)
        sealed = [row for row in rows if row.state in KEPT and _may_read(row, caller)]
        return tuple(round_card(row) for row in sealed[:OLDER])

    async def _rounds_of(self, group_id: int) -> Sequence[Round]:
        found = select(Round).where(Round.group_id == group_id).order_by(Round.id.desc())
        async with self._store.read() as session:
            return (await session.scalars(found)).all()


def _of_theme(findings: Findings | None, number: int) -> frozenset[str]:
    """The handles of the answers that a theme rests on."""
    members = None if findings is None else findings.members(number)
    if findings is None or members is None:
        raise NoSuchTheme
    return frozenset(findings.handles[at] for at in members)


def _removed(papers: Papers) -> int:
    return sum(ballot.mark is Mark.REMOVED for ballot in papers.values())


async def sealed_round(session: AsyncSession, round_id: int, caller: Caller) -> Round:
    """A round that the caller may read. Raises NotTheFacilitator or NotYet."""
    # The role first: without it nobody learns whether a round exists or how it ended.
    row = await session.get(Round, round_id)
    if row is None or not _may_read(row, caller):
        raise NotTheFacilitator
    if row.state not in KEPT:
        raise NotYet(row.k)
    return row


def _may_read(row: Round, caller: Caller) -> bool:
    return row.guild_id == caller.guild_id and row.facilitator_role_id in caller.role_ids
