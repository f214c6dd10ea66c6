"""Reading one table of a prompt file so that every mistake has a place and a remedy.

The people who write these files are clinicians: an error says where it is, what was expected
there and what was found, and never shows a traceback's idea of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

KEY = re.compile(r"[a-z0-9-]{3,40}")
_SHOWN = 40


class PromptFileError(ValueError):
    """A prompt file that cannot be read; str() is the sentence a person reads."""

    def __init__(self, where: str, expected: str, found: str) -> None:
        super().__init__(f"{where}: expected {expected}, found {found}; nothing was loaded.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One table and where it stands; `place` reads like 'deck.toml, line 12, prompt "doubt"'."""

    place: str
    table: Mapping[str, object]

    def wrong(self, field: str, expected: str, found: str | None = None) -> PromptFileError:
        """The error for one field; what was found is taken from the table unless given."""
        named = field if len(field) <= _SHOWN else f"{field[: _SHOWN - 4]}..."
        return PromptFileError(
            f"{self.place}, field {named}", expected, found or _shown(self.table.get(field))
        )

    def only(self, *fields: str) -> None:
        """Refuse a field nobody would read: most likely it is a slip of the pen."""
        for field in self.table:
            if field not in fields:
                raise self.wrong(field, f"only the fields {', '.join(fields)}", "this one")

    def has(self, field: str) -> bool:
        return field in self.table

    def text(self, field: str, limit: int) -> str:
        """The field's text, wrapped lines joined, 1 to `limit` characters."""
        return self._line(field, self.table.get(field), limit)

    def key(self, field: str) -> str:
        value = self.table.get(field)
        if not isinstance(value, str) or not KEY.fullmatch(value):
            raise self.wrong(field, "3 to 40 of the characters a-z, 0-9 and -")
        return value

    def number(self, field: str, low: int, high: int) -> int:
        value = self.table.get(field)
        # True is an int to Python, but not to the person who wrote the file.
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.wrong(field, f"a whole number from {low} to {high}")
        return value

    def texts(self, field: str, limit: int, least: int, most: int) -> tuple[str, ...]:
        """The field's list of `least` to `most` different texts."""
        lines = tuple(self._line(field, v, limit) for v in self._list(field, least, most))
        if len(set(lines)) < len(lines):
            raise self.wrong(field, "texts that all differ", "the same one twice")
        return lines

    def child(self, field: str) -> Entry:
        value = self.table.get(field)
        if not isinstance(value, Mapping):
            raise self.wrong(field, "a table with fields of its own")
        return Entry(f"{self.place}, {field}", value)

    def children(self, field: str, noun: str, least: int, most: int) -> tuple[Entry, ...]:
        """The field's list of `least` to `most` tables, each named by `noun` and position."""
        tables = self._list(field, least, most)
        return tuple(
            Entry(f"{self.place}, {noun} {n}", self._table(field, value))
            for n, value in enumerate(tables, start=1)
        )

    def _table(self, field: str, value: object) -> Mapping[str, object]:
        if not isinstance(value, Mapping):
            raise self.wrong(field, "a list of tables", _shown(value))
        return value

    def _list(self, field: str, least: int, most: int) -> list[object]:
        value = self.table.get(field)
        wanted = f"a list of {least} to {most} items"
        if not isinstance(value, list):
            raise self.wrong(field, wanted)
        if not least <= len(value) <= most:
            raise self.wrong(field, wanted, str(len(value)))
        return value

    def _line(self, field: str, value: object, limit: int) -> str:
        if not isinstance(value, str):
            raise self.wrong(field, "a text in quotation marks", _shown(value))
        line = " ".join(value.split())
        if "\0" in line:  # Some databases cannot keep it, and nobody can see it.
            raise self.wrong(field, "a text that can be read", "a NUL character")
        if not 1 <= len(line) <= limit:
            raise self.wrong(field, f"1 to {limit} characters", str(len(line)))
        return line


def _shown(value: object) -> str:
    """What stands in the file, short enough for a sentence."""
    if value is None:
        return "nothing"
    if isinstance(value, list | Mapping):
        return "a list" if isinstance(value, list) else "a table"
    if isinstance(value, int) and value.bit_length() > _SHOWN:
        return "a very large number"  # Python refuses to write out one that is large enough.
    shown = f'"{value}"' if isinstance(value, str) else str(value).lower()
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 4]}..."
