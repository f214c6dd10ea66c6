"""What is said of many rounds side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.themes.over_time import FEWEST_ROUNDS
from bot.views.catalogue import common, drawings

if TYPE_CHECKING:
    from datetime import date

    from bot.themes.asked import Spread
    from bot.themes.over_time import AskedAgain, Course, Ticked

BUTTON = "Over time"

TITLE = "Over time"
PLACES = "The same prompt, asked again"
NOTHING_AGAIN = (
    "None of these rounds offered a strand that another one offered, too, so there is nothing to "
    "set side by side yet."
)
HOW_MADE = (
    "-# Counted from what was ticked in the rounds that your role may read. A round that did not "
    "offer something is left out there: it was not asked. Other prompts and other people make "
    "other counts, so a change is a question and not a finding."
)

PICTURE = {
    "title": TITLE,
    "key": "Each bar is a round: how many of its voices ticked this. No bar: it was not offered.",
    "unseen": drawings.UNSEEN,
}
PLACES_PICTURE = {
    "title": PLACES,
    "key": "Voices at each of the five steps, each time.",
    "unseen": drawings.UNSEEN,
}


def too_few(rounds: int) -> str:
    missing = FEWEST_ROUNDS - rounds
    so_far = "There is 1" if rounds == 1 else f"There are {rounds or 'none'}"
    more = "1 more round" if missing == 1 else f"{missing} more rounds"
    return (
        f"**{TITLE}** sets at least {FEWEST_ROUNDS} sealed rounds side by side. {so_far} that you "
        f"may read, so it takes {more}."
    )


def heading(rounds: int, page: int, pages: int) -> str:
    """``page`` counts from 1."""
    where = f" Page {page} of {pages}." if pages > 1 else ""
    return f"## {TITLE}\nThe last {rounds} sealed rounds that you may read.{where}"


def row(each: Ticked) -> str:
    """One round of a code in the table, at most 40 columns."""
    return f"{table_day(each.on):>11}   {each.voices:>3} of {each.of}"


def places_row(on: date, spread: Spread) -> str:
    counts = " ".join(f"{count:>3}" for count in spread.counts)
    return f"{table_day(on):>11}   {counts}"


def poles(spread: Spread) -> str:
    return f"{spread.poles.left} … {spread.poles.right}"


def table_day(on: date) -> str:
    return f"{on.day} {on:%b %Y}"


def short_day(on: date) -> str:
    return f"{on.day} {on:%b}"


def span(first: date, last: date) -> str:
    """Both in short, with a year only where it is not the same."""
    begins = short_day(first) if first.year == last.year else table_day(first)
    return f"{begins} to {table_day(last)}"


def n_of_n(each: Ticked) -> str:
    return common.n_of_n(each.voices, each.of)


def picture(courses: tuple[Course, ...]) -> str:
    """The small pictures for those who hear them read out, the newest rounds of each first."""
    parts = ["Bars for each round, newest first."]
    parts += [f"{each.name}: {_ticks(each)}." for each in courses]
    return " ".join(parts)


def places_picture(found: tuple[AskedAgain, ...]) -> str:
    parts = ["Where voices stood, each time."]
    for again in found:
        parts += [f"{short_day(on)}: {drawings.steps(spread)}." for on, spread in again.spreads]
    return " ".join(parts)


def _ticks(course: Course) -> str:
    newest = reversed(course.rounds)
    return ", ".join(f"{short_day(each.on)} {n_of_n(each)}" for each in newest)
