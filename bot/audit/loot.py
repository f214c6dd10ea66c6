"""What a thief takes: the files as they lie there, copied into memory and nowhere else.

SQLite itself is never let near the live file: merely opening it would finish a journal or a
write-ahead log, and with that tidy away what is to be found.
"""

from __future__ import annotations

import stat
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BadInput, BadSetting

JOURNAL, WAL = "-journal", "-wal"
BESIDE = {JOURNAL: "the database's journal", WAL: "its write-ahead log"}
PATIENCE = 3.0  # seconds; a bot at work holds a journal for some hundredths of one
PAUSE = 0.05
CHANGES = slice(24, 28)  # SQLite counts the changes of a file in its header


@dataclass(frozen=True, slots=True, repr=False)
class KeyFile:
    """A file of the keys folder; ``mode`` holds its permission bits."""

    name: str
    mode: int
    content: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Loot:
    """Everything taken. ``beside`` is named by the ending that SQLite gives it."""

    database: bytes
    beside: Mapping[str, bytes]
    keys: tuple[KeyFile, ...]
    keys_mode: int
    keys_are_apart: bool
    logs: tuple[bytes, ...]

    def written(self) -> Iterator[tuple[str, bytes]]:
        """Everything but the keys, each with the words that name it."""
        yield "the database", self.database
        for ending, content in self.beside.items():
            yield BESIDE[ending], content
        for number, log in enumerate(self.logs, start=1):
            yield f"log {number}", log

    def everything(self) -> Iterator[tuple[str, bytes]]:
        yield from self.written()
        for key in self.keys:
            yield "the keys folder", key.content


def take(database: Path, keys_dir: Path, logs: Sequence[Path]) -> Loot:
    """Copy it all. Raises BadSetting or BadInput where a file cannot be read."""
    content, beside = _database(database)
    folder, keys = keys_dir.resolve(), database.resolve().parent
    return Loot(
        database=content,
        beside=beside,
        keys=key_files(keys_dir),
        keys_mode=_mode(keys_dir),
        keys_are_apart=not (folder.is_relative_to(keys) or keys.is_relative_to(folder)),
        logs=tuple(map(_log, logs)),
    )


def key_files(keys_dir: Path) -> tuple[KeyFile, ...]:
    """Every file of the keys folder. Raises BadSetting."""
    try:
        files = sorted(path for path in keys_dir.iterdir() if path.is_file())
        return tuple(KeyFile(path.name, _mode(path), path.read_bytes()) for path in files)
    except OSError:
        raise BadSetting("KEYS_DIR leads to no folder that can be read.") from None


def _database(path: Path) -> tuple[bytes, dict[str, bytes]]:
    """The file at rest: no journal open, and nothing changed while it was read."""
    deadline = time.monotonic() + PATIENCE
    try:
        while True:
            before, content, beside = _beside(path), path.read_bytes(), _beside(path)
            still = content[CHANGES] == _changes(path)
            at_rest = still and not before.get(JOURNAL) and not beside.get(JOURNAL)
            if at_rest or time.monotonic() > deadline:
                return content, beside
            time.sleep(PAUSE)
    except OSError:
        raise BadSetting(
            "DATABASE_URL leads to no file that can be read. If the bot has never run with these "
            "settings, there is nothing to look at yet."
        ) from None


def _changes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(CHANGES.stop)[CHANGES]


def _beside(path: Path) -> dict[str, bytes]:
    found = {}
    for ending in BESIDE:
        try:
            found[ending] = path.with_name(path.name + ending).read_bytes()
        except FileNotFoundError:
            continue
    return found


def _log(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise BadInput("A log could not be read: please name files that you may read.") from None


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
