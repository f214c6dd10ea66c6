"""Copies of an SQLite file that may be in use, and that hold nothing but what is in its tables.

The online backup takes a few pages at a time and lets writers in between, so that no answer waits
for it; a plain ``VACUUM INTO`` would hold them all up while it reads. But it copies pages as they
are, free ones too. So its copy is written anew by ``VACUUM INTO`` once nobody waits: no free page,
no dead row, and no counter of how often the original was written.
"""

from __future__ import annotations

import errno
import math
import os
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

PAGES = 64
PAUSE = 0.005
TRIES = 20
"""How many times the file's length is read in turns with writers before it is read in one go."""


PATIENCE = 10.0
"""Seconds for which another program may hold the file without a break."""
READING = (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ)
WAITING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class Damaged(Exception):
    """The file is no SQLite database, or not a whole one."""


class Busy(Exception):
    """Another program uses a database and does not let go of it; the text is the file's path."""


class _AlwaysWritten(Exception):
    pass


def copy(source: Path, target: Path) -> None:
    """Copy a database to a new file for its owner alone. Raises Damaged, Busy, OSError.

    ``target`` is whole or it is not there.
    """
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".copy-") as folder:
        loose, tight = Path(folder, "loose"), Path(folder, "tight")
        try:
            _online(source, loose)
            with closing(_opened(loose)) as copied:
                copied.execute("VACUUM INTO ?", (str(tight),))
            _examine(tight)
        except sqlite3.Error as error:
            raise unwritten(error) or Damaged(type(error).__name__) from None
        tight.chmod(0o600)
        _place(tight, target)


def unwritten(error: BaseException | None) -> OSError | None:
    """What the operating system would have said, if SQLite could not write: not of what it read."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    if code & 0xFF == sqlite3.SQLITE_FULL:
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if code & 0xFF == sqlite3.SQLITE_IOERR and code not in READING:
        return OSError(errno.EIO, os.strerror(errno.EIO))
    return None


def replace(file: Path, target: Path) -> None:
    """Put a copy in the place of a database that nobody uses. Raises Busy, OSError.

    A journal that was left beside the old one would be played into the new one.
    """
    if target.exists():
        try:
            with closing(_opened(target)) as old:
                old.execute("PRAGMA busy_timeout=2000")
                old.execute("BEGIN EXCLUSIVE")
                file.replace(target)
        except sqlite3.OperationalError:
            raise Busy(target) from None
        except sqlite3.DatabaseError:  # What is broken already may go.
            file.replace(target)
    else:
        file.replace(target)
    target.with_name(f"{target.name}-journal").unlink(missing_ok=True)
    _flush(target.parent)


class _Watch:
    """Told of each step of a copy; raises what ends one that gets no further."""

    def __init__(self, source: Path, tries: float) -> None:
        self._source, self._tries, self._steps = source, tries, 0
        self._moved = time.monotonic()

    def step(self, status: int, _left: int, total: int) -> None:
        if status in WAITING:
            if time.monotonic() - self._moved > PATIENCE:
                raise Busy(self._source)
            return
        self._moved = time.monotonic()
        self._steps += 1
        if self._steps > self._tries * (total // PAGES + 1):
            raise _AlwaysWritten


def _online(source: Path, target: Path) -> None:
    with closing(_opened(source)) as live, closing(sqlite3.connect(target)) as copied:
        live.execute("PRAGMA busy_timeout=0")  # The copying itself waits, and tells of it.
        try:
            live.backup(copied, pages=PAGES, sleep=PAUSE, progress=_Watch(source, TRIES).step)
        except _AlwaysWritten:
            live.backup(copied, sleep=PAUSE, progress=_Watch(source, math.inf).step)


def _examine(file: Path) -> None:
    with closing(_opened(file)) as copied:
        if copied.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise Damaged("integrity_check")
        if copied.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise Damaged("foreign_key_check")


def _opened(file: Path) -> sqlite3.Connection:
    # For writing: what a crash left in a journal must be undone before anything is read.
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)


def _place(file: Path, target: Path) -> None:
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with file.open("rb") as written:
            os.fsync(written.fileno())
        file.replace(target)
        _flush(target.parent)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _flush(folder: Path) -> None:
    if os.name == "nt":  # Windows can't open a folder.
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
