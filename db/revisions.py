"""Alembic at work. Only a schema that is not the newest needs it, so only then is it loaded."""

from __future__ import annotations

import importlib.resources
import io
from typing import TYPE_CHECKING

import alembic.command
import alembic.util
from alembic.config import Config
from alembic.script import ScriptDirectory

import db.models  # noqa: F401  the tables must be known before schemas are compared

if TYPE_CHECKING:
    from sqlalchemy import Connection


def config(connection: Connection) -> Config:
    """Alembic's configuration without a file, for the migrations shipped with the package."""
    settings = Config(stdout=io.StringIO())  # What alembic has to say is ours to say.
    folder = str(importlib.resources.files("db") / "migrations")
    settings.set_main_option("script_location", folder.replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def known(connection: Connection) -> set[str]:
    """Every revision that this version of the program has."""
    scripts = ScriptDirectory.from_config(config(connection)).walk_revisions()
    return {script.revision for script in scripts}


def upgrade(connection: Connection) -> None:
    """Apply what is missing."""
    alembic.command.upgrade(config(connection), "head")


def differs(connection: Connection) -> bool:
    """Whether a migration is missing or a table differs from its model."""
    try:
        alembic.command.check(config(connection))
    except alembic.util.CommandError:
        return True
    return False
