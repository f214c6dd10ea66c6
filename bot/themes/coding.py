"""How well a text fits each code of a prepared codebook, and from where on that means anything.

Chosen by measurement: a balanced ridge on embeddings plus nearness to the definition. Its values
rank; they are no probabilities and are never shown as a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from bot.themes.cleaning import cleaned
from bot.themes.embedding import Embedder
from bot.themes.judging import Judged
from bot.themes.pieces import pieces
from bot.themes.ridge import Floats, Ridge, fit
from bot.themes.vectors import Vectors
from prompts import Code

BETA = 0.7
SURE = 0.85
LIKELY_ABOVE = 0.3


@dataclass(frozen=True, slots=True)
class Worded:
    """Texts as vectors: each as a whole, and its pieces at ``parts[edges[i]:edges[i + 1]]``."""

    whole: Vectors
    parts: Vectors
    edges: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cuts:
    """From which score on a code is suggested, and from which on it is likely."""

    suggested: float
    likely: float


class Coder:
    """Fitted to definitions and judged texts; scores texts for every code."""

    def __init__(
        self, codes: Sequence[Code], lessons: Sequence[Judged], embedder: Embedder
    ) -> None:
        self._lessons = worded([lesson.text for lesson in lessons], embedder)
        self._definitions = embedder.embed([f"{code.name}. {code.definition}" for code in codes])
        known = [[lesson.known(code.key) for code in codes] for lesson in lessons]
        self.known = np.array(known, dtype=float).reshape(len(lessons), len(codes))
        self._rows = np.concatenate([self._lessons.whole, self._definitions]).astype(float)
        # A definition holds for its own code only: so every code is known for some text.
        targets = np.concatenate([self.known, 2 * np.eye(len(codes)) - 1])
        alike = self._rows @ self._rows.T
        self._ridges = [fit(alike, column) for column in targets.T]

    def scores(self, texts: Worded) -> tuple[Floats, Floats]:
        """Scores of the texts and of their pieces: a row for each, a column for each code."""
        whole, parts = (self._of(rows, Ridge.scores) for rows in (texts.whole, texts.parts))
        return _half_and_half(whole, parts, texts.edges), parts

    def scores_unseen(self) -> Floats:
        """Scores of the lessons, each as if it had not been among them."""
        texts = self._lessons
        own = np.arange(len(texts.whole))
        of_part = np.repeat(own, np.diff(texts.edges))
        whole = self._of(texts.whole, lambda ridge, alike: ridge.scores_without(alike, own))
        parts = self._of(texts.parts, lambda ridge, alike: ridge.scores_without(alike, of_part))
        return _half_and_half(whole, parts, texts.edges)

    def _of(self, rows: Vectors, score: Callable[[Ridge, Floats], Floats]) -> Floats:
        alike = rows.astype(float) @ self._rows.T
        fitted = np.stack([score(ridge, alike) for ridge in self._ridges], axis=1)
        return np.asarray(fitted + rows @ self._definitions.T)


def worded(texts: Sequence[str], embedder: Embedder) -> Worded:
    """Embed ``texts`` and their pieces; a text without words is one piece."""
    cut = [[text[start:end] for start, end in pieces(text)] or [text] for text in texts]
    whole = embedder.embed([cleaned(text) for text in texts])
    rows = [
        whole[at : at + 1] if len(parts) == 1 else embedder.embed(parts)
        for at, parts in enumerate(cut)
    ]
    edges = tuple(accumulate(map(len, cut), initial=0))
    return Worded(whole, np.concatenate([embedder.embed([]), *rows]), edges)


def cuts(scores: Floats, known: Floats) -> Cuts:
    """One pair of cuts for all codes, from scores of unseen texts of which ``known`` is known.

    Suggested: the best F-beta (beta 0.7, as a wrong suggestion costs more than a missing one).
    Likely: 0.3 above that, and where 85 in 100 were right.
    """
    order = np.argsort(-scores[known != 0], kind="stable")
    ranked = scores[known != 0][order]
    right = np.cumsum(known[known != 0][order] > 0)
    given = np.arange(1, len(ranked) + 1)
    f_beta = (1 + BETA**2) * right / np.maximum(given + BETA**2 * right[-1], 1e-9)
    lowest = float(ranked[int(np.argmax(f_beta))])
    sure = ranked[right >= SURE * given]
    return Cuts(lowest, max(lowest + LIKELY_ABOVE, float(sure[-1]) if len(sure) else np.inf))


def _half_and_half(whole: Floats, parts: Floats, edges: tuple[int, ...]) -> Floats:
    best = [parts[start:end].max(axis=0) for start, end in pairwise(edges)]
    return 0.5 * whole + 0.5 * np.array(best).reshape(whole.shape)
