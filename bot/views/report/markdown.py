"""A summary as Markdown, for those who keep their notes elsewhere.

Unlike Discord, such places know all of Markdown, with HTML, pictures and links; so here every sign
that could begin any of these is escaped, and addresses are broken by a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.views.catalogue import common
from bot.views.catalogue import documents as words
from bot.views.catalogue import summary as summary_words
from bot.views.defang import plain
from bot.views.report.content import Content, Section, content

if TYPE_CHECKING:
    from bot.services.values import Download
    from bot.themes.asked import Asked, Crossed

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~^=$&!%]")
_BEGINS = re.compile(r"^(?:[-+:]|\d{1,9}(?=[.)]))")
_ADDRESS = re.compile(r":(?=//)|@(?=\S)|www\.(?=\S)|mailto:(?=\S)", re.IGNORECASE)


def markdown(found: Download) -> str:
    """The document as text; the same content as the PDF, with nothing left out for its length."""
    blocks = _blocks(content(found))
    return "\n\n".join(block for block in blocks if block) + "\n"


def as_words(text: str) -> str:
    """``text`` in one line that any reader of Markdown shows as it is written.

    But for a space after what would make an address a link.
    """
    line = " ".join(plain(text).split())
    broken = _ADDRESS.sub(lambda found: f"{found[0]} ", line)
    escaped = _SIGNS.sub(lambda found: f"\\{found[0]}", broken)
    return _BEGINS.sub(lambda found: _before_last(found[0]), escaped)


def _before_last(begins: str) -> str:
    """Escape what would begin a list or a box: the sign itself, or the full stop after a number."""
    return f"{begins}\\" if begins[-1].isdigit() else f"\\{begins}"


def _blocks(told: Content) -> Iterator[str]:
    yield f"# {as_words(told.title)}"
    yield as_words(told.question)
    yield words.about(told.on, told.asked.voices)
    yield from _counts(told.asked)
    yield f"## {words.QUESTIONS}"
    yield "\n".join(_asked(each.text, each.theme) for each in told.questions)
    if told.form:
        yield f"## {common.themes_called(told.form)}"
        yield words.SUGGESTED
        for theme in told.themes:
            yield from _theme(theme)
    if told.quotes:
        yield f"## {words.QUOTES}"
        yield from map(_quote, told.quotes)
    if told.single:
        yield f"## {common.SINGLE}"
        yield common.SINGLE_ARE
        yield from map(_quote, told.single)
    if not (told.themes or told.quotes or told.single):
        yield words.no_words(kept=told.kept)
    yield words.NOT_READ[told.not_read] if told.not_read else ""
    yield common.removed(told.removed) if told.removed else ""
    yield f"---\n\n{words.WHO_READS}"
    yield words.HOW_MADE


def _counts(asked: Asked) -> Iterator[str]:
    yield f"## {summary_words.STRANDS}"
    lines = [
        f"- {common.n_of_n(each.voices, asked.voices)}: {as_words(each.label)}"
        for each in asked.strands
    ]
    yield "\n".join(lines) or summary_words.NO_STRAND_SHARED
    if asked.spread is None:
        return
    left, right = as_words(asked.spread.poles.left), as_words(asked.spread.poles.right)
    yield f"## {summary_words.POLES}"
    row = " | ".join(map(str, asked.spread.counts))
    yield f"| {left} | · | · | · | {right} |\n| ---: | ---: | ---: | ---: | ---: |\n| {row} |"
    yield f"{summary_words.placed(asked.spread.placed, asked.voices)}."
    if asked.crossed:
        yield f"### {words.HELD}"
        yield "\n".join(_held(each, left, right) for each in asked.crossed)


def _held(each: Crossed, left: str, right: str) -> str:
    sides = words.two_sides(each.left, left, each.right, right)
    return f"- {as_words(each.label)}: {sides}"


def _asked(text: str, strand: str | None) -> str:
    return f"- {as_words(text)} ({as_words(strand)})" if strand else f"- {as_words(text)}"


def _theme(theme: Section) -> Iterator[str]:
    heading = common.theme_heading(theme.heading, clause=theme.clause, mixed=theme.mixed)
    counted = "" if theme.answers is None else f" ({common.answers(theme.answers)})"
    yield f"### {as_words(heading)}{counted}"
    yield common.MIXED if theme.mixed else ""
    yield from map(_quote, theme.quotes)
    if theme.two_ways:
        yield f"{words.TWO_WAYS}:"
        yield from map(_quote, theme.two_ways)
    if theme.question:
        yield as_words(theme.question)


def _quote(text: str) -> str:
    return f"> {as_words(text)}"
