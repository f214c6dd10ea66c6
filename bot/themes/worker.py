"""Where answers are read without holding up the bot: one process for one analysis.

The texts go through pipes, never through a file or a command line. Whatever happens to the worker,
the caller gets an analysis or AnalysisFailed, and the process is gone.
"""

from __future__ import annotations

import asyncio
from asyncio.subprocess import Process
from collections.abc import Callable

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


class AnalysisFailed(ReadableError):
    """The answers were not read for themes; what was asked still stands."""

    def __init__(self, why: str | None = None) -> None:
        super().__init__(why or failures.NOT_READ_FOR_THEMES)


async def analyse(
    request: Request,
    *,
    embedder: str,
    time_limit: float,
    progress: Callable[[int, int], None],
) -> Analysis:
    """Analyse a sealed round in a worker process; the event loop stays free.

    ``time_limit`` is in seconds, for all of it. ``progress`` is told how many answers were read,
    of how many. Raises AnalysisFailed; also when cancelled, no process is left behind.
    """
    try:
        async with asyncio.timeout(time_limit):
            worker = await child.start("bot.themes.work", SPARING)
            try:
                return await _answer(worker, Task(embedder, request), progress)
            finally:
                await child.end(worker)
    except (OSError, EOFError, TimeoutError, Garbled):
        raise AnalysisFailed from None


async def _answer(worker: Process, task: Task, progress: Callable[[int, int], None]) -> Analysis:
    if worker.stdin is None or worker.stdout is None:
        raise AnalysisFailed
    worker.stdin.write(framed(task))
    worker.stdin.close()
    while True:
        match await _message(worker.stdout):
            case Reading(done, total):
                progress(done, total)
            case Stopped(why):
                raise AnalysisFailed(why)
            case Analysis() as found:
                return found
            case _:
                raise Garbled


async def _message(stream: asyncio.StreamReader) -> Message:
    size = int.from_bytes(await stream.readexactly(HEADER), "big")
    return opened(await stream.readexactly(size))
