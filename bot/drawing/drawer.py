"""Where the bot has something drawn: one process for one drawing, a few at a time.

The values go through pipes, never through a file or a command line. Whatever happens to the
worker, the caller gets the drawing or DrawingFailed, and the process is gone.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import asdict

from bot import failures
from bot.drawing.job import Drawing
from bot.errors import ReadableError

# Nothing else of the bot's environment: the worker has no use for a token or a key.
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
TIME_LIMIT = 15.0
"""Seconds for one drawing; a picture takes a tenth of one, a full document one at most."""
AT_ONCE = 2
"""Each takes some 80 MB while it lasts."""


class DrawingFailed(ReadableError):
    """A picture or a document could not be made; its numbers and words can be read elsewhere."""

    def __init__(self) -> None:
        super().__init__(failures.NOT_DRAWN)


class Drawer:
    """Draws for everybody; who comes while it is busy waits."""

    def __init__(self, time_limit: float = TIME_LIMIT, at_once: int = AT_ONCE) -> None:
        self._time_limit = time_limit
        self._room = asyncio.Semaphore(at_once)

    async def drawn(self, drawing: Drawing) -> bytes:
        """The picture or document. The event loop stays free.

        Raises DrawingFailed; also when cancelled, no process is left behind.
        """
        async with self._room:
            try:
                async with asyncio.timeout(self._time_limit):
                    return await _drawn(json.dumps(asdict(drawing)).encode())
            except (OSError, TimeoutError):
                raise DrawingFailed from None


async def _drawn(asked: bytes) -> bytes:
    worker = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", "-m", "bot.drawing.work"),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env=_environment(),
    )
    try:
        picture, _ = await worker.communicate(asked)
    finally:
        await _end(worker)
    if worker.returncode != 0 or not picture:
        raise DrawingFailed
    return picture


async def _end(worker: Process) -> None:
    if worker.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        worker.kill()
    # Not even a second cancellation may leave a process or a half-read pipe behind.
    await asyncio.shield(worker.communicate())


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    # A page is small: on a large machine a thread and a heap for each core would reserve more
    # memory than the worker may have.
    sparing = {"RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
    return {**kept, **sparing, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
