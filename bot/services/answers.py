"""An answer, from an open round to a stored ballot.

The author's id is used up here: it becomes a tag on the roll under a key outside the database,
and nothing that comes of it stands beside the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ballot.envelope import Ballot, roll_tag
from bot.ballot.keys import Use
from bot.errors import AlreadyAnswered, RoundClosed
from bot.services.cards import round_card
from bot.services.guarding import Guarding, LooksIdentifying
from bot.services.papers import change_ballot
from bot.services.store import looked_again
from bot.services.values import BallotPaper, Receipt, RoundState
from db import ballots, locks
from db.ballots import RollLine
from db.models import Round

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.ballot.answer import Answer
    from bot.ballot.keys import Keys
    from bot.ballot.tokens import Token
    from bot.services.store import Store
    from bot.services.values import Caller


class Answers:
    """Takes answers while a round is open."""

    def __init__(self, store: Store, keys: Keys, guarding: Guarding) -> None:
        self._store = store
        self._keys = keys
        self._guarding = guarding

    async def begin(
        self, round_id: int, token: Token, caller: Caller, now: datetime
    ) -> BallotPaper:
        """Hand out a ballot paper. Raises RoundClosed or AlreadyAnswered.

        A courtesy to the writer: the check that counts is the one at submit. Whoever comes back
        with a token that is in the box already may go on: it may be that only the reply was lost.
        """
        return await looked_again(lambda: self._paper(round_id, token, caller, now))

    async def _paper(
        self, round_id: int, token: Token, caller: Caller, now: datetime
    ) -> BallotPaper:
        async with self._store.read() as session:
            row = await _open_round(session, round_id, caller, now)
            tag = roll_tag(self._keys.read(row.key_name, Use.ROLL), caller.user_id)
            if await ballots.is_on_roll(session, row.id, tag) and not await ballots.is_in_box(
                session, row.id, token.open_id
            ):
                raise AlreadyAnswered
            return BallotPaper(round_card(row), not _facilitates(caller, row))

    async def submit(
        self,
        round_id: int,
        token: Token,
        caller: Caller,
        answer: Answer,
        now: datetime,
        *,
        confirmed: bool = False,
    ) -> Receipt:
        """Store an answer, or the new version of one when its token is known already.

        Exactly one ballot a person: a form sent twice carries the same token and is an edit. The
        guard looks first, unless its author has ``confirmed`` that the text identifies nobody.
        Raises LooksIdentifying, GuardFailed, RoundClosed, AlreadyAnswered, UnusableAnswer or
        StoreUnavailable; then nothing was stored.
        """
        if not confirmed:
            await self._look(round_id, caller, answer, now)
        async with self._store.write() as session:
            row = _if_open(await locks.locked_round(session, round_id), caller, now)
            card = round_card(row)
            checked = answer.checked_for(card.prompt)
            edited = await ballots.is_in_box(session, row.id, token.open_id)
            if not edited:
                await self._sign(session, row, caller)
            ballot = Ballot(checked, token.sealed_id)
            await change_ballot(session, row, self._keys, token.open_id, ballot)
        return Receipt(card, token, checked, edited, not _facilitates(caller, row))

    async def _look(self, round_id: int, caller: Caller, answer: Answer, now: datetime) -> None:
        async with self._store.read() as session:
            card = round_card(await _open_round(session, round_id, caller, now))
        text = answer.checked_for(card.prompt).text
        findings = await self._guarding.look_for_group(text, card.group_id)
        if findings:
            raise LooksIdentifying(card, findings)

    async def _sign(self, session: AsyncSession, row: Round, caller: Caller) -> None:
        roll = await ballots.roll_of(session, row.id)
        tag = roll_tag(self._keys.read(row.key_name, Use.ROLL), caller.user_id)
        if any(line.tag == tag for line in roll):
            raise AlreadyAnswered
        line = RollLine(tag, _facilitates(caller, row))
        await ballots.rewrite_roll(session, row.id, [*roll, line])


async def _open_round(session: AsyncSession, round_id: int, caller: Caller, now: datetime) -> Round:
    return _if_open(await session.get(Round, round_id), caller, now)


def _if_open(row: Round | None, caller: Caller, now: datetime) -> Round:
    # One answer for a round that is closed, another guild's, or made up: it tells nothing.
    if row is None or row.guild_id != caller.guild_id:
        raise RoundClosed
    if row.state != RoundState.OPEN or now >= row.closes_at:
        raise RoundClosed
    return row


def _facilitates(caller: Caller, row: Round) -> bool:
    return row.facilitator_role_id in caller.role_ids
