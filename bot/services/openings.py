"""Opens a round for every group whose slot has come: one round a date, posted or said missed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from bot.ballot.keys import Use, new_name
from bot.rotation.due import Verdict, closing, decide
from bot.services.cards import recurrence_of, slot_after
from bot.services.decks import deck_of, next_keys
from bot.services.gathered import gather, now_asked, rounds_of
from bot.services.outbox import owe, owe_missed
from bot.services.reminding import owe_reminder
from bot.services.slots import is_out, move_on
from bot.services.turns import own_first
from bot.services.values import PostKind, RoundState
from bot.shards import EVERYTHING
from db.locks import claimed_groups, locked_rounds
from db.models import Group, Round

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.ballot.keys import Keys
    from bot.rotation.recurrence import Slot
    from bot.services.store import Store
    from bot.shards import Share
    from prompts import Deck, Prompt

RULES_DIFFER = timedelta(hours=2)
"""So far two sets of a zone's rules may be apart; a slot farther inside a round is another one."""


class Openings:
    """The rotation at work: due slots become rounds with a prompt to post."""

    def __init__(self, store: Store, keys: Keys, deck: Deck) -> None:
        self._store = store
        self._keys = keys
        self._deck = deck

    async def due(self, now: datetime, share: Share = EVERYTHING) -> list[int]:
        """The groups to look at: of this share first, longest due first."""
        over = select(Group.id).where(*_due(now))
        async with self._store.read() as session:
            mine = own_first(share, Group.guild_id)
            return list(await session.scalars(over.order_by(*mine, Group.due_at)))

    async def realign(self) -> None:
        """At each start: look at every slot no later than at its hour by today's zone rules.

        An update may bring other rules for a zone, and then the instant kept is an hour off. To
        look too early does no harm: what has not come yet is waited for. A round that lasts until
        the next slot ends with it, be it an hour before its prompt said.
        """
        async with self._store.write() as session:
            for group in await session.scalars(select(Group).where(Group.forget_at.is_(None))):
                group.due_at = min(group.due_at, recurrence_of(group).on(group.slot_on).at)
            await session.flush()
            lasting = await _cut_by_new_rules(session)
            for row in await locked_rounds(session, Round.id.in_(lasting)):
                if row.state == RoundState.OPEN:
                    row.closes_at = min(row.closes_at, lasting[row.id])

    async def attend(self, group_id: int, now: datetime) -> None:
        """Open the group's round, or wait for the morning, or note that the slot was missed."""
        await self.attend_all([group_id], now)

    async def attend_all(self, group_ids: Sequence[int], now: datetime) -> None:
        """The same for several groups in one transaction: all of it, or nothing."""
        async with self._store.write() as session:
            groups = await claimed_groups(session, and_(Group.id.in_(group_ids), *_due(now)))
            await gather(session, groups)
            judged = [(group, await self._judged(session, group, now)) for group in groups]
            opening = [(group, slot) for group, slot in judged if slot is not None]
            await self.open_all(session, opening, now)
            for group, slot in opening:
                await move_on(session, group, slot.at)

    async def open_all(
        self, session: AsyncSession, opening: Sequence[tuple[Group, Slot]], now: datetime
    ) -> list[Round]:
        """Open rounds for slots inside the caller's transaction, each with a prompt to post."""
        if not opening:
            return []
        names = await self._new_keys(len(opening))
        rows = [
            await self._round(session, group, slot, now, name)
            for (group, slot), name in zip(opening, names, strict=True)
        ]
        session.add_all(rows)
        await session.flush()
        for (group, slot), row in zip(opening, rows, strict=True):
            now_asked(session, row)
            owe(session, row, PostKind.PROMPT, group.channel_id, now, slot.at)
            owe_reminder(session, group, row)
        return rows

    async def _judged(self, session: AsyncSession, group: Group, now: datetime) -> Slot | None:
        """The slot to open a round for; otherwise what has to happen instead is done."""
        slot = recurrence_of(group).on(group.slot_on)
        if await is_out(session, group, now):
            await move_on(session, group, slot.at)
            return None
        decision = decide(slot, now, group.zone)
        if decision.verdict is Verdict.WAIT and decision.until is not None:
            group.due_at = decision.until
            return None
        if decision.verdict is Verdict.POST:
            # A round that is still open is closed first, within the same tick.
            return None if await has_open_round(session, group.id) else slot
        owe_missed(session, group, slot.on, now)
        await move_on(session, group, slot.at)
        return None

    async def _round(
        self, session: AsyncSession, group: Group, slot: Slot, now: datetime, key_name: str
    ) -> Round:
        prompt = await self._prompt_for(session, group, slot)
        following = slot_after(group, slot, now)
        return Round(
            group_id=group.id,
            guild_id=group.guild_id,
            channel_id=group.channel_id,
            slot_on=slot.on,
            prompt_key=prompt.key,
            prompt=prompt.as_dict(),
            k=group.k,
            facilitator_role_id=group.facilitator_role_id,
            contacts=group.contacts,
            retention_days=group.retention_days,
            sharing=group.sharing,
            opens_at=now,
            closes_at=closing(now, group.days_open, following, group.zone),
            extended=False,
            enough=False,
            state=RoundState.OPEN,
            key_name=key_name,
        )

    async def _new_keys(self, count: int) -> list[str]:
        # Before the rows that name them: a key without a round protects nothing and harms nobody.
        names = [new_name() for _ in range(count)]
        await asyncio.to_thread(self._keys.create_all, names, Use.ROLL, Use.TEXT)
        return names

    async def _prompt_for(self, session: AsyncSession, group: Group, slot: Slot) -> Prompt:
        lines = await deck_of(session, group.guild_id, group.id, self._deck)
        ((key, _),) = await next_keys(session, group, lines, [slot.on])
        return next(line.prompt for line in lines if line.prompt.key == key)


async def has_open_round(session: AsyncSession, group_id: int) -> bool:
    return any(each.open_until for each in await rounds_of(session, group_id))


async def _cut_by_new_rules(session: AsyncSession) -> dict[int, datetime]:
    """The open rounds that were to end with the next slot, and when that one comes now."""
    found = (
        select(Round.id, Round.closes_at, Group.due_at)
        .join(Group, Round.group_id == Group.id)
        .where(Group.forget_at.is_(None), Round.state == RoundState.OPEN)
        .where(Round.opens_at < Group.due_at, Group.due_at < Round.closes_at)
    )
    rows = await session.execute(found)
    return {row: due for row, closes, due in rows if closes - due <= RULES_DIFFER}


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (Group.due_at <= now, Group.forget_at.is_(None))
