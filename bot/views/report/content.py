"""A summary laid out for a document that leaves Discord.

A document is printed, sent on and left on a table. So it is made of what the group may hear (see
``bot.themes.heard``), and of counts that two voices or more share: a strand of a single voice,
beside texts, would help to guess whose they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.themes.heard import for_all

if TYPE_CHECKING:
    from bot.services.values import Analysis, Download
    from bot.themes.asked import Asked
    from bot.themes.found import Form
    from bot.themes.heard import HeardTheme
    from bot.themes.quotes import Quote
    from bot.themes.summary import Question


@dataclass(frozen=True, slots=True)
class Section:
    """A theme: ``clause`` says that the heading is one author's words.

    ``two_ways`` are none of ``quotes``. ``heading`` is None where the words offered none, as they
    never do where it is ``mixed``; ``answers`` where so few are not counted.
    """

    heading: str | None
    clause: bool
    mixed: bool
    answers: int | None
    quotes: tuple[str, ...]
    two_ways: tuple[str, str] | None
    question: str | None


@dataclass(frozen=True, slots=True)
class Content:
    """One document. ``asked`` has no single voices; ``quotes`` stand under no theme.

    ``single``: a quote of each voice that stands in no theme, with its author's leave.
    ``form`` says how much its themes may be called; None without any. ``not_read`` is that of
    ``Download``. ``kept``: whether words of the round are still kept.
    """

    on: date
    title: str
    question: str
    asked: Asked
    questions: tuple[Question, ...]
    form: Form | None
    themes: tuple[Section, ...]
    not_read: Analysis | None
    quotes: tuple[str, ...]
    single: tuple[str, ...]
    removed: int
    kept: bool


def content(found: Download) -> Content:
    """What a document about this round holds."""
    told = found.heard
    themes = tuple(map(_section, told.themes))
    return Content(
        on=found.round.slot_on,
        title=told.prompt.title,
        question=told.prompt.question,
        asked=for_all(told.asked),
        questions=told.questions,
        form=told.form,
        themes=themes,
        not_read=found.not_read,
        quotes=_elsewhere(told.quotes, themes),
        single=_elsewhere(told.single, themes),
        removed=found.removed,
        kept=told.kept,
    )


def file_name(found: Download, ending: str) -> str:
    """Such as ``2026-03-02-handing-over.pdf``: no server, no group and no person."""
    key = re.sub(r"[^a-z0-9]+", "-", found.round.prompt.key.lower()).strip("-")
    return f"{found.round.slot_on.isoformat()}-{key or 'round'}.{ending}"


def _section(theme: HeardTheme) -> Section:
    pair = theme.two_ways
    return Section(
        heading=theme.heading,
        clause=theme.clause,
        mixed=theme.mixed,
        answers=theme.voices,
        quotes=_texts(each for each in theme.quotes if pair is None or each not in pair),
        two_ways=(pair[0].text, pair[1].text) if pair else None,
        question=theme.question,
    )


def _elsewhere(quotes: Iterable[Quote], themes: Iterable[Section]) -> tuple[str, ...]:
    """Quotes that do not stand in two ways of putting a theme either, or hold one of these."""
    shown = [text for theme in themes for text in theme.two_ways or ()]
    return tuple(
        text
        for text in _texts(quotes)
        if not any(text in other or other in text for other in shown)
    )


def _texts(quotes: Iterable[Quote]) -> tuple[str, ...]:
    return tuple(each.text for each in quotes)
