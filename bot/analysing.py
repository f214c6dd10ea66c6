"""Reads sealed rounds for themes, one at a time, in a process that ends with the last of them.

Where a summary is opened meanwhile, it can say how far the reading has come.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeAlias

from bot.errors import NotSaved, ReadableError
from bot.themes.worker import AnalysisFailed, at_work

if TYPE_CHECKING:
    from datetime import datetime

    from bot.operation.meters import Meters
    from bot.services.analyses import Analyses, Reading
    from bot.themes.analysis import Analysis, Request

log = logging.getLogger(__name__)

TIME_LIMIT = 180.0
"""Seconds for one round; well below the claim on it."""


class Reader(Protocol):
    """Reads one round. Raises ReadableError when it cannot."""

    def __call__(
        self, request: Request, *, progress: Callable[[int, int], None]
    ) -> Awaitable[Analysis]: ...


Readers: TypeAlias = Callable[[], AbstractAsyncContextManager[Reader]]
"""Gives a reader for as long as there is something to read."""


def in_a_worker(embedder: str) -> Readers:
    """The readers of a real bot: a process for all that is due, which begins when the first is."""

    @asynccontextmanager
    async def reader() -> AsyncIterator[Reader]:
        async with at_work(embedder, TIME_LIMIT) as worker:
            yield worker.analyse

    return reader


@dataclass(frozen=True, slots=True)
class Progress:
    """So many answers were read, of how many."""

    done: int
    total: int


class Analyst:
    """Works through what is due; memory and processor are for one reading at a time."""

    def __init__(
        self, analyses: Analyses, readers: Readers, clock: Callable[[], datetime], meters: Meters
    ) -> None:
        self._analyses = analyses
        self._readers = readers
        self._now = clock
        self._meters = meters
        self._working: asyncio.Task[None] | None = None
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
            self._working = asyncio.current_task()
            async with self._readers() as reader:
                await self._read_all(reader)

    async def stop(self) -> None:
        """Break off what is being read, so that another process may begin it at once."""
        if self._turn.locked() and self._working is not None:
            self._working.cancel()
            await asyncio.wait([self._working])

    async def _read_all(self, reader: Reader) -> None:
        tried = list[int]()
        while due := [r for r in await self._analyses.due(self._now()) if r not in tried]:
            for round_id in due:
                tried.append(round_id)  # What stays due waits for the next look.
                await self._read(round_id, reader)

    async def _read(self, round_id: int, reader: Reader) -> None:
        reading = await self._claimed(round_id)
        if reading is None:
            return
        self._under_way[round_id] = Progress(0, len(reading.handles))
        try:
            found = await reader(reading.request, progress=partial(self._told, round_id))
        except ReadableError as error:
            self._note(error)
            await self._analyses.failed(reading, self._now())
        except asyncio.CancelledError:
            await asyncio.shield(self._analyses.let_go(reading, self._now()))
            raise
        else:
            await self._analyses.finished(reading, found)
            self._meters.analysed()
        finally:
            del self._under_way[round_id]

    async def _claimed(self, round_id: int) -> Reading | None:
        try:
            return await self._analyses.claim(round_id, self._now())
        except NotSaved:  # The store itself: then no other round can be claimed either.
            raise
        except Exception as error:  # noqa: BLE001 - one round must not hold up the others
            self._note(error)
            return None

    def _note(self, error: Exception) -> None:
        # A worker's reason is a fixed sentence of ours, mostly on the model; no other error's is.
        why = str(error) if isinstance(error, AnalysisFailed) else type(error).__name__
        log.warning("a round could not be read for themes: %s", why)
        self._meters.analysis_failed()

    def _told(self, round_id: int, done: int, total: int) -> None:
        self._under_way[round_id] = Progress(done, total)
