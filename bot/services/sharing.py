"""Sharing a summary with its group, and taking it back: the facilitator's hand, and no other.

Here it is only decided what the channel is to show; the outbox sees to it, as to every message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import refusals
from bot.errors import Refused
from bot.services.audit import Action, note
from bot.services.cards import round_card
from bot.services.outbox import owe
from bot.services.readers import sealed_round
from bot.services.shared import card_line, hold_card
from bot.services.values import Analysis, PostKind, PostState, RoundState, Shared
from db import locks
from db.models import Summary

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services.store import Store
    from bot.services.values import Caller, RoundCard
    from db.models import Outbox, Round


class BeingRead(Refused):
    """A summary cannot be shared before there are themes that its facilitator could look at."""

    def __init__(self) -> None:
        super().__init__(refusals.BEING_READ)


class NotShared(Refused):
    """There is nothing to take back."""

    def __init__(self) -> None:
        super().__init__(refusals.NOT_SHARED)


class BeingTakenBack(Refused):
    """The earlier card is still there, or may be."""

    def __init__(self) -> None:
        super().__init__(refusals.BEING_TAKEN_BACK)


class GroupSharing:
    """Puts *What we heard* before a group, and takes it away again."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def share(self, round_id: int, caller: Caller, now: datetime) -> Shared:
        """Owe the card, unless it is there already.

        Raises NotTheFacilitator; NotYet before the seal; BeingRead while themes are looked for,
        since nobody could have looked at them first; BeingTakenBack.
        """
        async with self._store.write() as session:
            await hold_card(session, round_id)
            await locks.locked_round(session, round_id)
            row = await sealed_round(session, round_id, caller)
            line = await card_line(session, row)
            if line is not None and line.kind == PostKind.HEARD:
                return Shared(round_card(row), line.message_id, already=True)
            await _require_read(session, row)
            if line is None:
                owe(session, row, PostKind.HEARD, row.channel_id, now, slot_at=now)
            else:
                _share_again(line, now)
            note(session, caller, row.group_id, Action.SHARED, now, row.id)
            return Shared(round_card(row), None, already=False)

    async def take_back(self, round_id: int, caller: Caller, now: datetime) -> RoundCard:
        """Have the card deleted and its thread locked; then it can be shared anew.

        Raises NotTheFacilitator, NotYet, or NotShared.
        """
        async with self._store.write() as session:
            await hold_card(session, round_id)
            await locks.locked_round(session, round_id)
            row = await sealed_round(session, round_id, caller)
            line = await card_line(session, row)
            if line is None or line.kind != PostKind.HEARD:
                raise NotShared
            line.kind = PostKind.TAKEN
            if not line.attempt:  # Nobody has begun to send it.
                line.state = PostState.POSTED
            elif line.state != PostState.POSTING:  # Else when that sender is done, or is dead.
                line.state, line.due_at = PostState.DUE, now
            note(session, caller, row.group_id, Action.UNSHARED, now, row.id)
            return round_card(row)


def _share_again(line: Outbox, now: datetime) -> None:
    if line.state != PostState.POSTED:
        raise BeingTakenBack
    line.kind, line.state, line.message_id = PostKind.HEARD, PostState.DUE, None
    line.due_at = line.slot_at = now


async def _require_read(session: AsyncSession, row: Round) -> None:
    stored = await session.get_one(Summary, row.id)
    if row.state == RoundState.SEALED and stored.analysis == Analysis.DUE:
        raise BeingRead
