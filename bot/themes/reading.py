"""Answers as vectors, each as a whole and piece by piece, in an order that their words decide."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from bot.ballot.answer import Answer
from bot.themes.cleaning import cleaned
from bot.themes.embedding import Embedder
from bot.themes.found import Passage
from bot.themes.language import readable
from bot.themes.pieces import Span, pieces
from bot.themes.vectors import Vectors

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many answers were read, of how many."""


@dataclass(frozen=True, slots=True)
class Read:
    """Answers that were read, in the order of their content's hash.

    ``indices[row]`` is the answer of ``whole[row]``; ``passages[row]`` is where ``parts[row]``
    comes from. ``unread`` are the answers without words or in another language.
    """

    answers: tuple[Answer, ...]
    indices: tuple[int, ...]
    whole: Vectors
    passages: tuple[Passage, ...]
    parts: Vectors
    unread: tuple[int, ...]


def read(answers: Sequence[Answer], embedder: Embedder, progress: Progress) -> Read:
    """Embed every answer that can be read, and its pieces."""
    order = in_content_order(answers)
    legible = [at for at in order if readable(cleaned(answers[at].text))]
    whole, parts = [embedder.embed([])], [embedder.embed([])]
    passages: list[Passage] = []
    for done, at in enumerate(legible):
        progress(done, len(legible))
        found = [Passage(at, *span) for span in _spans(answers[at].text)]
        rows = _rows(cleaned(answers[at].text), [each.of(answers) for each in found], embedder)
        whole.append(rows[:1])
        parts.append(rows[1:])
        passages += found
    progress(len(legible), len(legible))
    unread = tuple(at for at in order if at not in set(legible))
    return Read(
        tuple(answers),
        tuple(legible),
        np.concatenate(whole),
        tuple(passages),
        np.concatenate(parts),
        unread,
    )


def in_content_order(answers: Sequence[Answer]) -> list[int]:
    """Indices of ``answers`` by a hash of what they say: the same however they were shuffled."""

    def draw(at: int) -> bytes:
        answer = answers[at]
        said = (answer.text, answer.leave, *answer.strands, str(answer.position))
        return hashlib.sha256("\0".join(said).encode("utf-8", "surrogatepass")).digest()

    return sorted(range(len(answers)), key=draw)


def _spans(text: str) -> tuple[Span, ...]:
    return pieces(text) or ((0, len(text)),)


def _rows(whole: str, parts: Sequence[str], embedder: Embedder) -> Vectors:
    """The whole first. One piece is the answer itself: reading it twice would tell nothing new."""
    if len(parts) == 1:
        return embedder.embed([whole]).repeat(2, axis=0)
    return embedder.embed([whole, *parts])
