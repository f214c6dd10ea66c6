"""What of a summary may stand in a document that leaves Discord. The only place that decides it.

A document is printed, sent on and left on a table. So it holds what the group may read: counts that
two voices or more share, and words whose authors let the group read them. What only the facilitator
may see has no field here: proposals, what a theme rests on, and strands of a single voice, which
beside texts would help to guess whose they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.services.values import Analysis
from bot.themes.asked import Asked

if TYPE_CHECKING:
    from bot.services.values import RoundSummary
    from bot.themes.found import Form
    from bot.themes.quotes import Quote
    from bot.themes.summary import Question, Summary
    from bot.themes.told import Theme


@dataclass(frozen=True, slots=True)
class Heard:
    """A theme: ``clause`` says that the heading is one author's words.

    ``two_ways`` are none of ``quotes``. ``heading`` is None where the words offered none.
    """

    heading: str | None
    clause: bool
    answers: int
    quotes: tuple[str, ...]
    two_ways: tuple[str, str] | None
    question: str | None


@dataclass(frozen=True, slots=True)
class Content:
    """One document. ``asked`` has no single voices; ``quotes`` stand under no theme.

    ``form`` says how much its themes may be called; None without any. ``not_read``: why nothing
    was found in the words, where that is for another reason than the words. ``kept``: whether
    words of the round are still kept.
    """

    on: date
    title: str
    question: str
    asked: Asked
    questions: tuple[Question, ...]
    form: Form | None
    themes: tuple[Heard, ...]
    not_read: Analysis | None
    quotes: tuple[str, ...]
    removed: int
    kept: bool


def content(found: RoundSummary) -> Content:
    """What a document about this round holds."""
    told = found.summary
    themes = tuple(map(_heard, told.told.shown)) if told.told else ()
    return Content(
        on=found.round.slot_on,
        title=told.prompt.title,
        question=told.prompt.question,
        asked=_shared(told.asked),
        questions=told.questions,
        form=told.told.form if told.told and themes else None,
        themes=themes,
        not_read=_not_read(found),
        quotes=_elsewhere(told, themes),
        removed=found.removed,
        kept=told.kept > 0,
    )


def file_name(found: RoundSummary, ending: str) -> str:
    """Such as ``2026-03-02-handing-over.pdf``: no server, no group and no person."""
    key = re.sub(r"[^a-z0-9]+", "-", found.round.prompt.key.lower()).strip("-")
    return f"{found.round.slot_on.isoformat()}-{key or 'round'}.{ending}"


def _not_read(found: RoundSummary) -> Analysis | None:
    done = found.summary.told is not None or found.analysis is Analysis.DONE
    return None if done or not found.summary.kept else found.analysis


def _shared(asked: Asked) -> Asked:
    return Asked(asked.voices, asked.strands, (), asked.spread, asked.crossed)


def _heard(theme: Theme) -> Heard:
    pair = theme.two_ways
    return Heard(
        heading=theme.heading,
        clause=theme.clause,
        answers=theme.voices,
        quotes=_texts(each for each in theme.quotes if pair is None or each not in pair),
        two_ways=(pair[0].text, pair[1].text) if pair else None,
        question=theme.question,
    )


def _elsewhere(told: Summary, themes: Iterable[Heard]) -> tuple[str, ...]:
    """Quotes that no theme shows; a passage that holds another, or is held by it, is the same."""
    shown = [text for theme in themes for text in (*theme.quotes, *(theme.two_ways or ()))]
    return tuple(
        text
        for text in _texts(told.quotes)
        if not any(text in other or other in text for other in shown)
    )


def _texts(quotes: Iterable[Quote]) -> tuple[str, ...]:
    return tuple(each.text for each in quotes)
