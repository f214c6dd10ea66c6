"""The engine, with the settings the secret ballot rests on.

SQLite: no WAL, because its frames are a diary of who wrote next to what; secure_delete, because
some builds leave deleted bytes in place; BEGIN IMMEDIATE, because sqlite3 otherwise begins no
transaction at a SELECT and loses updates. Everywhere: parameters never enter an error's text.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from sqlalchemy import event
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection, ExceptionContext

PATIENCE = 1.5
TURN = 1.0
"""Seconds for a turn to write; with the lock's own patience a reply still comes within three."""
PRAGMAS = {
    "page_size": 16384,
    "busy_timeout": int(PATIENCE * 1000),
    "journal_mode": "delete",
    "secure_delete": 1,
    "foreign_keys": 1,
    "synchronous": 2,
    "temp_store": 2,
}
PRIMARY = 0xFF
"""The part of SQLite's error codes that says which kind it is."""
READING = {"sqlite_begin": "BEGIN DEFERRED"}


class UnsafeEngine(RuntimeError):
    """SQLite did not take a setting that the promises rest on."""


class Releasing(sqlite3.Connection):
    """Gives its locks back when it is closed, also while someone still holds a cursor of it.

    A task that is cancelled in the middle of a statement leaves such a cursor in its traceback.
    SQLite would keep the closed connection's locks until the garbage is collected, and refuse
    everybody's answers meanwhile.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._cursors = WeakSet[sqlite3.Cursor]()

    def cursor(self, *args: Any) -> Any:
        made = super().cursor(*args)
        self._cursors.add(made)
        return made

    def close(self) -> None:
        for cursor in self._cursors:
            cursor.close()
        if self.in_transaction:
            self.rollback()
        super().close()


class Database:
    """Opens transactions: ``write`` commits at the end of its block, ``read`` never writes."""

    def __init__(self, url: str) -> None:
        self.engine = _create(url)
        self._writing = asyncio.Lock()
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._readers = async_sessionmaker(
            self.engine.execution_options(**READING), expire_on_commit=False
        )

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where the database's file lies; nothing where it is a server's."""
        file = self.engine.url.database
        return (Path(file).absolute().parent,) if self.is_sqlite and file else ()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Writers come one after another; raises TimeoutError after waiting its turn in vain."""
        async with self._turn(), self._sessions() as session, session.begin():
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        async with self._readers() as session, session.begin():
            yield session

    async def compact(self) -> None:
        """Rewrite the ballots' pages, so that no dead copy of a row is left in a file."""
        command = "VACUUM" if self.is_sqlite else "VACUUM FULL roll, box"
        async with self._turn(), self.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.exec_driver_sql(command)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        # SQLite lets writers sleep and try again, the unlucky for seconds; a queue is fair.
        if not self.is_sqlite:
            yield
            return
        async with asyncio.timeout(TURN):
            await self._writing.acquire()
        try:
            yield
        finally:
            self._writing.release()

    async def close(self) -> None:
        await self.engine.dispose()


def _create(url: str) -> AsyncEngine:
    if url.startswith("sqlite"):
        engine = create_async_engine(url, hide_parameters=True, connect_args={"factory": Releasing})
        event.listen(engine.sync_engine, "connect", _set_pragmas)
        event.listen(engine.sync_engine, "begin", _begin)
        event.listen(engine.sync_engine, "handle_error", _let_go_of_read_only)
        return engine
    return create_async_engine(
        url,
        hide_parameters=True,
        pool_timeout=PATIENCE,
        pool_pre_ping=True,
        connect_args={"timeout": PATIENCE, "command_timeout": PATIENCE},
    )


def _set_pragmas(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # BEGIN is ours; Python 3.11 has no autocommit attribute.
    cursor = connection.cursor()
    for name, value in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}={value}")
    for name in ("journal_mode", "secure_delete"):
        cursor.execute(f"PRAGMA {name}")
        found = cursor.fetchone()[0]
        if found != PRAGMAS[name]:
            msg = f"SQLite keeps {name} at {found!r}; {PRAGMAS[name]!r} is needed"
            raise UnsafeEngine(msg)
    cursor.close()


def _let_go_of_read_only(context: ExceptionContext) -> None:
    # A file that may only be read is opened for reading, and such a connection never writes again.
    code = getattr(context.original_exception, "sqlite_errorcode", 0)
    if code & PRIMARY == sqlite3.SQLITE_READONLY:
        context.is_disconnect = True


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql(options.get("sqlite_begin", "BEGIN IMMEDIATE"))
