"""What an admin changes about the dates ahead: pauses, holidays, another prompt, one at once.

Each change is checked first and then said back with what comes next, so that nobody has to wait
for a week to find out what they did.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from bot import refusals
from bot.errors import BadInput
from bot.rotation.dates import Dates, left_out, longest_over
from bot.rotation.walltime import local
from bot.services.audit import Action, note
from bot.services.decks import deck_of, ranges_of
from bot.services.desk import BroughtBack
from bot.services.plans import check_plan
from bot.services.reminding import change_reminder
from bot.services.slots import (
    dates_ahead,
    forget_what_is_over,
    group_in,
    leave_out,
    look_again,
    take_back,
)
from db.models import Swap

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.services.store import Store
    from bot.services.values import Caller, GroupPlan
    from prompts import Deck, Prompt

SLOTS_TO_CHOOSE = 25


class Schedule:
    """The dates of a group, of the caller's guild; whether they may, the doors check."""

    def __init__(self, store: Store, deck: Deck) -> None:
        self._store = store
        self._deck = deck

    async def leave_out(
        self, group_id: int, caller: Caller, dates: Dates, now: datetime, action: Action
    ) -> None:
        """No prompt on these dates. Raises BadInput where that changes nothing, or NoGroupHere."""
        async with self._store.write() as session:
            group = await group_in(session, group_id, caller, lock=True)
            await leave_out(session, group, dates, now)
            note(session, caller, group_id, action, now)

    async def pause(
        self, group_id: int, caller: Caller, dates: Dates, now: datetime
    ) -> tuple[Dates, ...]:
        """No prompt from today on; gives what left today out before, whose place this takes.

        Raises BadInput where that changes nothing, or NoGroupHere.
        """
        async with self._store.write() as session:
            group = await group_in(session, group_id, caller, lock=True)
            before = await take_back(session, group, dates.first)
            longest = longest_over(dates.first, before)
            if longest is not None and longest.last == dates.last:
                raise BadInput(refusals.LEFT_OUT_ALREADY)
            await leave_out(session, group, dates, now)
            note(session, caller, group_id, Action.PAUSED, now)
            return before

    async def skip(self, group_id: int, caller: Caller, day: date | None, now: datetime) -> date:
        """Leave one date out, the next one if none is given. Raises BadInput."""
        async with self._store.read() as session:
            group = await group_in(session, group_id, caller)
            ahead = [slot.on for slot in await dates_ahead(session, group, SLOTS_TO_CHOOSE * 4)]
        if not ahead:
            raise BadInput(refusals.PAUSED_ALREADY)
        chosen = day or ahead[0]
        if chosen not in ahead:
            raise BadInput(refusals.no_prompt_on(chosen, ahead[0]))
        await self.leave_out(group_id, caller, Dates(chosen, chosen), now, Action.LEFT_OUT)
        return chosen

    async def resume(self, group_id: int, caller: Caller, now: datetime) -> None:
        """End what leaves today out. Raises BadInput when the prompts are not paused."""
        async with self._store.write() as session:
            group = await group_in(session, group_id, caller, lock=True)
            if not await take_back(session, group, local(now, group.zone).date()):
                raise BadInput(refusals.NOT_PAUSED)
            await look_again(session, group, now)
            note(session, caller, group_id, Action.RESUMED, now)

    async def bring_back(
        self, group_id: int, caller: Caller, day: date, now: datetime
    ) -> BroughtBack:
        """Take back what was left out on a date, and the prompt chosen for it. Raises BadInput."""
        async with self._store.write() as session:
            group = await group_in(session, group_id, caller, lock=True)
            gone = delete(Swap).where(Swap.group_id == group_id, Swap.slot_on == day)
            swapped = (await session.execute(gone.returning(Swap.slot_on))).first()
            back = await take_back(session, group, day)
            if not back and swapped is None:
                raise BadInput(refusals.nothing_to_bring_back(day))
            await look_again(session, group, now)
            note(session, caller, group_id, Action.BROUGHT_BACK, now)
            today = local(now, group.zone).date()
            still = left_out(today, await ranges_of(session, group_id))
            over = left_out(today, back) and not still
            return BroughtBack(back, swapped is not None, over)

    async def swap(
        self, group_id: int, caller: Caller, day: date, key: str, now: datetime
    ) -> Prompt:
        """Ask this prompt on a date to come; the one it pushes aside comes later.

        Raises BadInput for a date without a prompt, or a prompt that is not enabled.
        """
        async with self._store.write() as session:
            group = await group_in(session, group_id, caller, lock=True)
            await forget_what_is_over(session, group, now)
            ahead = [slot.on for slot in await dates_ahead(session, group, SLOTS_TO_CHOOSE * 4)]
            if day not in ahead:
                raise BadInput(refusals.no_prompt_on(day, ahead[0] if ahead else None))
            lines = await deck_of(session, group.guild_id, group_id, self._deck)
            found = [line for line in lines if line.prompt.key == key and line.enabled]
            if not found:
                raise BadInput(refusals.NO_SUCH_ENABLED_PROMPT)
            await session.merge(Swap(group_id=group_id, slot_on=day, prompt_key=key))
            note(session, caller, group_id, Action.SWAPPED, now)
            return found[0].prompt

    async def remind(self, group_id: int, caller: Caller, plan: GroupPlan, now: datetime) -> None:
        """Take the plan's reminder over, for an open round too. Raises BadInput."""
        check_plan(plan)
        async with self._store.write() as session:
            group = await group_in(session, group_id, caller, lock=True)
            group.reminder_hours = plan.reminder_hours
            group.reminder_role_id = plan.reminder_role_id
            await change_reminder(session, group, now)
            note(session, caller, group_id, Action.REMINDER, now)
