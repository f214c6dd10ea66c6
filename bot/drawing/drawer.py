"""Where the bot has something drawn: one process for one drawing, a few at a time.

The values go through pipes, never through a file or a command line. Whatever happens to the
worker, the caller gets the drawing or DrawingFailed, and the process is gone.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict

from bot import child, failures
from bot.drawing.job import Drawing
from bot.errors import ReadableError

# A page is small: on a large machine a thread and a heap for each core would reserve more memory
# than the worker may have.
SPARING = {"RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
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
    worker = await child.start("bot.drawing.work", SPARING)
    try:
        picture, _ = await worker.communicate(asked)
    finally:
        await child.end(worker)
    if worker.returncode != 0 or not picture:
        raise DrawingFailed
    return picture
