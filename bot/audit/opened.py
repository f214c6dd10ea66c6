"""The copy, opened twice: by SQLite for what it tells, and as bare pages for what it hides."""

from __future__ import annotations

import sqlite3
from typing import Any

from bot.audit.pages import Pages, Unreadable
from bot.audit.trees import Tree, tree_at
from bot.audit.wal import applied

BALLOT = ("roll", "box")


class Opened:
    """A database in memory, with its write-ahead log if it has one. Close it after use.

    Raises Unreadable if it is no whole database of ours.
    """

    def __init__(self, data: bytes, wal: bytes = b"") -> None:
        self.pages = Pages(applied(data, wal))
        self._connection = sqlite3.connect(":memory:")
        self._connection.text_factory = lambda text: text.decode("utf-8", "replace")
        try:
            self._connection.deserialize(_in_rollback_mode(self.pages.data))
            named = self.query("SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0")
        except (sqlite3.Error, Unreadable):
            named = []
        self._roots = {"sqlite_schema": 1, **dict(named)}
        if not {"round", *BALLOT} <= self._roots.keys():
            self.close()
            raise Unreadable

    def query(self, statement: str, *values: Any) -> list[Any]:
        """All rows that a statement gives. Raises Unreadable."""
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.DatabaseError:
            raise Unreadable from None

    def tables(self) -> list[str]:
        """The names of all tables, SQLite's own counters and statistics included."""
        rows = self.query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        return [name for (name,) in rows]

    def columns(self, table: str) -> list[str]:
        """In the order in which a row of an ordinary table stores them."""
        return [name for (name,) in self.query("SELECT name FROM pragma_table_info(?)", table)]

    def values(self, table: str, column: str) -> set[Any]:
        """What stands in a column; nothing where there is no such column."""
        if column not in self.columns(table):
            return set()
        # Both names come from the database's own list of them, and are quoted.
        statement = f'SELECT DISTINCT "{column}" FROM "{table}"'  # noqa: S608  # nosec B608
        return {value for (value,) in self.query(statement)}

    def tree(self, name: str) -> Tree:
        """The b-tree of a table or an index. Raises Unreadable."""
        return tree_at(self.pages, self._roots[name])

    def trees(self) -> list[Tree]:
        return [self.tree(name) for name in self._roots]

    def close(self) -> None:
        self._connection.close()


def _in_rollback_mode(data: bytes) -> bytes:
    # A database in memory has no write-ahead log; with its mark SQLite would not open the copy.
    return data[:18] + b"\1\1" + data[20:]
