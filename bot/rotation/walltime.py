"""Between a group's wall clock and the one time line.

A group thinks in wall time (*Mondays at 18:30*); everything stored and compared is an aware UTC
instant. The two meet only here, so that daylight saving is decided once.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from dateutil import tz

from bot.errors import BadInput

_HOURS_AND_MINUTES = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})")
_PLAIN = re.compile(r"[A-Za-z0-9_/:.+ -]{1,40}")
_LOOKS_LIKE_AN_ID = re.compile(r"[0-9]{9}")


class NotATime(BadInput):
    """What was typed is no time of day."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"{as_typed(typed)} is not a time of day. Write hours and minutes, for example 18:30."
        )


def as_typed(typed: str) -> str:
    """What someone typed, fit to be repeated in an error: short, plain, and never an id.

    Anything else (a pasted mention, a paragraph, nothing at all) becomes *That*.
    """
    text = typed.strip()
    fit = _PLAIN.fullmatch(text) and not _LOOKS_LIKE_AN_ID.search(text)
    return text if fit else "That"


def parse_wall_time(typed: str) -> time:
    """Read *18:30*, *8:05* or *18.30* on the 24-hour clock; raises NotATime for the rest."""
    found = _HOURS_AND_MINUTES.fullmatch(typed.strip())
    if found is None:
        raise NotATime(typed)
    try:
        return time(int(found[1]), int(found[2]))
    except ValueError:
        raise NotATime(typed) from None


def instant_of(day: date, at: time, zone: str) -> datetime:
    """Turn a local date and wall time into its aware UTC instant.

    A wall time that daylight saving skips moves forward by what was skipped (02:30 becomes
    03:30; RFC 5545, section 3.3.5, reads it the same way); one that comes twice means the first.
    """
    wall = datetime.combine(day, at.replace(fold=0), tzinfo=ZoneInfo(zone))
    return tz.resolve_imaginary(wall).astimezone(UTC)


def local(instant: datetime, zone: str) -> datetime:
    """Show an aware instant on the zone's wall clock; a naive one is a ValueError.

    Python would silently take a naive datetime for the machine's own zone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant must be aware; a naive datetime names no moment")
    return instant.astimezone(ZoneInfo(zone))
