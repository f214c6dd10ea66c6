"""An answer cut into the pieces that are read one by one: what a quote or a suggestion rests on."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.themes.quotes import FEWEST_WORDS, MOST_WORDS, word_count
from bot.themes.sentences import sentences

Span = tuple[int, int]

MOST_PIECES = 60
"""Thirty words of English to a piece never reach it; a page of one-word lines does."""
FEWEST_IN_CLAUSE, MOST_IN_CLAUSE = 4, 12

_PAUSE = re.compile(
    r"\s*[,;:–—()\n\"“”]\s*|\s+-+\s+|[.!?…]+(?:\s+|$)"
    r"|(?<=[a-z]{2})[.!?…]+(?=[A-Z])"  # Typed without its blank; no abbreviation like Ph.D.
)
_JOINS = re.compile(
    r"(?:(?:and|but|so|or|yet|also|then|because|which|that|who|whom|whose|where|if|when|while|"
    r"although|though|as|than|to|for|with|of|in)\s+)+",
    re.IGNORECASE,
)


def pieces(text: str) -> tuple[Span, ...]:
    """The sentences of ``text``; one under six words joins its neighbour on the same line."""
    joined: list[Span] = []
    for start, end in sentences(text):
        if joined and _belongs(text, joined[-1], (start, end)):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined[:MOST_PIECES])


def clauses(text: str, span: Span) -> tuple[Span, ...]:
    """The parts of a piece between its pauses, of four to twelve words, no conjunction first."""
    start, end = span
    pauses = [(m.start(), m.end()) for m in _PAUSE.finditer(text, start, end)]
    edges = [(start, start), *pauses, (end, end)]
    parts = [_without_conjunction(text, left[1], right[0]) for left, right in pairwise(edges)]
    return tuple(
        (begin, stop)
        for begin, stop in parts
        if FEWEST_IN_CLAUSE <= word_count(text[begin:stop]) <= MOST_IN_CLAUSE
    )


def _without_conjunction(text: str, start: int, end: int) -> Span:
    leading = _JOINS.match(text, start, end)
    begin = leading.end() if leading else start
    part = text[begin:end]
    return begin + len(part) - len(part.lstrip()), begin + len(part.rstrip())


def _belongs(text: str, before: Span, piece: Span) -> bool:
    if "\n" in text[before[1] : piece[0]]:
        return False
    words = [word_count(text[start:end]) for start, end in (before, piece)]
    return min(words) < FEWEST_WORDS and sum(words) <= MOST_WORDS
