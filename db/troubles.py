"""Which errors of a database pass by themselves, and how none of them quotes what was stored.

PostgreSQL tells of the failing row in an error's details, and its driver of the value it could
not send. SQLAlchemy's ``hide_parameters`` covers neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

if TYPE_CHECKING:
    from sqlalchemy.engine import ExceptionContext

TROUBLE = (DBAPIError, PoolTimeout, OSError)
"""What to catch before asking ``is_passing``. The last: a connection or a turn not had in time, and
a key that cannot be written, as the disk is full or its folder may only be read."""
PASSING = ("08", "25006", "25P03", "40", "53", "55P03", "57", "58")
"""Beginnings of SQLSTATEs that speak of the server's state and not of what was asked: connection,
only to be read, idle too long, deadlock, resources, a lock not had in time, a shutdown or
cancelling, the system.
https://www.postgresql.org/docs/current/errcodes-appendix.html
"""


def is_passing(error: BaseException) -> bool:
    """Whether the same thing may well work in a minute: never after a violated constraint."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, TROUBLE)
    if error.connection_invalidated or isinstance(error, OperationalError):
        return True
    code = getattr(error.orig, "sqlstate", None)
    if code is None:  # asyncpg says so when a value is unfit as well as when a line is cut.
        return isinstance(error, InterfaceError) and not getattr(error.orig, "unfit", False)
    return bool(code.startswith(PASSING))


def keep_values_out(context: ExceptionContext) -> None:
    """For SQLAlchemy's ``handle_error``: of the driver's own words only the kind of error stays."""
    told, original = context.sqlalchemy_exception, context.original_exception
    if not isinstance(told, DBAPIError):
        return
    driver: Any = original.__cause__ or original
    words = [type(driver).__name__]
    words += filter(None, (getattr(driver, name, None) for name in ("sqlstate", "constraint_name")))
    original.__cause__ = original.__context__ = None
    for error in (told, original):
        error.args = (" ".join(words),)
    vars(original).update(detail=None, unfit=isinstance(driver, ValueError))
