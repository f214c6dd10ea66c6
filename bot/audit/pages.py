"""SQLite's pages, read without SQLite, which answers in key order and hides the rest.

A thief reads the bytes: the place of a row on its page tells when it was written, and free space
keeps what was deleted. The format is described at https://www.sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MAGIC = b"SQLite format 3\0"
SMALLEST_PAGE = 512
WAL_VERSION = 2
SOMETHING = re.compile(rb"[^\0]")
SEVEN_BITS, MORE = 0x7F, 0x80

Range = tuple[int, int]
"""First byte and the one after the last, counted from the beginning of the file."""


class Unreadable(ValueError):
    """The bytes are no whole SQLite database."""


class Pages:
    """The pages of one database file."""

    def __init__(self, data: bytes) -> None:
        if len(data) < SMALLEST_PAGE or not data.startswith(MAGIC):
            raise Unreadable
        self.data = data
        self.size = self.number(16, 2) if self.number(16, 2) > 1 else 65536
        self.usable = self.size - data[20]
        self.count = len(data) // self.size

    @property
    def is_wal(self) -> bool:
        return WAL_VERSION in self.data[18:20]

    def number(self, at: int, width: int) -> int:
        return int.from_bytes(self.data[at : at + width], "big")

    def start(self, page: int, seen: set[int]) -> int:
        """Where a page begins; each may be entered once. Raises Unreadable."""
        if not 1 <= page <= self.count or page in seen:
            raise Unreadable
        seen.add(page)
        return (page - 1) * self.size

    def header(self, page: int) -> int:
        """Where a b-tree page's own header begins: on the first page, behind the file's."""
        return (page - 1) * self.size + (100 if page == 1 else 0)

    def free(self) -> Iterator[Range]:
        """Every range on the free list that should hold nothing. Raises Unreadable."""
        trunk, seen = self.number(32, 4), set[int]()
        while trunk:
            start = self.start(trunk, seen)
            leaves = [self.number(start + 8 + 4 * n, 4) for n in range(self.number(start + 4, 4))]
            yield self.beyond(start + 8 + 4 * len(leaves), start + self.size, 4, self.count)
            for leaf in leaves:
                begin = self.start(leaf, seen)
                yield begin, begin + self.size
            trunk = self.number(start, 4)

    def beyond(self, at: int, end: int, width: int, most: int) -> Range:
        """What follows old entries of a list of places, which SQLite leaves: they hold nothing."""
        while found := SOMETHING.search(self.data, at, end):
            at += (found.start() - at) // width * width
            if self.number(at, min(width, end - at)) > most:
                return at, end
            at += width
        return end, end


def varint(data: bytes, at: int) -> tuple[int, int]:
    """SQLite's integer of one to nine bytes: its value, and where it ends. Raises Unreadable."""
    value = 0
    try:
        for place in range(at, at + 8):
            value = value << 7 | data[place] & SEVEN_BITS
            if data[place] < MORE:
                return value, place + 1
        return value << 8 | data[at + 8], at + 9
    except IndexError:
        raise Unreadable from None
