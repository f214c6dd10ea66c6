"""What the commands of the admin's desk have in common: who may use them, and how dates read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from bot.rotation.dates import Dates

GROUP_OPTION = "The group, if the server has several and this is not its channel."


def day(on: date) -> str:
    """A date without a time, such as *Monday, 2 March 2026*; the same in everyone's time zone."""
    return f"{on:%A}, {on.day} {on:%B %Y}"


def dates(these: Dates) -> str:
    if these.last is None:
        return f"from {day(these.first)} on"
    if these.first == these.last:
        return day(these.first)
    return f"{day(these.first)} to {day(these.last)}"


def date_choice(on: date, title: str) -> str:
    """A date in a list to choose from."""
    return f"{on:%a} {on.day} {on:%b %Y} · {title}"


def range_choice(these: Dates) -> str:
    return f"left out: {dates(these)}"
