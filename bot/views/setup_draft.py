"""What an admin has chosen so far, before anything is stored.

A page and its forms change often and are thrown away at any time; a draft is only ever replaced,
so that a change which cannot be used leaves the page exactly as it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.errors import BadInput
from bot.rotation import Order, Recurrence, drawn_seed, proposed_k
from bot.rotation.walltime import as_typed, local
from bot.services.values import K_FLOOR, GroupPlan, Sharing
from bot.views.catalogue import setup as words

if TYPE_CHECKING:
    from bot.services.values import GroupCard

SIX_IN_THE_EVENING = time(18)
FRIDAY = 4
_WHOLE_NUMBER = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class GroupExtras:
    """What stands in the second form; each has a default that suits most groups."""

    size: int | None = None
    order: Order = Order.IN_ORDER
    retention_days: int = 90
    reminder_hours: int | None = None
    reminder_role_id: int | None = None


@dataclass(frozen=True, slots=True)
class SetupDraft:
    """A plan in the making: only the channel and the role have no default."""

    zone: str
    weekday: int
    at: time = SIX_IN_THE_EVENING
    channel_id: int | None = None
    role_id: int | None = None
    every_weeks: int = 1
    days_open: int = 5
    k: int = K_FLOOR
    notices_channel_id: int | None = None
    contacts: str | None = None
    extra: GroupExtras = GroupExtras()
    sharing: Sharing = Sharing.FACILITATOR
    k_is_chosen: bool = False
    """Whether an admin decided on k; until then it is proposed by the group's size."""
    was: GroupPlan | None = None
    """The plan that is being changed; what the page does not show of it stays as it is."""
    seed: int = field(default_factory=drawn_seed, compare=False)
    """The shuffled order of a group that begins: drawn here, so that the page shows it truly."""

    @classmethod
    def fresh(cls, zone: str, now: datetime) -> SetupDraft:
        """For a new group: tomorrow evening, or Monday's where tomorrow is a weekend."""
        tomorrow = (local(now, zone) + timedelta(days=1)).weekday()
        return cls(zone, tomorrow if tomorrow <= FRIDAY else 0)

    @classmethod
    def of(cls, group: GroupCard, zone: str) -> SetupDraft:
        """A group's own settings, in the zone that was just given."""
        plan, rhythm = group.plan, group.plan.recurrence
        return cls(
            zone,
            rhythm.weekday,
            rhythm.at,
            plan.channel_id,
            plan.facilitator_role_id,
            rhythm.every_weeks,
            plan.days_open,
            plan.k,
            plan.notices_channel_id,
            plan.contacts,
            GroupExtras(
                plan.size,
                plan.order,
                plan.retention_days,
                plan.reminder_hours,
                plan.reminder_role_id,
            ),
            sharing=plan.sharing,
            k_is_chosen=True,
            was=plan,
        )

    @property
    def complete(self) -> bool:
        """Whether it could be started."""
        return self.channel_id is not None and self.role_id is not None

    def moved_to(self, channel_id: int) -> SetupDraft:
        """The same settings for a channel without a group, which has no rhythm to keep."""
        return replace(self, channel_id=channel_id, was=None)

    def recurrence(self, now: datetime) -> Recurrence:
        """A group's own alternation of weeks is kept; a new one begins as soon as it can."""
        today = local(now, self.zone).date()
        weekly = Recurrence(self.weekday, self.at, self.zone, today)
        before = self.was.recurrence if self.was else weekly
        kept = self.was is not None and before.every_weeks == self.every_weeks
        starts_on = before.starts_on if kept else weekly.next_after(now).on
        return replace(weekly, starts_on=starts_on, every_weeks=self.every_weeks)

    def plan(self, now: datetime) -> GroupPlan:
        """What would be stored; 0 stands for what is not chosen yet. Raises BadInput."""
        rhythm = self.recurrence(now)
        apart = self.notices_channel_id != self.channel_id
        return replace(
            self.was or GroupPlan(0, 0, rhythm, self.days_open, self.k, Order.IN_ORDER),
            channel_id=self.channel_id or 0,
            facilitator_role_id=self.role_id or 0,
            recurrence=rhythm,
            days_open=self.days_open,
            k=self.k,
            notices_channel_id=self.notices_channel_id if apart else None,
            contacts=self.contacts,
            order=self.extra.order,
            size=self.extra.size,
            retention_days=self.extra.retention_days,
            reminder_hours=self.extra.reminder_hours,
            reminder_role_id=self.extra.reminder_role_id,
            sharing=self.sharing,
            new_seed=None if self.was else self.seed,
        )

    def with_extra(self, extra: GroupExtras) -> SetupDraft:
        """The same with the second form's settings; k follows the size until it was chosen."""
        proposed = self.k if self.k_is_chosen or not extra.size else proposed_k(extra.size)
        return replace(self, extra=extra, k=proposed)


@dataclass(frozen=True, slots=True)
class MoreTyped:
    """The form *More settings* as it was filled in, readable or not, so that it can be reopened."""

    days_open: str
    k: str
    every_weeks: str
    notices_channel_id: int | None
    contacts: str

    @classmethod
    def of(cls, draft: SetupDraft) -> MoreTyped:
        return cls(
            str(draft.days_open),
            str(draft.k),
            str(draft.every_weeks),
            draft.notices_channel_id,
            draft.contacts or "",
        )

    def into(self, draft: SetupDraft) -> SetupDraft:
        """The draft with these settings. Raises BadInput."""
        k = whole(self.k, words.K_LABEL)
        return replace(
            draft,
            days_open=whole(self.days_open, words.DAYS_OPEN_LABEL),
            k=k,
            k_is_chosen=draft.k_is_chosen or k != draft.k,
            every_weeks=whole(self.every_weeks, words.EVERY_LABEL),
            notices_channel_id=self.notices_channel_id,
            contacts=self.contacts.strip() or None,
        )


def whole(typed: str, field: str) -> int:
    """The number in a field. Raises BadInput naming the field."""
    if not _WHOLE_NUMBER.fullmatch(typed.strip()):
        raise BadInput(words.not_a_number(field, as_typed(typed)))
    return int(typed)
