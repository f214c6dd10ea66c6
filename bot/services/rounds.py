"""Opens what is due, closes what has run its time, and says as little as it must in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.errors import NoOpenRound, RoundClosed, TooFewToClose
from bot.services.audit import Action, note
from bot.services.cards import recurrence_of, round_card
from bot.services.outbox import owe
from bot.services.readers import open_in, require_reader
from bot.services.reminding import owe_unshared
from bot.services.turns import own_first
from bot.services.values import OpenStatus, PostKind, PostState, RoundCard, RoundState, Sharing
from bot.shards import EVERYTHING
from db import locks
from db.models import Group, Outbox, Round

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services.sealing import Sealing
    from bot.services.store import Store
    from bot.services.values import Caller
    from bot.shards import Share


class Rounds:
    """The life of a round, from its opening to its seal."""

    def __init__(self, store: Store, sealing: Sealing) -> None:
        self._store = store
        self._sealing = sealing

    async def status(self, group_id: int, caller: Caller) -> OpenStatus | None:
        """Of the group's open round, whether at least k have answered; None if none is open.

        Once it was said that k have answered it stays said, whoever withdraws later. Raises
        NotTheFacilitator.
        """
        async with self._store.write() as session:
            ours = open_in(group_id).where(Round.guild_id == caller.guild_id)
            row = await session.scalar(ours.with_for_update(key_share=True))
            if row is None:
                return None
            require_reader(row, caller)
            if not row.enough:
                row.enough = await self._sealing.voices_that_count(session, row) >= row.k
            return OpenStatus(round_card(row), row.enough)

    async def open_round(self, group_id: int) -> RoundCard:
        """The group's open round. Raises NoOpenRound."""
        async with self._store.read() as session:
            row = await session.scalar(open_in(group_id))
        if row is None:
            raise NoOpenRound
        return round_card(row)

    async def card(self, round_id: int, caller: Caller) -> RoundCard:
        """A round as its reader may see it. Raises NotTheFacilitator."""
        async with self._store.read() as session:
            row = await session.get(Round, round_id)
        return round_card(require_reader(row, caller))

    async def close_now(self, round_id: int, caller: Caller, now: datetime) -> RoundCard:
        """Close early, with at least k voices; then it ends like any other round.

        Where it was once said that k have answered, closing refuses nothing, though somebody may
        have withdrawn since: a refusal would tell that. Raises NotTheFacilitator, TooFewToClose
        or RoundClosed.
        """
        async with self._store.write() as session:
            row = require_reader(await locks.locked_round(session, round_id), caller)
            if row.state != RoundState.OPEN:
                raise RoundClosed
            enough = await self._sealing.voices_that_count(session, row) >= row.k
            if not (enough or row.enough):
                raise TooFewToClose(row.k)
            row.closes_at, opened_under = now, row.key_name
            if enough:
                await self._seal(session, row, now)
            note(session, caller, row.group_id, Action.CLOSED, now, row.id)
        if enough:
            await self._sealing.destroy_old_keys(opened_under)
        return round_card(row)

    async def ended(self, now: datetime, share: Share = EVERYTHING) -> list[int]:
        """The rounds whose time is over: of this share first, longest over first.

        A round whose prompt could not be posted yet has not begun: its clock starts with the post.
        """
        waiting = select(Outbox.round_id).where(
            Outbox.kind == PostKind.PROMPT, Outbox.state.in_((PostState.DUE, PostState.BLOCKED))
        )
        over = select(Round.id).where(
            Round.state == RoundState.OPEN, Round.closes_at <= now, Round.id.not_in(waiting)
        )
        async with self._store.read() as session:
            mine = own_first(share, Round.guild_id)
            return list(await session.scalars(over.order_by(*mine, Round.closes_at)))

    async def end(self, round_id: int, now: datetime) -> RoundState | None:
        """Seal a round whose time is over; below k leave it open once, then shred it unread.

        Gives what became of it; None where there was nothing to do, or where somebody is at it
        just now, an answer or another process: then the next tick comes again.
        """
        async with self._store.write() as session:
            row = await locks.claimed_round(session, round_id)
            if row is None or row.state != RoundState.OPEN or now < row.closes_at:
                return None
            opened_under = row.key_name
            if await self._sealing.voices_that_count(session, row) >= row.k:
                await self._seal(session, row, now)
            elif not await self._extended(session, row, now):
                await self._sealing.shred(session, row)
                owe(session, row, PostKind.UNREAD, row.channel_id, now)
        if row.state != RoundState.OPEN:  # Not before the commit: until then the old keys serve.
            await self._sealing.destroy_old_keys(opened_under)
        return RoundState(row.state)

    async def _seal(self, session: AsyncSession, row: Round, now: datetime) -> None:
        await self._sealing.seal(session, row, now)
        group = await session.get_one(Group, row.group_id)
        channel_id = group.notices_channel_id or row.channel_id
        owe(session, row, PostKind.SUMMARY, channel_id, now)
        if row.sharing == Sharing.COUNTS:
            owe(session, row, PostKind.COUNTS, row.channel_id, now)
        else:
            owe_unshared(session, group, row, now)

    async def _extended(self, session: AsyncSession, row: Round, now: datetime) -> bool:
        """Leave the round open until the next prompt is due, if that was not done before."""
        group = await session.get_one(Group, row.group_id)
        until = recurrence_of(group).on(group.slot_on).at
        if row.extended or until <= now:
            return False
        row.extended, row.closes_at = True, until
        owe(session, row, PostKind.EXTENDED, row.channel_id, now)
        return True
