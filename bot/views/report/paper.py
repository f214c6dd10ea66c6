"""A summary as a PDF for the meeting: at most three pages, with room to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.drawing.job import PASSAGES, Drawing, Form, Template
from bot.views.catalogue import common, drawings
from bot.views.catalogue import documents as words
from bot.views.chart import counted_words, counts
from bot.views.defang import plain
from bot.views.report.content import Content, Section, content

if TYPE_CHECKING:
    from bot.services.values import Download
    from bot.themes.summary import Question

MOST_PAGES = 3


def paper(found: Download) -> Drawing:
    """The document to be drawn. The same summary gives the same bytes."""
    told = content(found)
    passages = [
        *map(_theme, told.themes),
        *(_quote("quote", each) for each in told.quotes),
        *(_quote("single", each) for each in told.single),
    ]
    data = {
        **counts(told.asked),
        "title": _line(told.title) or drawings.MARK,  # An accessible document has a title.
        "question": _line(told.question),
        "alt": plain(drawings.chart(told.asked)),
        "questions": [_question(each) for each in told.questions],
        PASSAGES: passages,
        "left_out": [words.left_out(number) for number in range(len(passages) + 1)],
        "words": {**words.PAPER, **drawings.CHART, **counted_words(told.asked), **_said(told)},
    }
    return Drawing(Template.REPORT, data, Form.PDF, MOST_PAGES)


def _said(told: Content) -> dict[str, str]:
    return {
        "themes": common.themes_called(told.form) if told.form else "",
        "about": words.about(told.on, told.asked.voices),
        "nothing": "" if _quotes_any(told) else words.no_words(kept=told.kept),
        "not_read": words.NOT_READ[told.not_read] if told.not_read else "",
        "removed": common.removed(told.removed) if told.removed else "",
    }


def _theme(theme: Section) -> dict[str, object]:
    heading = common.theme_heading(theme.heading, clause=theme.clause, mixed=theme.mixed)
    return {
        "kind": "theme",
        "heading": _line(heading),
        "mixed": common.MIXED if theme.mixed else None,
        "answers": None if theme.answers is None else common.answers(theme.answers),
        "quotes": [_line(each) for each in theme.quotes],
        "two_ways": [_line(each) for each in theme.two_ways] if theme.two_ways else None,
        "question": _line(theme.question) if theme.question else None,
    }


def _quotes_any(told: Content) -> bool:
    return bool(told.themes or told.quotes or told.single)


def _quote(kind: str, text: str) -> dict[str, object]:
    return {"kind": kind, "text": _line(text)}


def _question(each: Question) -> dict[str, object]:
    return {"strand": _line(each.theme) if each.theme else None, "text": _line(each.text)}


def _line(text: str) -> str:
    return " ".join(plain(text).split())
