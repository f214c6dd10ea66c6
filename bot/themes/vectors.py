"""Unit vectors and what they have in common: the arithmetic under all that is read from words.

Import it only where work is done: it brings numpy, which an idle bot does without.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Vectors: TypeAlias = npt.NDArray[np.float32]
"""One row for each text, of length 1 (or 0 for a text without words)."""

ROUNDING = 1e-4


def normalised(rows: Vectors) -> Vectors:
    """Each row scaled to length 1; a row of nothing stays nothing."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)


def mean(rows: Vectors) -> Vectors:
    """What the texts have in common, not scaled; nothing for no texts."""
    return np.asarray(rows.sum(axis=0) / max(len(rows), 1), dtype=np.float32)


def centred(rows: Vectors) -> Vectors:
    """What sets each text apart from the rest: the mean taken out, then unit length again.

    Answers to one question all resemble each other; without this they are one heap.
    """
    apart: Vectors = rows - mean(rows)
    # Texts that are all the same have nothing that sets them apart, only rounding.
    apart[np.linalg.norm(apart, axis=1) < ROUNDING] = 0.0
    return normalised(apart)


def centroid(rows: Vectors) -> Vectors:
    """The direction of ``rows`` taken together, as one unit vector."""
    return normalised(mean(rows))


def likeness(rows: Vectors) -> Vectors:
    """Cosine of every row with every row."""
    return np.asarray(rows @ rows.T, dtype=np.float32)
