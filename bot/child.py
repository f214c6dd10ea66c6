"""Processes that the bot starts for one piece of work, and ends with it.

What they are given holds answers' words: it goes through pipes, never through a file, a command
line or the environment, and whatever happens here no process is left behind.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping

# Nothing else of the bot's environment: a child has no use for a token or a key.
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")


async def start(module: str, sparing: Mapping[str, str]) -> Process:
    """Run a module of ours; ``sparing`` are its settings for threads and heaps. Raises OSError."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", "-m", module),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env=environment(sparing),
    )


async def end(child: Process) -> None:
    """End it, if it has not ended by itself."""
    with contextlib.suppress(ProcessLookupError):
        child.kill()
    # Not even a second cancellation may leave a process or a half-read pipe behind.
    await asyncio.shield(child.communicate())


def environment(sparing: Mapping[str, str]) -> dict[str, str]:
    """All that a child is told: where its libraries are, and to spare memory."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**kept, **sparing, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
