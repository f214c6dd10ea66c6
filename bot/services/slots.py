"""Which slot of a group comes next, with what it leaves out passed over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func

from bot import refusals
from bot.errors import BadInput, NoGroupHere
from bot.rotation.dates import Dates, left_out, open_slots
from bot.rotation.walltime import local
from bot.services.cards import recurrence_of
from bot.services.decks import dates_used, ranges_of
from bot.services.gathered import rounds_of
from db.locks import hold_desk, locked_group
from db.models import Group, LeftOut, Swap

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.rotation.recurrence import Slot
    from bot.services.values import Caller

MOST_RANGES = 50
AN_INSTANT = timedelta(microseconds=1)
WAITS = timedelta(hours=12)
"""So long a prompt waits for a round to close, rather than that its date is passed over."""


async def slots_ahead(
    session: AsyncSession, group: Group, after: datetime, n: int
) -> tuple[Slot, ...]:
    """The next slots after an instant: none on a date that is left out or has had its prompt.

    And none long before an open round has closed: that one keeps the hour it was told.
    """
    after = await free_from(session, group.id, after)
    ranges, used = await ranges_of(session, group.id), await dates_used(session, group.id)
    return open_slots(
        recurrence_of(group), after, n, lambda day: day in used or left_out(day, ranges)
    )


async def free_from(session: AsyncSession, group_id: int, after: datetime) -> datetime:
    """After which instant a group's next slot can lie: its prompt comes once a round has closed."""
    rounds = await rounds_of(session, group_id)
    ends = [each.open_until for each in rounds if each.open_until is not None]
    return max([after, *(end - WAITS for end in ends)])


async def move_on(session: AsyncSession, group: Group, after: datetime) -> None:
    """Let the group wait for its next slot after an instant.

    In a pause without an end that is the next date of its rhythm, which is then passed over.
    """
    found = await slots_ahead(session, group, after, 1)
    slot = found[0] if found else recurrence_of(group).next_after(after)
    group.slot_on, group.due_at = slot.on, slot.at


async def is_out(session: AsyncSession, group: Group, now: datetime) -> bool:
    """Whether the group's slot is left out; a late one also where its day has come to be."""
    ranges = await ranges_of(session, group.id)
    today = local(now, group.zone).date()
    return any(left_out(day, ranges) for day in {group.slot_on, max(today, group.slot_on)})


async def look_again(session: AsyncSession, group: Group, now: datetime) -> None:
    """After dates were left out or taken back: wait for the right slot, and lose none.

    A slot that has come and still waits for its hour stays.
    """
    waits = recurrence_of(group).on(group.slot_on).at <= now
    if not waits or await is_out(session, group, now):
        await move_on(session, group, now)


async def group_in(
    session: AsyncSession, group_id: int, caller: Caller, *, lock: bool = False
) -> Group:
    """The caller's group; to change it, or its server's prompts, with ``lock``. Raises NoGroupHere.

    Raises BadInput where it is about to be forgotten.
    """
    if lock:
        await hold_desk(session, caller.guild_id)
        group = await locked_group(session, group_id)
    else:
        group = await session.get(Group, group_id)
    if group is None or group.guild_id != caller.guild_id:
        raise NoGroupHere
    if group.forget_at is not None:
        raise BadInput(refusals.GROUP_IS_ENDING)
    return group


async def dates_ahead(session: AsyncSession, group: Group, n: int) -> tuple[Slot, ...]:
    """The dates ahead, from the one the group waits for, also if it has come and waits too."""
    waits = recurrence_of(group).on(group.slot_on).at
    return await slots_ahead(session, group, waits - AN_INSTANT, n)


async def leave_out(session: AsyncSession, group: Group, dates: Dates, now: datetime) -> None:
    """Leave these dates out, too. Raises BadInput where that changes nothing."""
    await forget_what_is_over(session, group, now)
    ranges = await ranges_of(session, group.id)
    if any(_covers(each, dates) for each in ranges):
        raise BadInput(refusals.LEFT_OUT_ALREADY)
    if len(ranges) >= MOST_RANGES:
        raise BadInput(refusals.too_many_ranges(MOST_RANGES))
    session.add(LeftOut(group_id=group.id, first_on=dates.first, last_on=dates.last))
    await session.flush()
    await look_again(session, group, now)


async def take_back(session: AsyncSession, group: Group, day: date) -> tuple[Dates, ...]:
    """Leave out no more what leaves this date out; gives what that was, earliest first."""
    ends_after = func.coalesce(LeftOut.last_on, day) >= day
    covering = delete(LeftOut).where(
        LeftOut.group_id == group.id, LeftOut.first_on <= day, ends_after
    )
    gone = await session.execute(covering.returning(LeftOut.first_on, LeftOut.last_on))
    return tuple(Dates(row.first_on, row.last_on) for row in sorted(gone, key=lambda r: r.first_on))


async def forget_what_is_over(session: AsyncSession, group: Group, now: datetime) -> None:
    today = local(now, group.zone).date()
    over = delete(LeftOut).where(LeftOut.group_id == group.id, LeftOut.last_on < today)
    await session.execute(over)
    gone = Swap.slot_on < min(today, group.slot_on)
    await session.execute(delete(Swap).where(Swap.group_id == group.id, gone))


def _covers(wide: Dates, narrow: Dates) -> bool:
    if narrow.last is None:
        return wide.last is None and wide.first <= narrow.first
    return narrow.first in wide and narrow.last in wide
