"""A PostgreSQL for tests, where TEST_DATABASE_URL names one in which databases may be created.

``.ci/postgres start FOLDER`` makes such a server and prints the address. Without it every test
runs on SQLite, and the head of pytest's report says so.
"""

from __future__ import annotations

import asyncio
import os
import threading
import uuid
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from db import migrate
from db.engine import Database

ADDRESS = os.environ.get("TEST_DATABASE_URL", "")
DIALECTS = ("sqlite", "postgresql") if ADDRESS else ("sqlite",)
HEADER = f"stores: {' and '.join(DIALECTS)}" + (
    "" if ADDRESS else " (set TEST_DATABASE_URL for PostgreSQL; .ci/postgres makes one)"
)


class Server:
    """Gives out databases at the newest schema, each a copy of one that was migrated once.

    What it does runs on a loop of its own, so that it can be asked from inside a test's.
    """

    def __init__(self, address: str = ADDRESS) -> None:
        self._address = make_url(address)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._admin = create_async_engine(self._address, isolation_level="AUTOCOMMIT")
        self.template = self.new(None)
        self._wait(_migrated(self.url(self.template)))

    def url(self, name: str) -> str:
        return self._address.set(database=name).render_as_string(hide_password=False)

    def new(self, template: str | None = "", name: str = "") -> str:
        """Create a database, as a copy of the migrated one or of another; its name."""
        name = name or f"t{uuid.uuid4().hex}"
        source = "" if template is None else f" TEMPLATE {template or self.template}"
        copying = f"{source} STRATEGY FILE_COPY" if source else ""
        self.run(f"CREATE DATABASE {name}{copying}")
        return name

    def drop(self, name: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of a new database, which goes afterwards."""
        name = self.new()
        try:
            yield self.url(name)
        finally:
            self.drop(name)

    def run(self, statement: str) -> Any:
        """Run a statement as the one who may do everything; the first value it gives."""
        return self._wait(self._run(statement))

    async def _run(self, statement: str) -> Any:
        async with self._admin.connect() as connection:
            result = await connection.execute(text(statement))
            return result.scalar() if result.returns_rows else None

    def _wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def close(self) -> None:
        self.drop(self.template)
        self._wait(self._admin.dispose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _migrated(url: str) -> None:
    database = Database(url)
    await migrate.upgrade(database.patient)
    await database.close()


async def look(url: str | URL, statement: str) -> list[tuple[Any, ...]]:
    """The rows of a statement, on a connection of its own that leaves nothing behind."""
    engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            return [tuple(row) for row in await connection.execute(text(statement))]
    finally:
        await engine.dispose()
