"""Where a database lies: the address an operator writes, and the one the engine is given."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.errors import BadSetting
from bot.operation import postgres_options

SQLITE = "sqlite+aiosqlite:///"
POSTGRES = "postgresql+asyncpg://"


def sqlite_url(file: Path) -> str:
    """The address of a file, whatever stands in its name: of an address escapes are undone."""
    return SQLITE + str(file).replace("%", "%25").replace("?", "%3F")


def file_of(url: str) -> Path | None:
    """The SQLite file an address leads to; None where it is a PostgreSQL server's."""
    return Path(unquote(url.removeprefix(SQLITE))) if url.startswith(SQLITE) else None


def folder_of(name: str, value: str) -> Path:
    """An absolute path, with symbolic links followed. Raises BadSetting."""
    try:
        return Path(value).expanduser().resolve()
    except (OSError, RuntimeError, ValueError):
        pass
    raise BadSetting(f"{name} should be the path of a folder; this one leads nowhere.")


def database_url(value: str) -> str:
    """The address with its async driver. Raises BadSetting."""
    scheme, _, rest = value.strip().partition("://")
    if scheme in {"sqlite", "sqlite+aiosqlite"}:
        return sqlite_url(_sqlite_file(rest))
    if scheme in {"postgres", "postgresql", "postgresql+asyncpg"}:
        return POSTGRES + _postgres_address(rest)
    raise BadSetting(f"DATABASE_URL should start with {SQLITE} or {POSTGRES}.")


def _sqlite_file(rest: str) -> Path:
    written = rest.removeprefix("/")
    path = unquote(written)
    if not path or path.startswith((":memory:", "file:")):
        raise BadSetting(
            "DATABASE_URL should name a file: a database in memory would lose every answer at a "
            "restart."
        )
    if written == rest or "?" in written or folder_of("DATABASE_URL", path).is_dir():
        raise BadSetting(f"DATABASE_URL should name a file after {SQLITE}, without options.")
    return folder_of("DATABASE_URL", path)


def _postgres_address(rest: str) -> str:
    try:
        parts = urlsplit(f"//{rest}")
        complete = bool(parts.path.strip("/")) and parts.port != 0
    except ValueError:
        complete = False
    if not complete:
        raise BadSetting(f"DATABASE_URL should read {POSTGRES}user:password@host/database.")
    if importlib.util.find_spec("asyncpg") is None:
        raise BadSetting(
            "DATABASE_URL asks for PostgreSQL, whose driver is not installed: "
            "install supervision-bot[postgres]."
        )
    address, _, given = rest.partition("?")
    query = postgres_options.for_driver(given)
    return f"{address}?{query}" if query else address
