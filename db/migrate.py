"""Brings a database to the schema of this version, or says why that can't be done."""

from __future__ import annotations

import importlib.resources
import io
from typing import TYPE_CHECKING

import alembic.command
import alembic.util
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import db.models  # noqa: F401  the tables must be known before schemas are compared

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncEngine

ADVISORY_LOCK = 7_358_119


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
        return await connection.run_sync(
            lambda plain: MigrationContext.configure(plain).get_current_revision()
        )


def config(connection: Connection) -> Config:
    """Alembic's configuration without a file, for the migrations shipped with the package."""
    settings = Config(stdout=io.StringIO())  # What alembic has to say is ours to say.
    folder = str(importlib.resources.files("db") / "migrations")
    settings.set_main_option("script_location", folder.replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def _upgrade(connection: Connection) -> None:
    settings = config(connection)
    known = {script.revision for script in ScriptDirectory.from_config(settings).walk_revisions()}
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in known:
        raise NewerSchema
    alembic.command.upgrade(settings, "head")


def _check(connection: Connection) -> None:
    try:
        alembic.command.check(config(connection))
    except alembic.util.CommandError as error:
        raise Drift from error
