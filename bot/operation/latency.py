"""How long people wait for a reply, told so late and so rarely that no answer shows in it.

A histogram that moves with each reply is a diary of who answered when. So nothing of an hour is
published before that hour is over, and an hour with few replies is never published, not even as a
number; what was asked (an answer, /help, a page turned) is not told apart. What a scrape shows
depends on whole hours that are past, and on nothing since.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime, timedelta

BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Seconds. After three Discord gives up on a reply."""
FEWEST = 50
"""An hour is published if it had more replies than this."""


class Latency:
    """Counts of replies by how long they took; those published only ever grow."""

    def __init__(self) -> None:
        self.counts = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0
        self._hour: datetime | None = None
        self._waiting: list[float] = []

    def observe(self, seconds: float, now: datetime) -> None:
        self.turn(now)
        self._waiting.append(max(0.0, seconds))

    def turn(self, now: datetime) -> None:
        """Publish or drop what belongs to an hour that is over."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        if self._hour is not None and hour - self._hour >= timedelta(hours=1):
            if len(self._waiting) > FEWEST:
                self._publish()
            self._waiting.clear()
        self._hour = hour

    def _publish(self) -> None:
        for seconds in self._waiting:
            self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += sum(self._waiting)
