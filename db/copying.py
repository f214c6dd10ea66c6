"""Copies of an SQLite file that may be in use, and that hold nothing but what is in its tables.

The online backup takes a few pages at a time and lets writers in between, so that no answer waits
for it; a plain ``VACUUM INTO`` would hold them all up while it reads. But it copies pages as they
are, free ones too. So its copy is written anew by ``VACUUM INTO`` once nobody waits: no free page,
no dead row, and no counter of how often the original was written.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

PAGES = 64
PAUSE = 0.005
TRIES = 20
"""How many times the file's length is read in turns with writers before it is read in one go."""


class Damaged(Exception):
    """The file is no SQLite database, or not a whole one."""


class Busy(Exception):
    """Another program is writing to the database and does not stop."""


class _AlwaysWritten(Exception):
    pass


def copy(source: Path, target: Path) -> None:
    """Copy a database to a new file for its owner alone. Raises Damaged, FileExistsError, OSError.

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
            raise Damaged(type(error).__name__) from None
        tight.chmod(0o600)
        _place(tight, target)


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
            raise Busy from None
        except sqlite3.DatabaseError:  # What is broken already may go.
            file.replace(target)
    else:
        file.replace(target)
    target.with_name(f"{target.name}-journal").unlink(missing_ok=True)
    _flush(target.parent)


def _online(source: Path, target: Path) -> None:
    with closing(_opened(source)) as live, closing(sqlite3.connect(target)) as copied:
        steps = 0

        def count(_status: int, _left: int, total: int) -> None:
            nonlocal steps
            steps += 1
            if steps > TRIES * (total // PAGES + 1):
                raise _AlwaysWritten

        try:
            live.backup(copied, pages=PAGES, sleep=PAUSE, progress=count)
        except _AlwaysWritten:
            live.backup(copied)


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
