"""Roll and ballot box side by side: whether anything in their make leads from one to the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bot.audit.opened import BALLOT, Opened
from bot.audit.search import HEAD, Search
from bot.audit.verdict import Finding, Note, unless

COLUMNS = {"roll": ["round_id", "tag", "facilitator"], "box": ["round_id", "id", "body"]}
KEPT = {"roll": {"open"}, "box": {"open", "sealed"}}
OPAQUE = {"roll": "tag", "box": "id"}
OPAQUE_BYTES, PART = 16, 4
LINKED = "whoever takes the database can put names or marks beside ballots."
ORDERED = (
    "the order of answering can be read off, and whoever knows when you answered knows your ballot."
)


def shape(database: Opened) -> Iterator[Note]:
    yield from unless(
        _in_order(database),
        "Roll and ballot box are kept without SQLite's hidden row numbers, counters, times or "
        "further indexes, and neither points to the other.",
    )
    yield from unless(
        _joined(database),
        "The marks on roll and ballots are random, and none stands in any other place.",
    )
    yield from unless(
        _after_the_end(database),
        "No round that is over has a roll; none that went unread, or whose time of keeping is "
        "over, has ballots.",
    )


def _in_order(database: Opened) -> Iterator[Finding]:
    for table in BALLOT:
        if not database.tree(table).is_index:
            yield Finding(f"SQLite numbers the rows of {table} as they come.", ORDERED)
        if database.columns(table) != COLUMNS[table]:
            yield Finding(f"The table {table} has other columns than it should.", LINKED)
        (sql,) = database.query("SELECT sql FROM sqlite_schema WHERE name = ?", table)[0]
        if re.search(r"\bautoincrement\b", sql, re.IGNORECASE):
            yield Finding(f"The rows of {table} are counted as they come.", ORDERED)
        if database.query(
            "SELECT 1 FROM sqlite_schema WHERE tbl_name = ? AND type <> 'table'", table
        ):
            yield Finding(f"The table {table} has an index or a trigger of its own.", ORDERED)
        pointed = database.query('SELECT "table" FROM pragma_foreign_key_list(?)', table)
        if {name for (name,) in pointed} & set(BALLOT):
            yield Finding(f"The table {table} points to the other half of the ballot.", LINKED)


def _joined(database: Opened) -> Iterator[Finding]:
    marks_of = {table: _marks(database, table) for table in BALLOT}
    for table, marks in marks_of.items():
        if _elsewhere(database, marks):
            yield Finding(f"A mark in {table} stands in another place as well.", LINKED)
    for table, marks in marks_of.items():
        if any(len(mark) != OPAQUE_BYTES for mark in marks):
            yield Finding(f"A mark in {table} is not {OPAQUE_BYTES} bytes long.", LINKED)
        elif _look_alike(marks):
            yield Finding(f"Marks in {table} share parts, as counted or timed ones do.", ORDERED)


def _after_the_end(database: Opened) -> Iterator[Finding]:
    for table, states in KEPT.items():
        open_or_kept = {
            round_id
            for round_id, state in database.query("SELECT id, state FROM round")
            if state in states
        }
        if database.values(table, "round_id") - open_or_kept:
            yield Finding(
                f"The {table} still holds rows of a round that is over.",
                "something that was to be destroyed is still there.",
            )


def _look_alike(marks: list[bytes]) -> bool:
    # Four bytes in the same place are alike by chance once in 2**32 pairs.
    parts = Counter(
        (place, mark[place : place + PART]) for mark in marks for place in range(0, 16, PART)
    )
    return any(count > 1 for count in parts.values())


def _elsewhere(database: Opened, marks: list[bytes]) -> bool:
    """Whether a mark, or its hexadecimal, stands anywhere but once in its own row."""
    once = {mark for mark in marks if len(mark) >= HEAD}
    written = once | {mark.hex().encode() for mark in once}
    return sum(1 for _ in Search(written).hits(database.pages.data)) > len(once)


def _marks(database: Opened, table: str) -> list[bytes]:
    values = database.values(table, OPAQUE[table])
    return [value if isinstance(value, bytes) else str(value).encode() for value in values]
