"""SQLite behind a thread, crossed once a statement.

aiosqlite crosses to its connection's thread and back for every call, and SQLAlchemy makes four
calls for one statement: cursor, execute, fetchall, close. The crossings take several times as long
as what they ask for, so here a statement crosses once and brings all its rows back.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any, Self
from weakref import WeakSet

import aiosqlite

if TYPE_CHECKING:
    from sqlalchemy import ExceptionContext

PRAGMAS = {
    "page_size": 16384,
    "journal_mode": "delete",  # In WAL mode frames are a diary of who wrote next to what.
    "secure_delete": 1,  # Some builds leave deleted bytes in place.
    "foreign_keys": 1,
    "synchronous": 2,
    "temp_store": 2,
}
PRIMARY = 0xFF
"""The part of SQLite's error codes that says which kind it is."""


class UnsafeEngine(RuntimeError):
    """SQLite did not take a setting that the promises rest on."""


class Connection(aiosqlite.Connection):
    """A connection whose cursors cross once; everything else is aiosqlite's."""

    def cursor(self) -> Any:
        return Cursor(self)

    def __del__(self) -> None:
        # Whoever is cancelled while SQLAlchemy makes a connection ready leaves it to nobody.
        if self._connection is not None:
            self.stop()

    async def run(self, work: Callable[[], None]) -> None:
        """Do something in the connection's own thread."""
        execute: Callable[..., Awaitable[None]] = self._execute
        await execute(work)


class Cursor:
    """What SQLAlchemy needs of a cursor; it holds rows, and never a statement that is still open.

    A task that is cancelled in the middle of a statement leaves its cursor in a traceback. With an
    open statement in it SQLite would keep the closed connection's locks until the garbage is
    collected, and refuse everybody's answers meanwhile.
    """

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Any = ()) -> Self:
        """Run a statement to its end. Raises what sqlite3 raises."""
        return await self._cross(sqlite3.Cursor.execute, sql, parameters)

    async def executemany(self, sql: str, parameters: Any) -> Self:
        """Run a statement once for each set of parameters."""
        return await self._cross(sqlite3.Cursor.executemany, sql, parameters)

    async def fetchall(self) -> list[Any]:
        """The rows of the last statement, once."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open."""

    async def _cross(self, how: Any, sql: str, parameters: Any) -> Self:
        work = partial(self._run, how, sql, parameters)
        await self._connection.run(work)
        return self

    def _run(self, how: Any, sql: str, parameters: Any) -> None:
        cursor = self._connection._conn.cursor()  # noqa: SLF001 - in the connection's own thread
        try:
            how(cursor, sql, parameters)
            self._rows = cursor.fetchall() if cursor.description else []
            self.description = cursor.description
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class Connections:
    """Opens connections, and knows their threads."""

    def __init__(self, patience: float) -> None:
        """``patience``: seconds to wait for a lock."""
        self._patience = patience
        self._threads = WeakSet[Thread]()

    def connect(self, file: str, **options: Any) -> Connection:
        """What ``aiosqlite.connect`` gives, but crossing once and as the secret ballot needs it.

        ``options`` are those of ``sqlite3.connect``. Awaiting it raises UnsafeEngine.
        """
        made = partial(_connected, file, self._patience, options)
        connection = Connection(made, iter_chunk_size=64)
        thread: Thread = connection._thread  # noqa: SLF001 - aiosqlite has no other name for it
        thread.daemon = True  # As SQLAlchemy does for its own.
        self._threads.add(thread)
        return connection

    async def ended(self) -> None:
        """Wait for what was cut off in the middle: a thread must not outlive the loop it tells."""
        for thread in [each for each in self._threads if each.is_alive()]:
            await asyncio.to_thread(thread.join, 2 * self._patience)


def _connected(file: str, patience: float, options: dict[str, Any]) -> sqlite3.Connection:
    # In the thread: nobody can be cancelled between a connection and its settings.
    connection: sqlite3.Connection = sqlite3.connect(file, **options)
    connection.isolation_level = None  # BEGIN is ours; Python 3.11 has no autocommit attribute.
    connection.execute(f"PRAGMA busy_timeout={int(patience * 1000)}")
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")
    for name in ("journal_mode", "secure_delete"):
        (found,) = connection.execute(f"PRAGMA {name}").fetchone()
        if found != PRAGMAS[name]:
            connection.close()
            msg = f"SQLite keeps {name} at {found!r}; {PRAGMAS[name]!r} is needed"
            raise UnsafeEngine(msg)
    return connection


def let_go_of_read_only(context: ExceptionContext) -> None:
    """For SQLAlchemy's ``handle_error``: no connection is kept that can never write again.

    SQLite opens a file that may only be read for reading, and such a connection stays as it is.
    """
    code = getattr(context.original_exception, "sqlite_errorcode", 0)
    if code & PRIMARY == sqlite3.SQLITE_READONLY:
        context.is_disconnect = True
