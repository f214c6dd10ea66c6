"""Breaks what the store lies on, as the system would: locks, no room left, nothing may be written.

Each is a context: inside it holds, afterwards all is well again.
"""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event

from db.engine import Database

NOBODY = 65534


@asynccontextmanager
async def locked(file: Path, how: str) -> AsyncIterator[None]:
    """Another program writes to the database (IMMEDIATE) or has all of it (EXCLUSIVE)."""
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    # In a thread: what the bot has begun must be able to end meanwhile.
    await asyncio.to_thread(other.execute, f"BEGIN {how}")
    try:
        yield
    finally:
        other.close()


@contextmanager
def locked_again_and_again(file: Path, seconds: float) -> Iterator[None]:
    """Locked for ``seconds``, free for a moment, and so on."""
    over = threading.Event()

    def hold() -> None:
        while not over.is_set():
            other = sqlite3.connect(file, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            over.wait(seconds)
            other.close()
            over.wait(0.05)

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        yield
    finally:
        over.set()
        holder.join()


@contextmanager
def no_file_may_grow() -> Iterator[None]:
    """The kernel refuses to write to any file, with an error as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def no_page_is_left(database: Database) -> Iterator[None]:
    """SQLite finds the disk full as soon as it needs one more page."""

    def limit(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA max_page_count=1")  # SQLite takes what is there already.

    engine = database.engine.sync_engine
    event.listen(engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(engine, "connect", limit)


@contextmanager
def nothing_may_be_written(folder: Path) -> Iterator[None]:
    """A folder can only be read, for this process too: root gives up its rights.

    What lies beside it, in ``a_house_for_all``, goes to whom it becomes.
    """
    modes = {path: path.stat().st_mode for path in (folder, *folder.iterdir())}
    for path in modes:
        path.chmod(0o555 if path.is_dir() else 0o444)
    was_root = os.geteuid() == 0
    if was_root:
        for path in folder.parent.rglob("*"):
            os.chown(path, NOBODY, -1)
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if was_root:
            os.seteuid(0)
        for path, mode in modes.items():
            path.chmod(mode)


@contextmanager
def a_house_for_all() -> Iterator[Path]:
    """A folder that also a process without root's rights reaches: those of pytest are closed."""
    house = Path(tempfile.mkdtemp())
    house.chmod(0o755)
    try:
        yield house
    finally:
        shutil.rmtree(house)
