"""Brings a database to the schema of this version, or says why that can't be done.

A bot that starts finds the newest schema nearly always. So that is looked up here, and Alembic,
which weighs as much as the rest of the store, stays where it is.
"""

from __future__ import annotations

import importlib.resources
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncEngine

ADVISORY_LOCK = 7_358_119
DIGITS = 4
"""A migration's file is named by its revision, four digits, and by what it does."""


class NewerSchema(RuntimeError):
    """The database was written by a later version."""


class Drift(RuntimeError):
    """The tables are not what the models say."""


async def upgrade(engine: AsyncEngine) -> None:
    """Apply what is missing, in one transaction. Raises NewerSchema and changes nothing then."""
    async with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
        await connection.run_sync(_upgrade)


async def check(engine: AsyncEngine) -> None:
    """Raises Drift when a migration is missing or a table differs from its model."""
    async with engine.connect() as connection:
        await connection.run_sync(_check)


async def revision(engine: AsyncEngine) -> str | None:
    """The name of the schema a database has; None for an empty one."""
    async with engine.connect() as connection:
        return await connection.run_sync(_current)


def newest() -> str:
    """The revision that this version of the program brings a database to."""
    files = (importlib.resources.files("db") / "migrations" / "versions").iterdir()
    return max(file.name[:DIGITS] for file in files if file.name[:DIGITS].isdecimal())


def _upgrade(connection: Connection) -> None:
    current = _current(connection)
    if current == newest():
        return
    from db import revisions  # noqa: PLC0415 - see above

    if current is not None and current not in revisions.known(connection):
        raise NewerSchema
    revisions.upgrade(connection)


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _check(connection: Connection) -> None:
    from db import revisions  # noqa: PLC0415 - see above

    if revisions.differs(connection):
        raise Drift
