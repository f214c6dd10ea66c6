"""What may be counted of a running bot: nothing that moves when somebody answers.

Whoever reads the figures every few seconds must not learn when an answer, an edit, a withdrawal or
a form came in. So they move with posts, seals, analyses and the errors of these; they carry no
group and no person; and the usual figures of a process are left out, because processor time, memory
and open files all move with an answer. An error inside an answer is in the log's incidents alone.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
)
from prometheus_client.registry import Collector

from bot import __version__
from bot.operation.latency import BOUNDS, Latency

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from prometheus_client.metrics_core import Metric

Sent = Literal["posted", "refused", "uncertain"]
Ended = Literal["sealed", "unread"]
Part = Literal["tick", "rounds", "posting", "nights"]

COUNTED = {
    "posts": ("outcome", ("posted", "refused", "uncertain"), "Scheduled messages, by outcome."),
    "seals": ("outcome", ("sealed", "unread"), "Rounds that ended, by how."),
    "analyses": ("outcome", ("done", "failed"), "Sealed rounds read for themes, by outcome."),
    "errors": ("part", ("tick", "rounds", "posting", "nights", "analysis"), "Errors, by part."),
}


class Meters(Collector):
    """The figures of one process. ``clock`` only tells which hour it is."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._now = clock
        self._counts = Counter[tuple[str, str]]()
        self._queue = 0
        self._latency = Latency()
        # A registry of its own: the library's default one brings the figures of the process along.
        self.registry = CollectorRegistry()
        self.registry.register(self)

    def sent(self, outcome: Sent) -> None:
        """A scheduled message was recorded as posted, refused, or may have arrived."""
        self._counts["posts", outcome] += 1

    def ended(self, outcome: Ended) -> None:
        """A round was sealed, or shredded unread."""
        self._counts["seals", outcome] += 1

    def analysed(self) -> None:
        """A sealed round was read for themes."""
        self._counts["analyses", "done"] += 1

    def analysis_failed(self) -> None:
        """A sealed round could not be read for themes."""
        self._counts["analyses", "failed"] += 1
        self._counts["errors", "analysis"] += 1

    def failed(self, part: Part) -> None:
        """Something that the ticker does failed; never what a person at a door asked for."""
        self._counts["errors", part] += 1

    def queued(self, length: int) -> None:
        """So many messages were due at the last tick."""
        self._queue = length

    def replied(self, seconds: float) -> None:
        """Somebody waited so long for a first reply; shows when the hour is over, or never."""
        self._latency.observe(seconds, self._now())

    def page(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self.registry)

    def collect(self) -> Iterator[Metric]:
        """The figures as they may be shown now; from ``prometheus_client.registry.Collector``."""
        yield InfoMetricFamily("supervision_bot", "The version.", {"version": __version__})
        for name, (label, values, told) in COUNTED.items():
            counter = CounterMetricFamily(f"supervision_{name}", told, labels=[label])
            for value in values:
                counter.add_metric([value], self._counts[name, value])
            yield counter
        yield GaugeMetricFamily(
            "supervision_queue_length", "Messages due at the last tick.", self._queue
        )
        yield self._waits()

    def _waits(self) -> HistogramMetricFamily:
        self._latency.turn(self._now())
        total, buckets = 0, []
        for bound, count in zip((*BOUNDS, "+Inf"), self._latency.counts, strict=True):
            total += count
            buckets.append((str(bound), float(total)))
        return HistogramMetricFamily(
            "supervision_interaction_seconds",
            "How long a first reply took, by whole hours of more than 50 replies.",
            buckets,
            self._latency.seconds,
        )
