"""Opens a round for every group whose slot has come: one round a date, posted or said missed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.ballot.keystore import Use
from bot.rotation.due import Verdict, closing, decide
from bot.services.cards import recurrence_of, slot_after
from bot.services.decks import deck_of, next_keys
from bot.services.outbox import owe, owe_missed
from bot.services.reminding import owe_reminder
from bot.services.slots import is_out, move_on
from bot.services.values import PostKind, RoundState
from db.models import Group, Round

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.ballot.keystore import KeyStore
    from bot.rotation.recurrence import Slot
    from bot.services.store import Store
    from prompts import Deck, Prompt


class Openings:
    """The rotation at work: due slots become rounds with a prompt to post."""

    def __init__(self, store: Store, keys: KeyStore, deck: Deck) -> None:
        self._store = store
        self._keys = keys
        self._deck = deck

    async def due(self, now: datetime) -> list[int]:
        """The groups to look at, longest due first."""
        over = select(Group.id).where(Group.due_at <= now, Group.forget_at.is_(None))
        async with self._store.read() as session:
            return list(await session.scalars(over.order_by(Group.due_at)))

    async def attend(self, group_id: int, now: datetime) -> None:
        """Open the group's round, or wait for the morning, or note that the slot was missed."""
        async with self._store.write() as session:
            group = await session.get(Group, group_id, with_for_update=True)
            if group is None or group.due_at > now or group.forget_at is not None:
                return
            slot = recurrence_of(group).on(group.slot_on)
            if await is_out(session, group, now):
                await move_on(session, group, slot.at)
                return
            decision = decide(slot, now, group.zone)
            if decision.verdict is Verdict.WAIT and decision.until is not None:
                group.due_at = decision.until
                return
            if decision.verdict is Verdict.POST:
                if await has_open_round(session, group.id):
                    return  # Closed first, within the same tick.
                await self.open(session, group, slot, now)
            else:
                owe_missed(session, group, slot.on, now)
            await move_on(session, group, slot.at)

    async def open(self, session: AsyncSession, group: Group, slot: Slot, now: datetime) -> Round:
        """Open a round for a slot inside the caller's transaction, with a prompt to post."""
        prompt = await self._prompt_for(session, group, slot)
        following = slot_after(group, slot, now)
        row = Round(
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
            key_name=await self._new_keys(),
        )
        session.add(row)
        await session.flush()
        owe(session, row, PostKind.PROMPT, group.channel_id, now, slot.at)
        owe_reminder(session, group, row)
        return row

    async def _new_keys(self) -> str:
        # Before the row that names them: a key without a round protects nothing and harms nobody.
        name = self._keys.new_name()
        for use in (Use.ROLL, Use.TEXT):
            await asyncio.to_thread(self._keys.create, name, use)
        return name

    async def _prompt_for(self, session: AsyncSession, group: Group, slot: Slot) -> Prompt:
        lines = await deck_of(session, group.guild_id, group.id, self._deck)
        ((key, _),) = await next_keys(session, group, lines, [slot.on])
        return next(line.prompt for line in lines if line.prompt.key == key)


async def has_open_round(session: AsyncSession, group_id: int) -> bool:
    found = select(Round.id).where(Round.group_id == group_id, Round.state == RoundState.OPEN)
    return await session.scalar(found) is not None
