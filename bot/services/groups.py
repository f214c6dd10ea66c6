"""Sets a group up, changes it for rounds to come, and finds it from a channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from bot import refusals
from bot.errors import BadInput, NoGroupHere
from bot.rotation.dates import left_out, open_slots
from bot.rotation.deck import drawn_seed, planned
from bot.services.audit import Action, note
from bot.services.cards import group_card, recurrence_of
from bot.services.decks import dates_used, deck_of, enabled, history, ranges_of, swaps_that_hold
from bot.services.moving import group_to_move, move
from bot.services.plans import check_plan
from bot.services.reminding import change_reminder
from bot.services.slots import free_from, look_again, move_on
from bot.services.values import GroupCard, GroupPlan, PostKind, PostState
from db.locks import hold_desk, locked_group, locked_groups
from db.models import Group, Outbox

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.rotation.recurrence import Slot
    from bot.services.store import Store
    from bot.services.values import Caller
    from prompts import Deck, Prompt

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

    async def set_up(
        self, plan: GroupPlan, caller: Caller, now: datetime, *, lost: GroupCard | None = None
    ) -> GroupCard:
        """Create the channel's group, or change it for rounds to come. Raises BadInput.

        ``lost``: a group without a channel, which moves to this one if it has no group.
        """
        check_plan(plan)
        async with self._store.write() as session:
            await hold_desk(session, caller.guild_id)
            found = await _of_channels(session, caller.guild_id, [plan.channel_id])
            row = await locked_group(session, found.id) if found else None
            if row is None:
                await _require_nobody_elses(session, plan.channel_id)
            if row is None and lost is not None:
                row = await group_to_move(session, lost, caller)
                await move(session, row, plan.channel_id, now)
            if row is None:
                row = Group(guild_id=caller.guild_id, deck_seed=_seed(plan))
                row.slot_on, row.due_at = plan.recurrence.starts_on, now
                session.add(row)
            before = recurrence_of(row) if row.id else None
            _write(row, plan)
            await session.flush()
            if before != plan.recurrence:
                await move_on(session, row, now)
            else:
                await look_again(session, row, now)
            await change_reminder(session, row, now)
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
            row = await locked_group(session, group_id)
            if row is None or row.guild_id != caller.guild_id:
                raise NoGroupHere
            row.forget_at, row.removed = row.forget_at or now + GRACE, False
            await _call_off(session, [row.id])
            note(session, caller, row.id, Action.FORGET, now)
            return group_card(row)

    async def forget_guild(self, guild_id: int, now: datetime) -> None:
        """The bot was removed from a guild: its groups end as if each had been forgotten."""
        mine = (Group.guild_id == guild_id) & Group.forget_at.is_(None)
        async with self._store.write() as session:
            groups = await locked_groups(session, mine)
            await _call_off(session, groups)
            ending = {"forget_at": now + GRACE, "removed": True}
            await session.execute(update(Group).where(Group.id.in_(groups)).values(ending))

    async def keep_guild(self, guild_id: int) -> None:
        """The bot was invited again: what its removal would have ended goes on."""
        ours = (Group.guild_id == guild_id) & Group.removed
        async with self._store.write() as session:
            groups = Group.id.in_(await locked_groups(session, ours))
            kept = {"forget_at": None, "removed": False, "told": None}
            await session.execute(update(Group).where(groups).values(kept))

    async def settle_guilds(
        self, present: Collection[int], ours: Callable[[int], bool], now: datetime
    ) -> None:
        """Begin to end the groups of guilds the bot is no longer in; keep those it is back in.

        ``present``: every guild Discord lists, also unavailable ones. ``ours``: whether it would
        list this one to us.
        """
        found = select(Group.guild_id, Group.removed).where(
            Group.forget_at.is_(None) | Group.removed
        )
        async with self._store.read() as session:
            stored = {(guild_id, removed) for guild_id, removed in await session.execute(found)}
        for guild_id, removed in stored:
            if removed and guild_id in present:
                await self.keep_guild(guild_id)
            elif not removed and guild_id not in present and ours(guild_id):
                await self.forget_guild(guild_id, now)

    async def preview(
        self, plan: GroupPlan, guild_id: int, now: datetime, n: int, lost: GroupCard | None = None
    ) -> Preview:
        """The first prompt and the next ``n`` dates of a plan. Raises BadInput.

        ``lost``: a group that would move to the plan's channel, as with ``set_up``.
        """
        check_plan(plan)
        channels = [plan.channel_id] if lost is None else [plan.channel_id, lost.plan.channel_id]
        async with self._store.read() as session:
            row = await _of_channels(session, guild_id, channels)
            group_id, seed = (row.id, row.deck_seed) if row else (0, _seed(plan))
            lines = await deck_of(session, guild_id, group_id, self.deck)
            asked = await history(session, group_id)
            used, ranges = await dates_used(session, group_id), await ranges_of(session, group_id)
            after = await free_from(session, group_id, now)
            rule = plan.recurrence
            slots = open_slots(rule, after, n, lambda on: on in used or left_out(on, ranges))
            chosen = await swaps_that_hold(session, group_id, rule, slots[0].on) if slots else {}
        wanted = [chosen.get(slot.on) for slot in slots] or [None]
        later = [key for day, key in chosen.items() if day > slots[-1].on]
        first = planned(enabled(lines), asked, plan.order, seed, [*wanted, *later])[0]
        return Preview(next(each.prompt for each in lines if each.prompt.key == first), slots)


def _seed(plan: GroupPlan) -> int:
    return drawn_seed() if plan.new_seed is None else plan.new_seed


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
    row.sharing = plan.sharing
    row.size = plan.size
    row.reminder_hours, row.reminder_role_id = plan.reminder_hours, plan.reminder_role_id
    row.forget_at, row.removed = None, False  # Whoever sets a group up again wants to keep it.


async def _require_nobody_elses(session: AsyncSession, channel_id: int) -> None:
    # Discord lets nobody choose another server's channel, and neither do we.
    if await session.scalar(select(Group.id).where(Group.channel_id == channel_id)) is not None:
        raise BadInput(refusals.CHANNEL_IS_ELSEWHERE)


async def _call_off(session: AsyncSession, group_ids: Any) -> None:
    """What was to be asked or reminded of comes no more; what is said of a closed round does."""
    unsent = Outbox.state.in_((PostState.DUE, PostState.BLOCKED))
    asking = Outbox.kind.in_((PostKind.PROMPT, PostKind.REMINDER, PostKind.UNSHARED))
    theirs = Outbox.group_id.in_(group_ids) & unsent & asking
    await session.execute(update(Outbox).where(theirs).values(state=PostState.MISSED))


async def _of_channels(
    session: AsyncSession, guild_id: int, channel_ids: Collection[int]
) -> Group | None:
    found = select(Group).where(Group.guild_id == guild_id, Group.channel_id.in_(channel_ids))
    return await session.scalar(found)
