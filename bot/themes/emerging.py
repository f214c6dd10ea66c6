"""What the strands do not name: answers that lie close together, told by how many there are.

How much may be said follows from what was measured: under thirty answers to one question no
grouping comes near a human reader, so the fewer there are, the less is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from bot.themes.embedding import Embedder
from bot.themes.found import Acceptable, Emerging, Form, Group
from bot.themes.grouping import LOOSE, Labels, close, partition
from bot.themes.labels import Naming
from bot.themes.phrases import stems_of
from bot.themes.reading import Read
from bot.themes.telling import Telling
from bot.themes.vectors import Vectors, centred, centroid, likeness, mean
from prompts import Prompt

CLOSE_FROM, TENTATIVE_FROM, THEMES_FROM = 8, 15, 30
MOST_TENTATIVE = 5


def form_for(voices: int) -> Form:
    """How much may be said about this number of answers."""
    if voices < CLOSE_FROM:
        return Form.NEARNESS
    if voices < TENTATIVE_FROM:
        return Form.CLOSE
    return Form.TENTATIVE if voices < THEMES_FROM else Form.THEMES


def emerging(read: Read, prompt: Prompt, embedder: Embedder, acceptable: Acceptable) -> Emerging:
    """Group the answers of one sealed round; the same however they were shuffled.

    ``acceptable`` may refuse a label.
    """
    form = form_for(len(read.answers))
    apart = centred(read.whole)
    sets = _sets(form, read.whole, apart)
    shown = sets[:MOST_TENTATIVE] if form is Form.TENTATIVE else sets
    naming = Naming(read.answers, embedder, mean(read.whole), stems_of(prompt), acceptable)
    together = {row for rows in sets for row in rows}
    alone = [read.indices[row] for row in range(len(apart)) if row not in together]
    return Emerging(
        form=form,
        groups=_groups(shown, apart, read, naming),
        single=(*alone, *read.unread),
        left_over=tuple(read.indices[row] for rows in sets[len(shown) :] for row in rows),
        order=(*(read.indices[row] for row in _by_nearness(read.whole)), *read.unread),
    )


def _sets(form: Form, whole: Vectors, apart: Vectors) -> list[list[int]]:
    """Rows that lie close together, two at least; the largest set first, then the tightest."""
    if form is Form.NEARNESS or not len(whole):
        return []
    labels = close(whole) if form is Form.CLOSE else partition(whole)
    sets = [rows for rows in _rows_of(labels) if len(rows) > 1]
    return sorted(sets, key=lambda rows: (-len(rows), -_tightness(apart[rows]), rows))


def _groups(
    sets: Sequence[list[int]], apart: Vectors, read: Read, naming: Naming
) -> tuple[Group, ...]:
    telling = Telling(read)
    middles = [centroid(apart[rows]) for rows in sets]
    found = []
    for number, (rows, middle) in enumerate(zip(sets, middles, strict=True)):
        members = [read.indices[row] for row in _nearest_first(rows, apart, middle)]
        others = np.array(middles[:number] + middles[number + 1 :]).reshape(-1, len(middle))
        quotes = telling.quotes(members, middle, others)
        mixed = _is_mixed(apart[rows])
        near = telling.nearest(members, middle)
        label = None if mixed else naming.label(members, middle, near)
        found.append(Group(tuple(members), label, mixed, quotes, telling.two_ways(quotes)))
    return tuple(found)


def _rows_of(labels: Labels) -> Iterable[list[int]]:
    return ([int(row) for row in np.flatnonzero(labels == each)] for each in np.unique(labels))


def _is_mixed(rows: Vectors) -> bool:
    # Answers that are all the same word for word have nothing that sets them apart: not mixed.
    return bool(rows.any()) and _tightness(rows) < LOOSE


def _tightness(rows: Vectors) -> float:
    """Mean cosine of each row with the others: 0 for rows thrown together at random."""
    count = len(rows)
    return float((likeness(rows).sum() - np.square(rows).sum()) / (count * (count - 1)))


def _nearest_first(rows: Sequence[int], apart: Vectors, middle: Vectors) -> list[int]:
    return sorted(rows, key=lambda row: -float(apart[row] @ middle))


def _by_nearness(whole: Vectors) -> list[int]:
    return _nearest_first(range(len(whole)), whole, centroid(whole))
