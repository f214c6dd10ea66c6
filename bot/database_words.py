"""Trouble with the database or its keys at a start, as the operator reads it.

No sentence takes a driver's own words: they may quote an address or a stored value.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import BadSetting, KeysMissing, StoreUnavailable
from db import migrate
from db.sqlite import UnsafeEngine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings

REFUSALS = {
    "3D000": (
        "DATABASE_URL names a database that the PostgreSQL server does not have. Create it, or "
        "correct the name; nothing was changed."
    ),
    "28": (
        "The PostgreSQL server in DATABASE_URL refused the user or the password. Correct them, or "
        "let this user in there; nothing was changed."
    ),
    "42501": (
        "The PostgreSQL server in DATABASE_URL does not let this user do what the bot needs. Make "
        "the user the owner of the database and of its tables; nothing was changed."
    ),
}
"""By the beginning of an SQLSTATE, what an operator can put right."""


def refuse_without_database(settings: Settings) -> None:
    """Raises BadSetting where opening the database would make an empty one."""
    if not settings.has_database:
        raise BadSetting(
            "There is no database yet. “migrate” makes one, and so does starting the bot; nothing "
            "was changed."
        )


@contextmanager
def words_for_troubles() -> Iterator[None]:
    """Trouble with the database or its keys, inside, names its setting. Raises BadSetting."""
    try:
        yield
    except migrate.NewerSchema:
        raise BadSetting(
            "DATABASE_URL leads to a database of a newer version of supervision-bot. Start that "
            "version, or choose another database; nothing was changed."
        ) from None
    except migrate.Drift:
        raise BadSetting(
            "The tables in the database are not those of this version. If it is an older one, "
            "“migrate” brings it up to date, and so does starting the bot; nothing was changed."
        ) from None
    except UnsafeEngine as error:
        raise BadSetting(f"DATABASE_URL cannot be used safely: {error}.") from None
    except KeysMissing:
        raise BadSetting(
            "KEYS_DIR does not hold the keys of a round that is open in the database. Put the "
            "folder back that belongs to this database; nothing was changed."
        ) from None
    except (SQLAlchemyError, StoreUnavailable, OSError) as error:
        if told := _refused_by_the_server(error):
            raise BadSetting(told) from None
        raise BadSetting(
            f"DATABASE_URL leads to a database that cannot be opened ({_kind(error)}). Is it "
            "there, and may the bot write to it?"
        ) from None


def _refused_by_the_server(error: Exception) -> str | None:
    state = _sqlstate(error) or ""
    return next((told for code, told in REFUSALS.items() if state.startswith(code)), None)


def _sqlstate(error: Exception) -> str | None:
    return getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None


def _kind(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if _sqlstate(error):  # Then ``db.troubles`` has left the kind in place of the server's words.
        return str(cause)
    return type(cause.__cause__ or cause).__name__  # a driver's own error lies below another
