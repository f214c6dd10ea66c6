"""Where answers are read without holding up the bot: a process that ends with its work.

The texts go through pipes, never through a file or a command line. Whatever happens to the worker,
the caller gets an analysis or AnalysisFailed, and the process is gone.
"""

from __future__ import annotations

import asyncio
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot import child, failures
from bot.errors import ReadableError
from bot.themes.analysis import Analysis, Request
from bot.themes.messages import HEADER, Garbled, Message, Reading, Stopped, Task, framed, opened

# Our matrices are small: threads would only wait for each other. And each heap of its own that
# glibc gives a thread would hold on to what the longest text once took.
SPARING = {
    **{f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "MKL", "OMP")},
    "TOKENIZERS_PARALLELISM": "false",
    "MALLOC_ARENA_MAX": "1",
}
LOST = (OSError, EOFError, TimeoutError, Garbled)


class AnalysisFailed(ReadableError):
    """The answers were not read for themes; what was asked still stands."""

    def __init__(self, why: str | None = None) -> None:
        super().__init__(why or failures.NOT_READ_FOR_THEMES)


class Worker:
    """Reads one round after the other, so that libraries and model are loaded once for all.

    Its process begins with the first round; after a round that failed the next one gets another.
    """

    def __init__(self, embedder: str, time_limit: float) -> None:
        self._embedder = embedder
        self._time_limit = time_limit
        self._process: Process | None = None

    async def analyse(self, request: Request, *, progress: Callable[[int, int], None]) -> Analysis:
        """Analyse a sealed round; the event loop stays free.

        ``progress`` is told how many answers were read, of how many. Raises AnalysisFailed.
        """
        found = None
        try:
            async with asyncio.timeout(self._time_limit):
                found = await self._found(request, progress)
        except LOST:
            raise AnalysisFailed from None
        finally:
            if found is None:
                await self.end()
        return found

    async def end(self) -> None:
        """Let no process be left, whatever it is at."""
        process, self._process = self._process, None
        if process is not None:
            await child.end(process)

    async def _found(self, request: Request, progress: Callable[[int, int], None]) -> Analysis:
        self._process = self._process or await child.start("bot.themes.work", SPARING)
        if self._process.stdin is None or self._process.stdout is None:
            raise AnalysisFailed
        self._process.stdin.write(framed(Task(self._embedder, request)))
        while True:
            match await _message(self._process.stdout):
                case Reading(done, total):
                    progress(done, total)
                case Stopped(why):
                    raise AnalysisFailed(why)
                case Analysis() as found:
                    return found
                case _:
                    raise Garbled


@asynccontextmanager
async def at_work(embedder: str, time_limit: float) -> AsyncIterator[Worker]:
    """A worker, which has ended afterwards; ``time_limit`` is in seconds, for each round."""
    worker = Worker(embedder, time_limit)
    try:
        yield worker
    finally:
        await worker.end()


async def _message(stream: asyncio.StreamReader) -> Message:
    size = int.from_bytes(await stream.readexactly(HEADER), "big")
    return opened(await stream.readexactly(size))
