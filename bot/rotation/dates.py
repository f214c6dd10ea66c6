"""Dates a person types, and dates on which no prompt comes.

Holidays, a pause and one skipped date are the same thing: days without a prompt. So there is
one rule for all three, and taking any of them back means the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from bot.errors import BadInput
from bot.rotation.recurrence import Recurrence, Slot
from bot.rotation.walltime import as_typed

LONGEST_RANGE = 366
FARTHEST = timedelta(days=2 * 366)
HORIZON = 120
"""So many slots are looked through for one that is not left out: two years of weeks."""

_ISO = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})")
_DOTS = re.compile(r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[0-9]{4})")
_WORDS = re.compile(r"(?P<d>[0-9]{1,2}) (?P<m>[A-Za-z]{3,9})\.? (?P<y>[0-9]{4})")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


class NotADate(BadInput):
    """What was typed is no day of the calendar."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"{as_typed(typed)} is not a date. Write year, month and day, for example 2026-12-24, "
            "or choose one from the list that appears. Nothing was changed."
        )


class BadRange(BadInput):
    """Two dates that make no range a group could leave out."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The local dates from ``first`` to ``last``, both included; no ``last`` means without an end.

    Raises BadRange where it would end before it begins.
    """

    first: date
    last: date | None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise BadRange(
                f"The last date, {self.last}, lies before the first, {self.first}. Please give the "
                "earlier one first. Nothing was changed."
            )

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def parse_date(typed: str, today: date) -> date:
    """Read *2026-12-24*, *24.12.2026* or *24 Dec 2026*.

    Raises NotADate for the rest, 31 February too, and BadRange for what is over or years away.
    """
    text = typed.strip()
    found = _ISO.fullmatch(text) or _DOTS.fullmatch(text) or _WORDS.fullmatch(text)
    if found is None:
        raise NotADate(typed)
    try:
        day = date(int(found["y"]), _month(found["m"]), int(found["d"]))
    except ValueError:
        raise NotADate(typed) from None
    if not today <= day <= today + FARTHEST:
        when = "lies in the past" if day < today else "is more than two years away"
        raise BadRange(f"{day} {when}. Nothing was changed.")
    return day


def dates_from(first: date, last: date | None) -> Dates:
    """A range as an admin may leave it out: at most a year. Raises BadRange."""
    dates = Dates(first, last)
    if last is not None and (last - first).days >= LONGEST_RANGE:
        raise BadRange(
            "That is more than a year. Pause the group with /schedule pause instead. "
            "Nothing was changed."
        )
    return dates


def left_out(day: date, ranges: Iterable[Dates]) -> bool:
    """Say whether no prompt comes on this local date."""
    return any(day in each for each in ranges)


def longest_over(day: date, ranges: Iterable[Dates]) -> Dates | None:
    """The range that leaves this date out and ends last; None if none does."""
    over = (each for each in ranges if day in each)
    return max(over, key=lambda each: each.last or date.max, default=None)


def open_slots(
    rule: Recurrence, instant: datetime, n: int, is_out: Callable[[date], bool]
) -> tuple[Slot, ...]:
    """Give the next n slots strictly after an instant that are not out; fewer in a long pause."""
    near = rule.upcoming(instant, n)
    ahead = rule.upcoming(instant, HORIZON) if any(is_out(each.on) for each in near) else near
    return tuple(islice((slot for slot in ahead if not is_out(slot.on)), n))


def _month(text: str) -> int:
    if text.isdecimal():
        return int(text)
    short = text[:3].lower()
    if short not in _MONTHS:
        raise ValueError
    return _MONTHS.index(short) + 1
