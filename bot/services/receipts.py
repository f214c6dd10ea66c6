"""What a receipt can do: find its answer again, and withdraw it. Nobody else can.

Whoever holds the code is the author; no name is asked for and none could be compared. While the
round is open a withdrawn answer is gone at once; after the seal it leaves at the next night's
sweep, with all others of that day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.ballot.envelope import Ballot, Mark
from bot.errors import UnknownReceipt
from bot.services.cards import round_card
from bot.services.nights import next_night
from bot.services.papers import change_ballot, read_box
from bot.services.store import looked_again
from bot.services.values import HeldAnswer, RoundState
from db import locks
from db.models import Box, Round

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.ballot.keys import Keys
    from bot.ballot.tokens import Token
    from bot.services.store import Store

READABLE = (RoundState.OPEN, RoundState.SEALED)


class Receipts:
    """Finds and withdraws answers by token, within one guild."""

    def __init__(self, store: Store, keys: Keys) -> None:
        self._store = store
        self._keys = keys

    async def find(self, token: Token, guild_id: int, round_id: int | None = None) -> HeldAnswer:
        """The answer of a receipt; while its round is open also one that was withdrawn.

        Raises UnknownReceipt when the answer is no longer kept, never was, or answers another round
        than ``round_id``.
        """
        row, ballot = await looked_again(lambda: self._found(token, guild_id, round_id))
        if not ballot.mark.readable and row.state != RoundState.OPEN:
            raise UnknownReceipt
        return HeldAnswer(round_card(row), token, ballot.answer, ballot.mark)

    async def withdraw(
        self, token: Token, guild_id: int, now: datetime, round_id: int | None = None
    ) -> HeldAnswer:
        """Empty the ballot; after the seal, at the next sweep. Raises UnknownReceipt.

        What is on its way out already, withdrawn or removed, goes on as it is.
        """
        async with self._store.write() as session:
            found = await _round_of(session, token, guild_id, round_id)
            row = await locks.locked_round(session, found.id)
            if row is None or row.state not in READABLE:
                raise UnknownReceipt
            ballot = await self._ballot(session, row, token)
            if not ballot.mark.readable:
                raise UnknownReceipt
            changed = ballot
            if ballot.mark is Mark.LIVE:
                changed = _withdrawn(row, ballot)
                await change_ballot(session, row, self._keys, _id(row, token), changed)
                if row.state == RoundState.SEALED:
                    await next_night(session, row, now)
        return HeldAnswer(round_card(row), token, changed.answer, changed.mark)

    async def _found(
        self, token: Token, guild_id: int, round_id: int | None
    ) -> tuple[Round, Ballot]:
        async with self._store.read() as session:
            row = await _round_of(session, token, guild_id, round_id)
            return row, await self._ballot(session, row, token)

    async def _ballot(self, session: AsyncSession, row: Round, token: Token) -> Ballot:
        papers = await read_box(session, row, self._keys)
        if _id(row, token) not in papers:
            raise UnknownReceipt
        return papers[_id(row, token)]


async def _round_of(
    session: AsyncSession, token: Token, guild_id: int, round_id: int | None
) -> Round:
    # By round and id, the box's own key: an index over ids alone would be one more trace.
    rounds = select(Round.id).where(Round.guild_id == guild_id, Round.state.in_(READABLE))
    if round_id is not None:
        rounds = rounds.where(Round.id == round_id)
    found = (
        select(Round)
        .join(Box, Box.round_id == Round.id)
        .where(Round.id.in_(rounds), Box.id.in_((token.open_id, token.sealed_id)))
    )
    row = await session.scalar(found)
    if row is None:
        raise UnknownReceipt
    return row


def _id(row: Round, token: Token) -> bytes:
    return token.open_id if row.state == RoundState.OPEN else token.sealed_id


def _withdrawn(row: Round, ballot: Ballot) -> Ballot:
    if row.state == RoundState.OPEN:
        return ballot.emptied(Mark.WITHDRAWN)
    return Ballot(ballot.answer, ballot.sealed_id, Mark.WITHDRAWING)
