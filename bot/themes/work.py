"""The worker's side: answers one request after the other from its standard input, and ends with it.

A process of its own, since reading takes seconds and some 300 MB: both are given back when it
ends. What it says goes through a pipe; it writes no file and no log, and its memory is not dumped.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO

from bot.inside import own_channel
from bot.themes.analysis import analyse_here
from bot.themes.embedding import Embedder, ModelUnusable, load
from bot.themes.messages import HEADER, Message, Reading, Stopped, Task, framed, opened

POLITE = 5
FIRST_TO_GO = "1000"


def main() -> None:
    """Answer every request."""
    _step_back()
    channel, embedder = own_channel(), cache(load)
    for task in _tasks(sys.stdin.buffer):
        _send(channel, _outcome(task, embedder, lambda *read: _send(channel, Reading(*read))))


def _tasks(pipe: BinaryIO) -> Iterator[Task]:
    while header := pipe.read(HEADER):
        task = opened(pipe.read(int.from_bytes(header, "big")))
        if isinstance(task, Task):
            yield task


def _outcome(
    task: Task, embedder: Callable[[str], Embedder], progress: Callable[[int, int], None]
) -> Message:
    try:
        return analyse_here(task.request, embedder(task.embedder), progress)
    except ModelUnusable as unusable:
        return Stopped(str(unusable))
    except Exception:  # noqa: BLE001 - an error's text could hold an answer's; it stays in here
        return Stopped(None)


def _send(channel: BinaryIO, message: Message) -> None:
    channel.write(framed(message))
    channel.flush()


def _step_back() -> None:
    """Leave time to the bot, go first when memory runs out, and leave no image of the memory."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    os.nice(POLITE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO, encoding="ascii")


if __name__ == "__main__":
    main()
