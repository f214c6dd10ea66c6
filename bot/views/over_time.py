"""The rounds of a group side by side, for one facilitator: as a table, and as small pictures."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.drawing.job import Drawing, Template
from bot.themes.over_time import FEWEST_ROUNDS
from bot.views import document_ids
from bot.views.catalogue import common, drawings
from bot.views.catalogue import courses as words
from bot.views.chart import within_alt
from bot.views.defang import plain
from bot.views.layout import Part, Reply, button, framed, said
from bot.views.pages import length
from bot.views.summary import SUMMARY

if TYPE_CHECKING:
    from datetime import date

    from bot.themes.asked import Spread
    from bot.themes.over_time import AskedAgain, Course, OverTime

COLUMNS = 40
"""What a phone shows of a line in a code block."""
ROOM = 3400
"""For the table of one page; Discord takes 4,000 characters for all texts of a message."""
MOST_PLACES = 4
"""Prompts whose places are drawn: those asked most recently. The table has all."""
NUMBERED = 9
"""Up to so many rounds each bar has its number above it; more would not be legible."""
NAMES = ("over-time.png", "places.png")


def pictures(found: OverTime) -> tuple[Drawing, ...]:
    """What is to be drawn beside the first page: the strands; the places, where there are any."""
    drawn = []
    if found.courses:
        drawn.append(Drawing(Template.COURSE, _courses(found)))
    if found.asked_again:
        drawn.append(Drawing(Template.PLACES, _places(newest(found))))
    return tuple(drawn)


def over_time(
    found: OverTime, group_id: int, page: int = 0, drawn: Sequence[bytes] | None = ()
) -> Reply:
    """One page of it; ``page`` counts from 0, and one beyond the last shows the last.

    ``drawn``: the ``pictures``, for the first page; None where they could not be drawn.
    """
    tables = tuple(_tables(found))
    page = min(max(page, 0), len(tables) - 1)
    if not tables:
        return Reply(framed(SUMMARY, said(_nothing(found))))
    parts: list[Part] = [said(words.heading(found.rounds, page + 1, len(tables)))]
    parts += [_gallery(found, drawn)] if drawn else []
    parts += [said(drawings.NO_PICTURE)] if drawn is None else []
    parts += [said(f"```\n{tables[page]}\n```"), said(words.HOW_MADE)]
    parts += _turning(group_id, page, len(tables))
    named = zip(NAMES, drawn or (), strict=False)
    files = tuple(discord.File(io.BytesIO(each), name) for name, each in named)
    return Reply(framed(SUMMARY, *parts), files)


def newest(found: OverTime) -> tuple[AskedAgain, ...]:
    """The prompts asked again most recently: those whose places are drawn."""
    latest = sorted(found.asked_again, key=lambda each: each.spreads[-1][0], reverse=True)
    return tuple(latest[:MOST_PLACES])


def _nothing(found: OverTime) -> str:
    enough = found.rounds >= FEWEST_ROUNDS
    return words.NOTHING_AGAIN if enough else words.too_few(found.rounds)


def _tables(found: OverTime) -> Iterator[str]:
    """Sections one below the other, a new page where the next no longer fits."""
    page: list[str] = []
    for section in _sections(found):
        if page and length("\n\n".join((*page, section))) > ROOM:
            yield "\n\n".join(page)
            page = []
        page.append(section)
    if page:
        yield "\n\n".join(page)


def _sections(found: OverTime) -> Iterator[str]:
    for course in found.courses:
        yield "\n".join((*_wrapped(course.name), *map(words.row, reversed(course.rounds))))
    for again in found.asked_again:
        title, poles = _wrapped(again.prompt.title), _wrapped(words.poles(again.spreads[0][1]))
        rows = [words.places_row(on, spread) for on, spread in reversed(again.spreads)]
        yield "\n".join((*title, *poles, *rows))


def _wrapped(text: str) -> list[str]:
    # A back quote would end the block in which it stands.
    return textwrap.wrap(plain(text).replace("`", "’"), COLUMNS) or [drawings.MARK]


def _gallery(found: OverTime, drawn: Sequence[bytes]) -> ui.MediaGallery[Any]:
    told = [words.picture(found.courses)] if found.courses else []
    told += [words.places_picture(newest(found))] if found.asked_again else []
    return ui.MediaGallery(
        *(
            discord.MediaGalleryItem(f"attachment://{name}", description=within_alt(plain(alt)))
            for _, name, alt in zip(drawn, NAMES, told, strict=False)
        )
    )


def _turning(group_id: int, page: int, pages: int) -> Iterator[Part]:
    ways: list[ui.Button[Any]] = []
    if page > 0:
        ways.append(button(common.PREVIOUS_PAGE, document_ids.turn(group_id, page - 1)))
    if page + 1 < pages:
        ways.append(button(common.NEXT_PAGE, document_ids.turn(group_id, page + 1)))
    if ways:
        yield ui.ActionRow(*ways)


def _courses(found: OverTime) -> dict[str, object]:
    days = sorted({each.on for course in found.courses for each in course.rounds})
    return {
        "words": {**words.PICTURE, "span": words.span(days[0], days[-1])},
        "numbered": len(days) <= NUMBERED,
        "courses": [_course(course, days) for course in found.courses],
    }


def _course(course: Course, days: Sequence[date]) -> dict[str, object]:
    """A place for each round; None where it was not offered, which is not nought."""
    ticked = {each.on: [each.voices, each.of] for each in course.rounds}
    return {"name": plain(course.name), "rounds": [ticked.get(day) for day in days]}


def _places(found: Sequence[AskedAgain]) -> dict[str, object]:
    prompts = [
        {
            "title": plain(again.prompt.title),
            "poles": [plain(pole) for pole in _poles_of(again.spreads[0][1])],
            "rows": [[words.short_day(on), list(spread.counts)] for on, spread in again.spreads],
        }
        for again in found
    ]
    return {"words": words.PLACES_PICTURE, "prompts": prompts}


def _poles_of(spread: Spread) -> tuple[str, str]:
    return spread.poles.left, spread.poles.right
