"""What an admin may ask for, said in one sentence each before anything is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import refusals
from bot.errors import BadInput
from bot.rotation.voices import LARGEST
from bot.services.values import K_CEILING, K_FLOOR

if TYPE_CHECKING:
    from bot.services.values import GroupPlan

CONTACTS_LIMIT = 300
LONGEST_OPEN = 56
LONGEST_KEPT = 730
SMALLEST = 2


def check_plan(plan: GroupPlan) -> None:
    """Raises BadInput, with what is expected, before anything is stored."""
    if not K_FLOOR <= plan.k <= K_CEILING:
        raise BadInput(refusals.smallest_number(K_FLOOR, K_CEILING))
    gap = 7 * plan.recurrence.every_weeks
    if not 1 <= plan.days_open <= min(gap, LONGEST_OPEN):
        raise BadInput(refusals.days_open(gap))
    if not 1 <= plan.retention_days <= LONGEST_KEPT:
        raise BadInput(refusals.days_kept(LONGEST_KEPT))
    if plan.size is not None and not SMALLEST <= plan.size <= LARGEST:
        raise BadInput(refusals.group_size(SMALLEST, LARGEST))
    longest = 24 * plan.days_open - 2
    if plan.reminder_hours is not None and not 1 <= plan.reminder_hours <= longest:
        raise BadInput(refusals.reminder_hours(longest))
    if plan.contacts is not None and "\0" in plan.contacts:  # No database keeps it.
        raise BadInput(refusals.CONTACTS_UNREADABLE)
    if plan.contacts is not None and len(plan.contacts) > CONTACTS_LIMIT:
        raise BadInput(refusals.contacts_length(len(plan.contacts), CONTACTS_LIMIT))
