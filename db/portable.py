"""Rows as lines of JSON, so that a whole store can move from one kind of database to another.

Every table in the order of its key, which says nothing of when a ballot came: its key is random.
"""

from __future__ import annotations

import base64
import json
from datetime import date, datetime, time
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, func, insert, literal, select, text, tuple_
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

import db.models  # noqa: F401  every table must be known
from db.base import Base, UtcDateTime

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from sqlalchemy import Column, Table
    from sqlalchemy.ext.asyncio import AsyncSession

AT_ONCE = 200


class Unreadable(Exception):
    """A line is not what its table needs; carries the line's number, never its words."""


def tables() -> list[Table]:
    """Every table; those that others point to come first."""
    return Base.metadata.sorted_tables


async def lines_of(session: AsyncSession, table: Table) -> AsyncIterator[str]:
    """Every row of a table, one line each; no more than a few are held at a time.

    Asked for anew from the last key on, since SQLite's rows come all at once (see ``db.sqlite``).
    """
    key = tuple(table.primary_key.columns)
    found = select(table).order_by(*key).limit(AT_ONCE)
    rows = (await session.execute(found)).mappings().all()
    while rows:
        for row in rows:
            yield _line(table, row)
        last = tuple_(*(literal(rows[-1][column.name], column.type) for column in key))
        rows = (await session.execute(found.where(tuple_(*key) > last))).mappings().all()


async def count(session: AsyncSession, table: Table) -> int:
    return await session.scalar(select(func.count()).select_from(table)) or 0


async def fill(session: AsyncSession, table: Table, lines: Iterable[str]) -> None:
    """Put rows into an empty table. Raises Unreadable."""
    rows = _rows(table, lines)
    try:
        while some := list(islice(rows, AT_ONCE)):
            await session.execute(insert(table), some)
    except (OperationalError, InterfaceError):
        raise
    except (DBAPIError, OverflowError):
        raise Unreadable(f"{table.name}, a value or a row it belongs to") from None
    await _go_on_counting(session, table)


def _line(table: Table, row: Any) -> str:
    values = {column.name: _written(row[column.name]) for column in table.columns}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _written(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value


def _rows(table: Table, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        try:
            yield _row(table, json.loads(line))
        except (ValueError, TypeError, KeyError, RecursionError):
            # Nothing chained: the parser's own words may quote the row.
            raise Unreadable(f"{table.name}, line {number}") from None


def _row(table: Table, values: Any) -> dict[str, Any]:
    if not isinstance(values, dict) or values.keys() != {column.name for column in table.columns}:
        raise ValueError("other columns")
    return {column.name: _read(column, values[column.name]) for column in table.columns}


def _read(column: Column[Any], value: Any) -> Any:
    if value is None:
        if not column.nullable:
            raise ValueError("nothing where something is needed")
        return None
    if isinstance(column.type, UtcDateTime):
        return _instant(value)
    kind = dict if isinstance(column.type, JSON) else column.type.python_type
    if kind is bytes:
        return base64.b64decode(value, validate=True)
    if kind in {date, time}:
        return kind.fromisoformat(value)
    if type(value) is not kind:
        raise ValueError("another kind of value")
    return value


def _instant(value: str) -> datetime:
    instant = datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant


async def _go_on_counting(session: AsyncSession, table: Table) -> None:
    """PostgreSQL numbers new rows from a sequence, which knows nothing of the rows brought in."""
    column = table.autoincrement_column
    if column is None or session.get_bind().dialect.name != "postgresql":
        return
    highest = await session.scalar(select(func.max(column)))
    if highest is not None:
        sequence = {"table": f'"{table.name}"', "column": column.name, "value": highest}
        await session.execute(
            text("SELECT setval(pg_get_serial_sequence(:table, :column), :value)"), sequence
        )
