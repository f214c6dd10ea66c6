"""The time zones a group may live in: named by place, because only a place keeps its own rules.

Abbreviations and fixed offsets (EST, Etc/GMT+5) are left out on purpose: they take no part in
daylight saving, so a group set up in winter would meet an hour off in summer.
"""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

from bot.errors import BadInput
from bot.rotation.walltime import as_typed

_REGIONS = (
    *("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/"),
    *("Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"),
)
# Offered before anything is typed: large places first, spread over the English-speaking world.
_COMMON = (
    *("Europe/London", "Europe/Dublin", "Europe/Berlin", "Europe/Paris", "Europe/Amsterdam"),
    *("Europe/Zurich", "Europe/Vienna", "Europe/Madrid", "Europe/Rome", "Europe/Stockholm"),
    *("Europe/Athens", "America/New_York", "America/Chicago", "America/Denver"),
    *("America/Los_Angeles", "America/Toronto", "America/Vancouver", "America/Sao_Paulo"),
    *("Africa/Johannesburg", "Asia/Jerusalem", "Asia/Kolkata", "Asia/Singapore"),
    *("Australia/Sydney", "Pacific/Auckland", "UTC"),
)

_ABBREVIATION = 3


class UnknownZone(BadInput):
    """What was typed names no time zone that a group can live in."""

    def __init__(self, typed: str) -> None:
        near = " or ".join(_nearest(typed))
        advice = (
            f"Did you mean {near}?"
            if near
            else "Name the nearest large city with its continent, for example Europe/Berlin."
        )
        super().__init__(f"{as_typed(typed)} is not a known time zone. {advice}")


def known_zone(typed: str) -> str:
    """Return the zone's proper name, however it was capitalised or spaced; else UnknownZone.

    A city alone will do where only one of today's zones is called by it.
    """
    sought = _squash(typed)
    found = _by_squashed_name().get(sought) or _of_city(sought)
    if found is None:
        raise UnknownZone(typed)
    return found


def _of_city(sought: str) -> str | None:
    names = _by_squashed_name()
    called_so = [name for key, name in names.items() if key.rpartition("/")[2] == sought]
    todays = [name for name in called_so if name in _todays_names()]
    (only,) = todays if len(todays) == 1 else called_so if len(called_so) == 1 else (None,)
    return only


def zones_matching(text: str, limit: int = 25) -> tuple[str, ...]:
    """Up to `limit` zone names for what has been typed so far, the likeliest first.

    Before anything is typed: common zones. Discord shows at most 25 choices.
    """
    typed = _squash(text)
    if not typed:
        return _COMMON[:limit]
    ranked = sorted(
        (closeness, place, name)
        for place, (squashed, name) in enumerate(_by_squashed_name().items())
        if (closeness := _closeness(typed, squashed)) is not None
    )
    return tuple(name for _, _, name in ranked[:limit])


def _closeness(typed: str, squashed: str) -> int | None:
    """0 is the city itself, then how it begins, how the name begins, anywhere; else None."""
    city = squashed.rpartition("/")[2]
    matches = (
        city == typed,
        city.startswith(typed),
        squashed.startswith(typed),
        typed in city,
        typed in squashed,
    )
    return matches.index(True) if any(matches) else None


def _nearest(typed: str) -> tuple[str, ...]:
    """Up to three names that were probably meant: what begins so, else what is spelt nearly so."""
    sought = _squash(typed)
    names = _by_squashed_name()
    cities = {squashed.rpartition("/")[2]: name for squashed, name in reversed(names.items())}
    begins = [city for city in cities if sought and city.startswith(sought)]
    # Three letters are an abbreviation, and what is spelt like one is a place far away from it.
    spelt = (
        get_close_matches(sought, [*names, *cities], cutoff=0.8)
        if len(sought) > _ABBREVIATION
        else []
    )
    close = begins[::-1] or spelt
    return tuple(dict.fromkeys(names.get(each) or cities[each] for each in close[:3]))


def _squash(text: str) -> str:
    """Leave letters, digits and slashes: *New York*, *new_york* and *newyork* are one city."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if letter.isalnum() or letter == "/")


# Kept, because an autocompletion asks at every keystroke and the directories take 6 ms to walk.
@cache
def _by_squashed_name() -> dict[str, str]:
    """Every zone on offer: common ones, then today's names, then older names of the same places."""
    today = _todays_names()
    usable = {name for name in available_timezones() if name.startswith(_REGIONS)}
    names = (*_COMMON, *sorted(today & usable), *sorted(usable - today))
    return {_squash(name): name for name in dict.fromkeys(names)}


@cache
def _todays_names() -> frozenset[str]:
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    return frozenset(line.split("\t")[2] for line in table.splitlines() if line[:1] != "#")
