"""SQLite's write-ahead log: a diary of which pages were written together, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

HEADER, FRAME_HEADER = 32, 24


@dataclass(frozen=True, slots=True, repr=False)
class Commit:
    """One transaction: the pages it wrote, and how many the database then had."""

    pages: dict[int, bytes]
    count: int


def commits(wal: bytes) -> Iterator[Commit]:
    """The transactions of a log that belong to its present beginning, oldest first."""
    size = int.from_bytes(wal[8:12], "big")
    salt, at, pages = wal[16:24], HEADER, dict[int, bytes]()
    while size and at + FRAME_HEADER + size <= len(wal) and wal[at + 8 : at + 16] == salt:
        number = int.from_bytes(wal[at : at + 4], "big")
        count = int.from_bytes(wal[at + 4 : at + 8], "big")
        pages[number] = wal[at + FRAME_HEADER : at + FRAME_HEADER + size]
        if count:
            yield Commit(pages, count)
            pages = {}
        at += FRAME_HEADER + size


def applied(database: bytes, wal: bytes) -> bytes:
    """The database as it is once its log is counted in."""
    current = bytearray(database)
    for commit in commits(wal):
        size = len(next(iter(commit.pages.values())))
        current.extend(bytes(max(0, commit.count * size - len(current))))
        for number, content in commit.pages.items():
            current[(number - 1) * size : number * size] = content
        del current[commit.count * size :]
    return bytes(current)
