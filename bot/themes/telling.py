"""Which passages speak for a theme: near to its middle, unlike each other, one from an answer.

Method: maximal marginal relevance (Carbonell and Goldstein 1998), over sentences as they stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from bot.ballot.answer import Leave
from bot.themes.found import Passage
from bot.themes.quotes import quotable, stands_alone
from bot.themes.reading import Read
from bot.themes.vectors import Vectors, mean, normalised

MOST_QUOTES = 4
NEXT_THEME = 0.3
RELEVANCE = 0.7
LEANING = 0.15
"""Taken off a passage that is unfinished or points back to what is not quoted."""
TOO_ALIKE = 0.9


class Telling:
    """The passages of one round that may be quoted, and how near they lie to a theme."""

    def __init__(self, read: Read) -> None:
        self._answers = read.answers
        rows = normalised(read.parts - mean(read.whole))
        self._rows = dict(zip(read.passages, rows, strict=True))

    def nearest(self, members: Sequence[int], middle: Vectors) -> list[Passage]:
        """All passages of ``members`` whose words the group may read, nearest first."""
        own = [each for each in self._rows if each.answer in set(members) and self._leave(each)]
        return sorted(own, key=lambda each: -float(self._rows[each] @ middle))

    def quotes(
        self, members: Sequence[int], middle: Vectors, others: Vectors
    ) -> tuple[Passage, ...]:
        """At most four, the most telling first. ``others``: the middles of the other themes."""
        worth = {each: self._worth(each, middle, others) for each in self._best(members, middle)}
        chosen: list[Passage] = []
        while worth and len(chosen) < MOST_QUOTES:
            best = max(worth, key=lambda each: self._margin(each, worth[each], chosen))
            chosen.append(best)
            worth = {
                each: value
                for each, value in worth.items()
                if each.answer != best.answer and self._alike(each, best) < TOO_ALIKE
            }
        return tuple(chosen)

    def two_ways(self, quotes: Sequence[Passage]) -> tuple[Passage, Passage] | None:
        """The two that lie farthest apart, or None if there are no two."""
        return min(combinations(quotes, 2), key=lambda pair: self._alike(*pair), default=None)

    def _best(self, members: Sequence[int], middle: Vectors) -> list[Passage]:
        return [each for each in self.nearest(members, middle) if quotable(each.of(self._answers))]

    def _worth(self, passage: Passage, middle: Vectors, others: Vectors) -> float:
        row = self._rows[passage]
        next_theme = float(np.max(others @ row, initial=0.0))
        leaning = 0.0 if stands_alone(passage.of(self._answers)) else LEANING
        return float(row @ middle) - NEXT_THEME * next_theme - leaning

    def _margin(self, passage: Passage, worth: float, chosen: Sequence[Passage]) -> float:
        alike = max((self._alike(passage, other) for other in chosen), default=0.0)
        return RELEVANCE * worth - (1 - RELEVANCE) * alike

    def _alike(self, one: Passage, other: Passage) -> float:
        return float(self._rows[one] @ self._rows[other])

    def _leave(self, passage: Passage) -> bool:
        return self._answers[passage.answer].leave is Leave.GROUP
