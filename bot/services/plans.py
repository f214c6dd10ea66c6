"""What an admin may ask for, said in one sentence each before anything is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    if plan.size is not None and not SMALLEST <= plan.size <= LARGEST:
        raise BadInput(
            f"A group has from {SMALLEST} to {LARGEST} people. Leave the field empty if you would "
            "rather not say. Nothing was changed."
        )
    longest = 24 * plan.days_open - 2
    if plan.reminder_hours is not None and not 1 <= plan.reminder_hours <= longest:
        raise BadInput(
            f"A reminder can come from 1 to {longest} hours before a round of this length closes. "
            "Nothing was changed."
        )
    if plan.contacts is not None and "\0" in plan.contacts:  # No database keeps it.
        raise BadInput("The care contacts hold a character that cannot be kept. Nothing changed.")
    if plan.contacts is not None and len(plan.contacts) > CONTACTS_LIMIT:
        raise BadInput(
            f"The care contacts have {len(plan.contacts)} characters; {CONTACTS_LIMIT} fit on a "
            "prompt. Nothing was changed."
        )
