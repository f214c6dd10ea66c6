"""Opens a round for every group whose slot has come: one round a date, posted or said missed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.ballot.keystore import Use
from bot.rotation.deck import Order, next_prompt
from bot.rotation.due import Verdict, closing, decide
from bot.services.cards import recurrence_of
from bot.services.outbox import owe, owe_missed
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
            decision = decide(slot, now, group.zone)
            if decision.verdict is Verdict.WAIT and decision.until is not None:
                group.due_at = decision.until
                return
            if decision.verdict is Verdict.POST:
                if await _has_open_round(session, group.id):
                    return  # Closed first, within the same tick.
                await self._open(session, group, slot, now)
            else:
                owe_missed(session, group, slot.on, now)
            _advance(group, slot)

    async def _open(self, session: AsyncSession, group: Group, slot: Slot, now: datetime) -> None:
        prompt = await self._next_prompt(session, group)
        following = recurrence_of(group).next_after(slot.at)
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
            opens_at=now,
            closes_at=closing(now, group.days_open, following, group.zone),
            extended=False,
            enough=False,
            state=RoundState.OPEN,
            key_name=await self._new_keys(),
        )
        session.add(row)
        await session.flush()
        owe(session, row, PostKind.PROMPT, group.channel_id, now)

    async def _new_keys(self) -> str:
        # Before the row that names them: a key without a round protects nothing and harms nobody.
        name = self._keys.new_name()
        for use in (Use.ROLL, Use.TEXT):
            await asyncio.to_thread(self._keys.create, name, use)
        return name

    async def _next_prompt(self, session: AsyncSession, group: Group) -> Prompt:
        history = select(Round.prompt_key).where(Round.group_id == group.id).order_by(Round.id)
        asked = list(await session.scalars(history))
        keys = [prompt.key for prompt in self._deck.prompts]
        return self._deck.get(next_prompt(keys, asked, Order(group.deck_order), group.deck_seed))


def _advance(group: Group, slot: Slot) -> None:
    following = recurrence_of(group).next_after(slot.at)
    group.slot_on, group.due_at = following.on, following.at


async def _has_open_round(session: AsyncSession, group_id: int) -> bool:
    found = select(Round.id).where(Round.group_id == group_id, Round.state == RoundState.OPEN)
    return await session.scalar(found) is not None
