"""What the group's members said, in their own words and with their leave, or not at all.

Whoever calls hands over all answers; leave is looked at here, where it cannot be forgotten, and
a proof at the end looks again at the answers themselves.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.ballot.answer import Answer, Leave
from bot.themes.sentences import sentences

FEWEST_WORDS, MOST_WORDS = 6, 45
# Forty-five words of English stay well below this; an unbroken string of letters does not.
LONGEST = 400
# Long enough to say something, short enough to read out: what people remember of an answer.
A_GOOD_LENGTH = 20

# An address or a mention names somebody or something outside this round.
_POINTS_ELSEWHERE = re.compile(r"://|www\.|<[@#]|@(?:everyone|here)\b|\S@\S+\.\w", re.IGNORECASE)
_FINISHED = re.compile(r"""[.!?…]["'”’»)\]]*$""")
_LOOKS_BACK = re.compile(
    r"(?:and|but|so|or|yet|also|then|it|this|that|these|those|he|she|they|which)\b", re.IGNORECASE
)


class NotVerbatim(Exception):
    """A quote is not word for word in an answer that the group may read: a fault of ours."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim part of one answer, cut at sentence ends; it may hold a newline."""

    text: str


def quotes(answers: Sequence[Answer], limit: int = 6) -> tuple[Quote, ...]:
    """Give at most ``limit`` quotes of 6 to 45 words, at most one from each answer.

    Only from answers that the group may read. Who is quoted is settled by a hash of the words, as
    good as a draw, so the same answers in any order give the same quotes. Raises NotVerbatim.
    """
    readable = {answer.text for answer in answers if answer.leave is Leave.GROUP}
    drawn = sorted(readable, key=lambda text: hashlib.sha256(text.encode()).digest())
    chosen: dict[str, Quote] = {}
    for text in drawn:
        if (passage := most_telling(text)) is not None:
            chosen.setdefault(" ".join(passage.casefold().split()), Quote(passage))
    return proven(tuple(chosen.values())[:limit], answers)


def most_telling(text: str) -> str | None:
    """The passage of ``text`` that stands best on its own, or None if none is short enough.

    One sentence rather than several, a finished one, one that does not point back ("But that…"),
    and then the one nearest to twenty words.
    """

    def rank(passage: tuple[int, int, int]) -> tuple[object, ...]:
        start, end, parts = passage
        words = text[start:end]
        off_length = abs(word_count(words) - A_GOOD_LENGTH)
        unfinished = _FINISHED.search(words[-8:]) is None
        return parts > 1, unfinished, _LOOKS_BACK.match(words) is not None, off_length, start

    best = min(_passages(text), key=rank, default=None)
    return None if best is None else text[best[0] : best[1]]


def proven(chosen: tuple[Quote, ...], answers: Collection[Answer]) -> tuple[Quote, ...]:
    """Give ``chosen`` back if each is verbatim in an answer the group may read; else NotVerbatim.

    The error does not carry the words.
    """
    for quote in chosen:
        if not any(quote.text in a.text for a in answers if a.leave is Leave.GROUP):
            raise NotVerbatim("A quote is not word for word in an answer that may be quoted.")
    return chosen


def _passages(text: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and number of sentences of all that may be quoted."""
    spans = [(start, end, word_count(text[start:end])) for start, end in sentences(text)]
    for first in range(len(spans)):
        start, end, parts = _run(text, spans, first)
        if quotable(text[start:end]):
            yield start, end, parts


def _run(text: str, spans: Sequence[tuple[int, int, int]], first: int) -> tuple[int, int, int]:
    """A short sentence takes its neighbours on the same line along until it has six words."""
    start, end, words = spans[first]
    last = first
    while words < FEWEST_WORDS and last + 1 < len(spans):
        begin, later, more = spans[last + 1]
        if later - start > LONGEST or "\n" in text[end:begin]:
            break
        end, words, last = later, words + more, last + 1
    return start, end, last - first + 1


def stands_alone(passage: str) -> bool:
    """Whether it is finished and does not begin by pointing back ("But that…")."""
    return _FINISHED.search(passage[-8:]) is not None and _LOOKS_BACK.match(passage) is None


def quotable(passage: str) -> bool:
    """Whether it is of six to 45 words, and names nobody and nothing outside this round."""
    if len(passage) > LONGEST or not FEWEST_WORDS <= word_count(passage) <= MOST_WORDS:
        return False
    return not _POINTS_ELSEWHERE.search(passage)


def word_count(text: str) -> int:
    return sum(1 for token in text.split() if any(map(str.isalnum, token)))
