"""What PostgreSQL does better by itself, as the line to type. No password is ever printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import URL, make_url

from bot.errors import BadSetting

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings


def sqlite_file(settings: Settings, line: str, file: Path) -> Path:
    """The database's file. Raises BadSetting where it is a PostgreSQL server, with the line."""
    if settings.database_file is not None:
        return settings.database_file
    told = line.format(url=_for_libpq(make_url(settings.database_url)), file=file)
    raise BadSetting(
        "DATABASE_URL leads to PostgreSQL, which has tools of its own for this; nothing was done. "
        f"Type, with the password in PGPASSWORD or ~/.pgpass:\n{told}"
    )


def _for_libpq(url: URL) -> str:
    given = {name: value for name, value in url.query.items() if name != "password"}
    query = {"sslmode" if name == "ssl" else name: value for name, value in given.items()}
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, query)
    return bare.render_as_string()


DUMP = 'pg_dump --format=custom --no-owner --file="{file}" "{url}"'
RESTORE = 'pg_restore --clean --if-exists --no-owner --single-transaction --dbname="{url}" "{file}"'
