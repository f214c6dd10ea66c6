"""Which signs our fonts can draw: for the others stands a mark, so that none is left out unseen.

An accessible PDF must not hold a sign that no font draws, and typst would refuse the whole of it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

MARK = "\N{REPLACEMENT CHARACTER}"
UNICODE_TABLES = frozenset({(0, 3), (3, 1)})
SEGMENTED = 4
LAST = 0xFFFF
"""No sign: it only ends the table."""
CONTROLS = 32
"""How many code points at the beginning are no signs, though a font may list them."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The code points that every one of our fonts has."""

    drawn: frozenset[int]

    @classmethod
    def of(cls, fonts: Iterable[Path]) -> Self:
        """Read from the fonts' own tables. Raises ValueError for a font without such a table."""
        return cls(frozenset.intersection(*(_code_points(font.read_bytes()) for font in fonts)))

    def shown(self, text: str) -> str:
        """``text`` with one mark for each run of signs that cannot be drawn."""
        made: list[str] = []
        for letter in text:
            known = ord(letter) in self.drawn or letter == "\n"
            if known or not made or made[-1] != MARK:
                made.append(letter if known else MARK)
        return "".join(made)


def _code_points(font: bytes) -> frozenset[int]:
    """Format 4 of the OpenType table ``cmap``: segments of code points, up to 65,535."""
    at = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, at + 2)
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", font, at + 4 + 8 * number)
        (form,) = struct.unpack_from(">H", font, at + offset)
        if (platform, encoding) in UNICODE_TABLES and form == SEGMENTED:
            return frozenset(_segments(font, at + offset))
    raise ValueError("A font has no table of its signs.")


def _segments(font: bytes, at: int) -> Iterator[int]:
    (twice,) = struct.unpack_from(">H", font, at + 6)
    columns = f">{twice // 2}H"
    last, first, shift, within = (
        struct.unpack_from(columns, font, at + start)
        for start in (14, 16 + twice, 16 + 2 * twice, 16 + 3 * twice)
    )
    for number, (begin, end) in enumerate(zip(first, last, strict=True)):
        here = at + 16 + 3 * twice + 2 * number + within[number]
        for point in range(begin, min(end, LAST - 1) + 1):
            glyph = point + shift[number]
            if within[number]:
                (glyph,) = struct.unpack_from(">H", font, here + 2 * (point - begin))
            if glyph % 65536 and point >= CONTROLS:
                yield point


def _table(font: bytes, name: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if tag == name:
            return int(offset)
    raise ValueError("A font lacks a table.")
