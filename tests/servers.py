"""A PostgreSQL for tests, where TEST_DATABASE_URL names one in which databases may be created.

``.ci/postgres start FOLDER`` makes such a server and prints the address. Without it every test
runs on SQLite, and the head of pytest's report says so.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import threading
import uuid
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import URL, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from db import migrate
from db.engine import Database

ADDRESS = os.environ.get("TEST_DATABASE_URL", "")
DIALECTS = ("sqlite", "postgresql") if ADDRESS else ("sqlite",)
FILE = "supervision.db"
HEADER = f"stores: {' and '.join(DIALECTS)}" + (
    "" if ADDRESS else " (set TEST_DATABASE_URL for PostgreSQL; .ci/postgres makes one)"
)


class Stores(Protocol):
    """Where stores come from: each in a folder of the test's own, whatever keeps it."""

    def fresh(self, folder: Path) -> str:
        """Make a store at the newest schema; its URL, which is the same for the same folder."""
        ...

    def copied(self, source: Path, folder: Path) -> str:
        """Make a copy of the store of another folder, which nobody has open."""
        ...

    def gone(self, folder: Path) -> None:
        """The folder's store is needed no more."""
        ...


class Files:
    """SQLite: a file in the folder."""

    def __init__(self, migrated: Path) -> None:
        self._migrated = migrated

    def fresh(self, folder: Path) -> str:
        shutil.copy(self._migrated, folder / FILE)
        return self._url(folder)

    def copied(self, source: Path, folder: Path) -> str:
        if source != folder:
            shutil.copy(source / FILE, folder / FILE)
        return self._url(folder)

    def gone(self, folder: Path) -> None:
        (folder / FILE).unlink()

    def _url(self, folder: Path) -> str:
        return f"sqlite+aiosqlite:///{folder / FILE}"


class Server:
    """PostgreSQL: databases at the newest schema, each a copy of one that was migrated once.

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

    def fresh(self, folder: Path) -> str:
        return self.url(self.new(name=database_of(folder)))

    def copied(self, source: Path, folder: Path) -> str:
        name = database_of(folder)
        self.drop(name)
        return self.url(self.new(database_of(source), name))

    def gone(self, folder: Path) -> None:
        self.drop(database_of(folder))

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


def database_of(folder: Path) -> str:
    """The name of a folder's own database."""
    return f"f{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:40]}"


async def _migrated(url: str) -> None:
    database = Database(url)
    await migrate.upgrade(database.patient)
    await database.close()


async def look(url: str | URL, statement: str) -> list[tuple[Any, ...]]:
    """The rows of a statement, on a connection of its own that leaves nothing behind."""
    engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            result = await connection.execute(text(statement))
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        await engine.dispose()
