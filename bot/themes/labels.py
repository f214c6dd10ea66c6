"""What a group of answers is called: in words its authors share, else in the words of one of them.

Only words that the group may read come in here, and only words that the caller's guard accepts
come out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from bot.ballot.answer import Answer, Leave
from bot.themes.embedding import Embedder
from bot.themes.found import LEAST_AUTHORS, Acceptable, Label, Passage, Phrase
from bot.themes.phrases import different, holds, shared
from bot.themes.pieces import clauses
from bot.themes.vectors import Vectors, normalised

MOST_PHRASES = 3
CANDIDATES = 12
NEARNESS = 4.0
NEAREST_PIECES = 5
NEARLY_AS_NEAR = 0.1


class Naming:
    """Names the groups of one round; what they must set themselves apart from is the round."""

    def __init__(
        self,
        answers: Sequence[Answer],
        embedder: Embedder,
        mean: Vectors,
        barred: frozenset[str],
        acceptable: Acceptable,
    ) -> None:
        """``mean``: of all the answers' vectors. ``barred``: the stems of the prompt's words."""
        self._answers = answers
        self._embedder = embedder
        self._mean = mean
        self._barred = barred
        self._acceptable = acceptable

    def label(
        self, members: Sequence[int], middle: Vectors, near: Sequence[Passage]
    ) -> Label | None:
        """Name ``members`` around ``middle``; ``near``: passages of theirs, nearest first."""
        readable = [at for at in members if self._may_be_read(at)]
        phrases = self._phrases(readable, middle)
        if phrases:
            return Label(phrases, None)
        clause = self._clause([each for each in near if each.answer in readable], middle)
        return None if clause is None else Label((), clause)

    def _may_be_read(self, at: int) -> bool:
        return self._answers[at].leave is Leave.GROUP

    def _phrases(self, members: Sequence[int], middle: Vectors) -> tuple[Phrase, ...]:
        others = set(range(len(self._answers))) - set(members)
        scores = shared(
            [self._answers[at].text for at in members],
            [self._answers[at].text for at in sorted(others) if self._may_be_read(at)],
            self._barred,
        )
        best = sorted(scores, key=lambda phrase: (-scores[phrase], phrase))[:CANDIDATES]
        nearness = dict(zip(best, self._nearness(best, middle), strict=True))
        best.sort(key=lambda phrase: -scores[phrase] * (1 + NEARNESS * nearness[phrase]))
        authors = {phrase: self._authors(phrase, members) for phrase in best}
        proven = [phrase for phrase in best if len(authors[phrase]) >= LEAST_AUTHORS]
        chosen = different([each for each in proven if self._acceptable(each)], MOST_PHRASES)
        return tuple(Phrase(phrase, authors[phrase]) for phrase in chosen)

    def _authors(self, phrase: str, members: Sequence[int]) -> tuple[int, ...]:
        return tuple(at for at in members if holds(self._answers[at].text, phrase))

    def _clause(self, near: Sequence[Passage], middle: Vectors) -> Passage | None:
        """The shortest of the clauses that are nearly as near to the middle as the nearest."""
        texts = self._clauses(near[:NEAREST_PIECES])
        nearness = dict(zip(texts, self._nearness(list(texts), middle), strict=True))
        limit = max(nearness.values(), default=0) - NEARLY_AS_NEAR
        close = [words for words in texts if nearness[words] >= limit]
        shortest = min(close, key=lambda words: (len(words.split()), _draw(words)), default=None)
        return None if shortest is None else texts[shortest]

    def _clauses(self, near: Sequence[Passage]) -> Mapping[str, Passage]:
        found = [
            Passage(piece.answer, *span)
            for piece in near
            for span in clauses(self._answers[piece.answer].text, (piece.start, piece.end))
        ]
        texts = {each.of(self._answers): each for each in found}
        return {words: each for words, each in texts.items() if self._acceptable(words)}

    def _nearness(self, texts: Sequence[str], middle: Vectors) -> list[float]:
        rows = normalised(self._embedder.embed(texts) - self._mean)
        return [float(value) for value in rows @ middle] if texts else []


def _draw(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
