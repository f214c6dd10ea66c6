"""Sets a group up, changes it for rounds to come, and finds it from a channel."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from bot.errors import BadInput, NoGroupHere
from bot.rotation.deck import upcoming_prompts
from bot.services.audit import Action, note
from bot.services.cards import group_card
from bot.services.values import K_CEILING, K_FLOOR, GroupCard, GroupPlan
from db.models import Group, Round

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.rotation.recurrence import Slot
    from bot.services.store import Store
    from bot.services.values import Caller
    from prompts import Deck, Prompt

CONTACTS_LIMIT = 300
LONGEST_OPEN = 56
LONGEST_KEPT = 730
GRACE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Preview:
    """What setting up would bring: the first prompt and the next dates."""

    prompt: Prompt
    slots: tuple[Slot, ...]


class Groups:
    """The groups of all guilds; every look-up names the guild."""

    def __init__(self, store: Store, deck: Deck) -> None:
        self._store = store
        self.deck = deck

    async def set_up(self, plan: GroupPlan, caller: Caller, now: datetime) -> GroupCard:
        """Create the channel's group, or change it for rounds to come. Raises BadInput."""
        check_plan(plan)
        async with self._store.write() as session:
            row = await _of_channels(session, caller.guild_id, [plan.channel_id])
            if row is None:
                row = Group(guild_id=caller.guild_id, deck_seed=secrets.randbits(31))
                session.add(row)
            _write(row, plan)
            await _set_next_slot(session, row, plan, now)
            await session.flush()
            note(session, caller, row.id, Action.SET_UP, now)
            return group_card(row)

    async def of_channel(self, guild_id: int, channel_ids: Collection[int]) -> GroupCard:
        """The group of a channel or of its parent. Raises NoGroupHere."""
        async with self._store.read() as session:
            row = await _of_channels(session, guild_id, channel_ids)
        if row is None:
            raise NoGroupHere
        return group_card(row)

    async def of_guild(self, guild_id: int) -> tuple[GroupCard, ...]:
        """All groups of a guild, eldest first."""
        found = select(Group).where(Group.guild_id == guild_id).order_by(Group.id)
        async with self._store.read() as session:
            return tuple(group_card(row) for row in await session.scalars(found))

    async def readable_by(self, caller: Caller) -> tuple[GroupCard, ...]:
        """The groups of the guild whose facilitator role the caller holds."""
        groups = await self.of_guild(caller.guild_id)
        return tuple(g for g in groups if g.plan.facilitator_role_id in caller.role_ids)

    async def forget(self, group_id: int, caller: Caller, now: datetime) -> GroupCard:
        """End a group: no more prompts, and after seven days everything of it is destroyed.

        /setup in the same channel takes it back until then. Raises NoGroupHere.
        """
        async with self._store.write() as session:
            row = await session.get(Group, group_id, with_for_update=True)
            if row is None or row.guild_id != caller.guild_id:
                raise NoGroupHere
            row.forget_at = row.forget_at or now + GRACE
            note(session, caller, row.id, Action.FORGET, now)
            return group_card(row)

    async def forget_guild(self, guild_id: int, now: datetime) -> None:
        """The bot was removed from a guild: its groups end as if each had been forgotten."""
        mine = (Group.guild_id == guild_id) & Group.forget_at.is_(None)
        async with self._store.write() as session:
            await session.execute(update(Group).where(mine).values(forget_at=now + GRACE))

    async def preview(self, plan: GroupPlan, guild_id: int, now: datetime, n: int) -> Preview:
        """The first prompt and the next ``n`` dates of a plan. Raises BadInput."""
        check_plan(plan)
        async with self._store.read() as session:
            row = await _of_channels(session, guild_id, [plan.channel_id])
            asked = await _asked(session, row.id) if row else []
            used = await _dates_used(session, row.id) if row else set()
            seed = row.deck_seed if row else 0
        keys = [prompt.key for prompt in self.deck.prompts]
        first = upcoming_prompts(keys, asked, plan.order, seed, 1)[0]
        return Preview(self.deck.get(first), _slots(plan, now, used, n))


def check_plan(plan: GroupPlan) -> None:
    """Raises BadInput, with what is expected, before anything is stored."""
    if not K_FLOOR <= plan.k <= K_CEILING:
        raise BadInput(
            f"The smallest number of voices is a whole number from {K_FLOOR} to {K_CEILING}; with "
            f"fewer than {K_FLOOR} people an answer could be guessed. Nothing was changed."
        )
    gap = 7 * plan.recurrence.every_weeks
    if not 1 <= plan.days_open <= min(gap, LONGEST_OPEN):
        raise BadInput(
            f"A round can stay open from 1 to {gap} days: it closes before the next prompt comes. "
            "Nothing was changed."
        )
    if not 1 <= plan.retention_days <= LONGEST_KEPT:
        raise BadInput(
            f"Texts can be kept from 1 to {LONGEST_KEPT} days after a round closes; the counts "
            "stay. Nothing was changed."
        )
    if plan.contacts is not None and len(plan.contacts) > CONTACTS_LIMIT:
        raise BadInput(
            f"The care contacts have {len(plan.contacts)} characters; {CONTACTS_LIMIT} fit on a "
            "prompt. Nothing was changed."
        )


def _write(row: Group, plan: GroupPlan) -> None:
    recurrence = plan.recurrence
    row.channel_id = plan.channel_id
    row.facilitator_role_id = plan.facilitator_role_id
    row.notices_channel_id = plan.notices_channel_id
    row.weekday, row.wall_time = recurrence.weekday, recurrence.at
    row.zone, row.every_weeks = recurrence.zone, recurrence.every_weeks
    row.starts_on, row.days_open = recurrence.starts_on, plan.days_open
    row.k, row.deck_order, row.contacts = plan.k, plan.order, plan.contacts
    row.retention_days = plan.retention_days
    row.forget_at = None  # Whoever sets a group up again wants to keep it.


async def _set_next_slot(session: AsyncSession, row: Group, plan: GroupPlan, now: datetime) -> None:
    used = await _dates_used(session, row.id) if row.id else set()
    (slot,) = _slots(plan, now, used, 1)
    row.slot_on, row.due_at = slot.on, slot.at


def _slots(plan: GroupPlan, now: datetime, used: set[date], n: int) -> tuple[Slot, ...]:
    """The next ``n`` slots; one prompt a date, however often the time is changed that day."""
    ahead = plan.recurrence.upcoming(now, n + 1)  # At most today's date is used already.
    return tuple(slot for slot in ahead if slot.on not in used)[:n]


async def _dates_used(session: AsyncSession, group_id: int) -> set[date]:
    return set(await session.scalars(select(Round.slot_on).where(Round.group_id == group_id)))


async def _asked(session: AsyncSession, group_id: int) -> list[str]:
    history = select(Round.prompt_key).where(Round.group_id == group_id).order_by(Round.id)
    return list(await session.scalars(history))


async def _of_channels(
    session: AsyncSession, guild_id: int, channel_ids: Collection[int]
) -> Group | None:
    found = select(Group).where(Group.guild_id == guild_id, Group.channel_id.in_(channel_ids))
    return await session.scalar(found)
