"""When a group's rounds fall due: one weekday and wall time, in the group's own zone.

Only the rule is kept and the next slot is worked out from it each time. Instants computed ahead,
or seven days added in UTC, would be an hour off after the clocks change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import WEEKLY, rrule

from bot.errors import BadInput
from bot.rotation.walltime import instant_of, local
from bot.rotation.zones import known_zone

MOST_WEEKS = 8
_WEEKDAYS = 7
_YEARS = range(2000, 2200)


class BadRecurrence(BadInput):
    """A weekday, interval or first date that no group can meet on."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A moment at which a round falls due.

    on: the local date, which is the slot's identity: the clocks cannot make it come twice.
    at: the aware UTC instant.
    """

    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Every n weeks on a weekday at a wall time, from the first such date on or after `starts_on`.

    weekday: 0 is Monday. at: naive. zone: a name that known_zone gives. every_weeks: 1 to 8.
    Raises BadRecurrence or UnknownZone.
    """

    weekday: int
    at: time
    zone: str
    starts_on: date
    every_weeks: int = 1

    def __post_init__(self) -> None:
        if self.weekday not in range(_WEEKDAYS):
            raise BadRecurrence("A weekday is a number from 0 (Monday) to 6 (Sunday).")
        if not 1 <= self.every_weeks <= MOST_WEEKS:
            raise BadRecurrence(
                f"A prompt can come every 1 to {MOST_WEEKS} weeks, not every {self.every_weeks}."
            )
        if self.starts_on.year not in _YEARS:
            raise BadRecurrence(f"{self.starts_on} is too far away to be a first date.")
        if self.at.tzinfo is not None:
            raise ValueError("a wall time has no zone of its own")
        if known_zone(self.zone) != self.zone:
            raise ValueError("a zone is kept under the name that known_zone gives")

    @property
    def first(self) -> date:
        """The anchor: the first date on or after `starts_on` that has the weekday."""
        return self.starts_on + timedelta(days=(self.weekday - self.starts_on.weekday()) % 7)

    def __contains__(self, day: date) -> bool:
        days = timedelta(weeks=self.every_weeks).days
        return day >= self.first and (day - self.first).days % days == 0

    def on(self, day: date) -> Slot:
        """Give the slot of a local date, with a skipped or doubled wall time resolved.

        Any date will do: a slot once recorded keeps its date when the weekday changes later.
        """
        return Slot(day, instant_of(day, self.at, self.zone))

    def next_after(self, instant: datetime) -> Slot:
        """Give the first slot strictly after an aware instant."""
        return next(self._after(instant))

    def upcoming(self, instant: datetime, n: int) -> tuple[Slot, ...]:
        """Give the next n slots strictly after an aware instant, in order."""
        return tuple(islice(self._after(instant), n))

    def _after(self, instant: datetime) -> Iterator[Slot]:
        for day in self._dates_from(local(instant, self.zone).date()):
            slot = self.on(day)
            if slot.at > instant:
                yield slot

    def _dates_from(self, day: date) -> Iterator[date]:
        # An RRULE counts from its start: after ten years that is 1.5 ms a question, so the rule
        # is started from the last of its own dates up to the day. Up to, since a gap can move
        # that slot to the day after where a zone crossed the date line.
        interval = timedelta(weeks=self.every_weeks)
        start = self.first + max(0, (day - self.first) // interval) * interval
        wall = datetime.combine(start, self.at)
        for each in rrule(WEEKLY, dtstart=wall, interval=self.every_weeks):
            yield each.date()
