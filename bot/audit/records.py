"""A row's payload, taken apart into values and the bytes of the file that hold each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.audit.pages import Range, varint
from bot.audit.trees import Row

INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
REAL, ZERO, ONE, BLOB = 7, 8, 9, 12  # the serial types of the file format; 13 and on are texts
Value = int | bytes | None
"""Texts come as bytes; a REAL, which no table of ours has, comes as its eight bytes."""


@dataclass(frozen=True, slots=True, repr=False)
class Field:
    """One value of a row, and where in the file it stands."""

    value: Value
    ranges: tuple[Range, ...]


def fields(row: Row) -> Iterator[Field]:
    """The row's values in the order in which they are stored. Raises Unreadable."""
    end, at = varint(row.payload, 0)
    kinds = []
    while at < end:
        kind, at = varint(row.payload, at)
        kinds.append(kind)
    for kind in kinds:
        length = _length(kind)
        content = row.payload[at : at + length]
        yield Field(_value(kind, content), tuple(_places(row, at, at + length)))
        at += length


def _length(kind: int) -> int:
    if kind >= BLOB:
        return (kind - BLOB) // 2
    return 8 if kind == REAL else INTEGER_BYTES.get(kind, 0)


def _value(kind: int, content: bytes) -> Value:
    if kind in INTEGER_BYTES:
        return int.from_bytes(content, "big", signed=True)
    if kind in {ZERO, ONE}:
        return kind - ZERO
    return content if kind else None


def _places(row: Row, begin: int, end: int) -> Iterator[Range]:
    passed = 0
    for first, last in row.ranges:
        low, high = max(begin, passed), min(end, passed + last - first)
        if low < high:
            yield first + low - passed, first + high - passed
        passed += last - first
