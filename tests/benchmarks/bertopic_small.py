"""BERTopic with settings for few texts, on given vectors: what our grouping is timed against.

A module of its own, since it needs packages that nothing else here needs.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Sequence

from bot.themes.vectors import Vectors

SMALL, LARGE = (2, 30), 10


def seconds(texts: Sequence[str], rows: Vectors) -> float | None:
    """How long BERTopic takes to group ``texts``, or None where it is not installed."""
    try:
        from bertopic import BERTopic  # type: ignore[import-not-found] # noqa: PLC0415
        from hdbscan import HDBSCAN  # type: ignore[import-not-found] # noqa: PLC0415
        from umap import UMAP  # type: ignore[import-not-found] # noqa: PLC0415
    except ImportError:
        return None
    least, few = SMALL
    near = UMAP(n_neighbors=5, n_components=5, min_dist=0.0, metric="cosine", init="random")
    dense = HDBSCAN(min_cluster_size=least if len(texts) <= few else 3, min_samples=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = BERTopic(umap_model=near, hdbscan_model=dense, calculate_probabilities=False)
        begun = time.perf_counter()
        model.fit_transform(list(texts), rows)
    return time.perf_counter() - begun
