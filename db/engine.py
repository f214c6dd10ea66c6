"""The engine, with the settings the secret ballot rests on.

SQLite: BEGIN IMMEDIATE, because sqlite3 otherwise begins no transaction at a SELECT and loses
updates; for the rest see ``db.sqlite``. PostgreSQL: see ``db.postgres``. Everywhere: parameters
never enter an error's text.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import event
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from db import postgres, sqlite

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection

PATIENCE = 1.5
TURN = 1.0
"""Seconds for a turn to write, or for a connection to a server; with ``PATIENCE`` for the first
thing that hangs after that, a reply still comes within three."""
READING = {"sqlite_begin": "BEGIN DEFERRED"}


class Database:
    """Opens transactions: ``write`` commits at the end of its block, ``read`` never writes."""

    def __init__(self, url: str) -> None:
        self._connections = sqlite.Connections(PATIENCE)
        self.engine = _create(url, self._connections)
        self.patient = self.engine if self.is_sqlite else postgres.create_patient(url)
        """The engine for migrations and the like, which may take longer than a person waits."""
        reading = READING if self.is_sqlite else postgres.SNAPSHOT
        self._writing = asyncio.Lock()
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._readers = async_sessionmaker(
            self.engine.execution_options(**reading), expire_on_commit=False
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
        """Writers come one after another; raises TimeoutError after waiting its turn in vain.

        On PostgreSQL they come one after another wherever they lock the same row.
        """
        async with self._turn(), self._sessions() as session, session.begin():
            await self._connect(session)
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        async with self._readers() as session, session.begin():
            await self._connect(session)
            yield session

    async def compact(self) -> None:
        """Rewrite the ballots' pages, so that no dead copy of a row is left in a file."""
        if not self.is_sqlite:
            await postgres.compact(self.patient)
            return
        async with self._turn(), self.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.exec_driver_sql("VACUUM")

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

    async def _connect(self, session: AsyncSession) -> None:
        """A free connection, a sign of life on it, or else a new one: all of it within a turn."""
        if not self.is_sqlite:
            async with asyncio.timeout(TURN):
                await session.connection()

    async def close(self) -> None:
        await self.engine.dispose()
        await self.patient.dispose()
        await self._connections.ended()


def _create(url: str, connections: sqlite.Connections) -> AsyncEngine:
    if url.startswith("sqlite"):
        ours = {"async_creator_fn": connections.connect}
        engine = create_async_engine(url, hide_parameters=True, connect_args=ours)
        event.listen(engine.sync_engine, "begin", _begin)
        event.listen(engine.sync_engine, "handle_error", sqlite.let_go_of_read_only)
        return engine
    return postgres.create(url, PATIENCE)


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql(options.get("sqlite_begin", "BEGIN IMMEDIATE"))
