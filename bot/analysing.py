"""Reads sealed rounds for themes, one at a time, in a process that ends with its work.

Where a summary is opened meanwhile, it can say how far the reading has come.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from bot.errors import ReadableError
from bot.themes.worker import analyse

if TYPE_CHECKING:
    from datetime import datetime

    from bot.services.analyses import Analyses
    from bot.themes.analysis import Analysis, Request

log = logging.getLogger(__name__)

TIME_LIMIT = 180.0
"""Seconds for one round; well below the claim on it."""


class Reader(Protocol):
    """Reads one round. Raises ReadableError when it cannot."""

    def __call__(
        self, request: Request, *, progress: Callable[[int, int], None]
    ) -> Awaitable[Analysis]: ...


def in_a_worker(embedder: str) -> Reader:
    """The reader of a real bot: one process for one round."""
    return partial(analyse, embedder=embedder, time_limit=TIME_LIMIT)


@dataclass(frozen=True, slots=True)
class Progress:
    """So many answers were read, of how many."""

    done: int
    total: int


class Analyst:
    """Works through what is due; memory and processor are for one reading at a time."""

    def __init__(self, analyses: Analyses, reader: Reader, clock: Callable[[], datetime]) -> None:
        self._analyses = analyses
        self._reader = reader
        self._now = clock
        self._turn = asyncio.Lock()
        self._under_way: dict[int, Progress] = {}

    def progress(self, round_id: int) -> Progress | None:
        """How far this process has come with a round; None if it is not reading it."""
        return self._under_way.get(round_id)

    async def work(self) -> None:
        """Read every round that is due. Troubles are logged by kind and tried again later."""
        if self._turn.locked():  # Whoever is at it takes on what has come meanwhile.
            return
        async with self._turn:
            while due := await self._analyses.due(self._now()):
                for round_id in due:
                    await self._read(round_id)

    async def _read(self, round_id: int) -> None:
        reading = await self._analyses.claim(round_id, self._now())
        if reading is None:
            return
        self._under_way[round_id] = Progress(0, len(reading.handles))
        try:
            found = await self._reader(reading.request, progress=partial(self._told, round_id))
        except ReadableError as error:
            log.warning("a round could not be read for themes: %s", type(error).__name__)
            await self._analyses.failed(reading, self._now())
        else:
            await self._analyses.finished(reading, found)
        finally:
            del self._under_way[round_id]

    def _told(self, round_id: int, done: int, total: int) -> None:
        self._under_way[round_id] = Progress(done, total)
