"""Which answers lie close together: a partition of their vectors, without a random start.

Chosen by measurement over BERTopic, k-means, HDBSCAN and others, on sets of 12 to 1,000 answers.
Rows must come in an order that does not depend on who answered first (by content): then the same
answers always give the same groups.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage  # type: ignore[import-untyped]
from scipy.spatial.distance import squareform  # type: ignore[import-untyped]

from bot.themes.vectors import Vectors, centred, likeness, normalised

Labels: TypeAlias = npt.NDArray[np.int32]
Tree: TypeAlias = npt.NDArray[np.float64]

SMOOTHED_FROM, NEIGHBOURS_UP_TO = 21, 40
FEW_NEIGHBOURS, NEIGHBOURS = 3, 5
PULL = 0.7
SPREADS_BELOW_MEAN = 0.5
WARD_FROM = 200
LEAST_GROUPS, MOST_GROUPS = 5, 1.6
TREE_LIMIT = 3000
"""A tree holds all distances: 3,000 answers take 36 MB, 10,000 would take 400."""
SAMPLE = 2000
LARGEST_CLOSE = 3
SAME = 1 - 1e-4
"""Cosine from which two texts are one text but for rounding."""
LOOSE = 0.15
"""Likeness within a group. Of labelled groups looser than this a third were of one theme, of
tighter ones most."""


def partition(rows: Vectors) -> Labels:
    """Give each row the number of its group; groups of one are single voices.

    ``rows`` are unit vectors as embedded, not centred.
    """
    if len(rows) < 2:  # noqa: PLR2004 - one text has no neighbour
        return np.zeros(len(rows), dtype=np.int32)
    apart = centred(rows)
    if len(rows) < SMOOTHED_FROM:
        return cut(tree_of(apart), apart)
    return _partition_many(_smoothed(apart))


def tree_of(rows: Vectors) -> Tree:
    """The average linkage of ``rows`` by cosine distance, as scipy describes it."""
    return np.asarray(linkage(_distances(rows), "average"))


def cut_height(rows: Vectors) -> float:
    """Half a standard deviation below the mean of all distances."""
    distances = _distances(rows)
    return float(distances.mean() - SPREADS_BELOW_MEAN * distances.std())


def cut(tree: Tree, rows: Vectors) -> Labels:
    """The groups below ``cut_height``."""
    return np.asarray(fcluster(tree, cut_height(rows), "distance"), dtype=np.int32)


def _partition_many(rows: Vectors) -> Labels:
    if len(rows) < WARD_FROM:
        return cut(tree_of(rows), rows)
    # By content hash the first rows are as good as a draw; the others join the nearest group.
    labels = _by_silhouette(rows[:TREE_LIMIT])
    middles = _middles(rows[:TREE_LIMIT], labels)
    nearest = np.argmax(rows[TREE_LIMIT:] @ middles.T, axis=1) + 1
    return np.concatenate([labels, nearest.astype(np.int32)])


def _by_silhouette(rows: Vectors) -> Labels:
    """Ward's tree, cut where groups are tightest for the room between them (Rousseeuw 1987)."""
    tree = linkage(rows, "ward")
    most = max(LEAST_GROUPS + 1, round(MOST_GROUPS * len(rows) ** 0.5))
    sizes = np.unique(np.geomspace(LEAST_GROUPS, most, 12).round().astype(int))
    sample = np.arange(min(len(rows), SAMPLE))
    distances = 1 - likeness(rows[sample])
    cuts = [np.asarray(fcluster(tree, size, "maxclust"), dtype=np.int32) for size in sizes]
    return max(cuts, key=lambda labels: _silhouette(distances, labels[sample]))


def _silhouette(distances: Vectors, labels: Labels) -> float:
    """Mean over the rows of (next group − own group) / the larger of both, by mean distance."""
    _, own = np.unique(labels, return_inverse=True)
    member = np.eye(own.max() + 1, dtype=np.float32)[own]
    sizes = member.sum(axis=0)
    sums = distances @ member
    at = np.arange(len(own))
    alone = sizes[own] == 1
    inside = sums[at, own] / np.maximum(sizes[own] - 1, 1)
    means = sums / sizes
    means[at, own] = np.inf
    outside = means.min(axis=1)
    room = (outside - inside) / np.maximum(np.maximum(outside, inside), 1e-9)
    return float(np.where(alone, 0.0, room).mean())


def _smoothed(rows: Vectors) -> Vectors:
    """Each row a step towards its nearest neighbours, weighted by likeness."""
    near = FEW_NEIGHBOURS if len(rows) <= NEIGHBOURS_UP_TO else NEIGHBOURS
    alike = likeness(rows)
    np.fill_diagonal(alike, -np.inf)
    nearest = np.argsort(-alike, axis=1, kind="stable")[:, :near]
    weights = np.maximum(np.take_along_axis(alike, nearest, axis=1), 0)
    pull = np.einsum("nk,nkd->nd", weights, rows[nearest])
    pull /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
    return normalised(rows + PULL * pull)


def _middles(rows: Vectors, labels: Labels) -> Vectors:
    groups = range(1, int(labels.max()) + 1)
    return normalised(np.stack([rows[labels == group].mean(axis=0) for group in groups]))


def _distances(rows: Vectors) -> Tree:
    full = np.clip(1 - likeness(rows).astype(np.float64), 0, 2)
    np.fill_diagonal(full, 0)
    return np.asarray(squareform((full + full.T) / 2, checks=False))


def close(rows: Vectors) -> Labels:
    """As ``partition``, for few rows: only pairs and triples that are not loose stay together.

    But rows that are the same stand together however many they are.
    """
    labels = np.arange(len(rows), dtype=np.int32)
    if len(rows) < 2:  # noqa: PLR2004 - one text has no neighbour
        return labels
    apart = centred(rows)
    height = min(cut_height(apart), 1 - LOOSE)
    members = [[row] for row in range(len(rows))]
    for left, right, distance, size in tree_of(apart):
        members.append(members[int(left)] + members[int(right)])
        if distance <= height and size <= LARGEST_CLOSE:
            labels[members[-1]] = len(members)
    return _with_the_same(labels, rows)


def _with_the_same(labels: Labels, rows: Vectors) -> Labels:
    # Centred they may all be nothing, far from everything: so they are looked at as they are.
    joined = labels.copy()
    for alike in likeness(rows) > SAME:
        joined[alike] = joined[np.argmax(alike)]
    return joined
