"""What may still happen to a slot that has come, perhaps long ago, and when its round closes.

After an outage a prompt is better late than lost, but not at three in the morning, and not so
late that it crowds the next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from bot.errors import BadInput
from bot.rotation.recurrence import Slot
from bot.rotation.walltime import instant_of, local

ON_TIME = timedelta(minutes=10)
CATCH_UP = timedelta(hours=48)
USELESS = timedelta(hours=1)
DAY_BEGINS = time(8)
DAY_ENDS = time(21)


class Verdict(StrEnum):
    """What to do with a slot now."""

    POST = "post"
    WAIT = "wait"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict; `until` (aware UTC) stands only beside WAIT: ask again then."""

    verdict: Verdict
    until: datetime | None = None


def decide(slot: Slot, now: datetime, zone: str) -> Decision:
    """Judge a slot that has not been posted yet, at an aware instant.

    Up to 10 minutes after its time it is posted whatever the hour, since a group may have chosen
    22:00. Later only from 8:00 to before 21:00 local, and up to 48 hours late. A slot whose next
    such hour lies beyond that is missed at once, so that nobody waits for it.
    """
    if now < slot.at:
        return Decision(Verdict.WAIT, slot.at)
    if now - slot.at <= ON_TIME:
        return Decision(Verdict.POST)
    if now - slot.at > CATCH_UP:
        return Decision(Verdict.MISSED)
    if DAY_BEGINS <= local(now, zone).time() < DAY_ENDS:
        return Decision(Verdict.POST)
    morning = _next_morning(now, zone)
    if morning - slot.at > CATCH_UP:
        return Decision(Verdict.MISSED)
    return Decision(Verdict.WAIT, morning)


def closing(opened_at: datetime, days_open: int, next_slot: Slot, zone: str) -> datetime:
    """Say when a round that opened then is to close, as an aware UTC instant.

    The same wall time `days_open` days later, never after the next slot. Wall days and not spans
    of 24 hours: people remember *Thursday at half past six*, and the next slot keeps its wall time
    too, so a full week ends exactly when the next prompt comes, also when the clocks change.
    """
    if days_open < 1:
        raise BadInput("A round stays open for at least one day.")
    if next_slot.at <= opened_at:
        raise ValueError("the next slot must lie after the opening")
    wall = local(opened_at, zone)
    closes = instant_of(wall.date() + timedelta(days=days_open), wall.time(), zone)
    return min(closes, next_slot.at.astimezone(UTC))


def reminding(
    opens_at: datetime, closes_at: datetime, hours: int, now: datetime, zone: str
) -> Decision:
    """Judge a reminder that is to come so many hours before a round closes.

    It keeps to the hours of a late prompt. One that would come within an hour of the opening or of
    the closing helps nobody any more and is missed, unless it is on time.
    """
    at = closes_at - timedelta(hours=hours)
    last = max(closes_at - USELESS, at + ON_TIME)
    if at < opens_at + USELESS or now > last:
        return Decision(Verdict.MISSED)
    decision = decide(Slot(local(at, zone).date(), at), now, zone)
    if decision.until is not None and decision.until > last:
        return Decision(Verdict.MISSED)
    return decision


def by_day(at: datetime, zone: str) -> datetime:
    """An instant itself, if it lies between 8:00 and 21:00 local; else the next morning at 8:00."""
    return at if DAY_BEGINS <= local(at, zone).time() < DAY_ENDS else _next_morning(at, zone)


def _next_morning(now: datetime, zone: str) -> datetime:
    wall = local(now, zone)
    later_today = wall.time() < DAY_BEGINS
    day = wall.date() if later_today else wall.date() + timedelta(days=1)
    return instant_of(day, DAY_BEGINS, zone)
