"""PostgreSQL: how long it may keep somebody waiting.

A form has to be answered within three seconds, and a server that hangs says nothing at all. So
every wait has its end here, and a connection on which one was waited for in vain is dropped at
once: asking it to roll back, or to close, would only be waited for again.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from db.troubles import is_passing, keep_values_out

if TYPE_CHECKING:
    from sqlalchemy.engine import ExceptionContext

SERVER = {
    "application_name": "supervision-bot",
    "lock_timeout": "1200",  # ms; before the driver loses its patience and the connection with it
    "idle_in_transaction_session_timeout": "10000",  # ms; a process that hangs lets go of its locks
}
HOW_CONNECTED = """
SELECT CASE WHEN ssl THEN 'encrypted'
    WHEN inet_server_addr() IS NULL OR inet_server_addr() << '127.0.0.0/8'
        OR inet_server_addr() = '::1' THEN 'local'
    ELSE 'plain' END
FROM pg_stat_ssl WHERE pid = pg_backend_pid()
"""
TRIES, PAUSE = 10, 0.5
VACUUM = "VACUUM FULL roll, box"
NOW = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text"
NOBODY_LOOKS_BACK = """
SELECT pg_snapshot_xmin(pg_current_snapshot()) >= '{then}'::xid8 AND NOT EXISTS (
    SELECT FROM pg_stat_activity WHERE age(backend_xmin) > age('{then}'::xid8::xid)
        AND (datname = current_database() OR datname IS NULL))
"""
"""Whether every transaction of the server is over that was under way then, and every reader here:
VACUUM keeps what one of them might still see. A writer counts in whatever database it is.
"""
SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""A reader sees one moment, as on SQLite: never a round from before its seal and a box from after.
"""


def create(url: str, patience: float) -> AsyncEngine:
    """An engine whose every step ends within ``patience`` seconds, one way or the other."""
    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_timeout=patience,
        pool_pre_ping=True,
        connect_args={
            "timeout": patience,
            "command_timeout": patience,
            "server_settings": SERVER,
        },
    )
    event.listen(engine.sync_engine, "handle_error", keep_values_out)
    event.listen(engine.sync_engine, "handle_error", _lost_if_timed_out)
    event.listen(engine.sync_engine.pool, "close", _drop)
    return engine


def create_patient(url: str) -> AsyncEngine:
    """For migrations and compacting, which nobody waits for at a door and which take their time."""
    name = {"application_name": SERVER["application_name"]}
    connecting = {"timeout": 10, "server_settings": name}
    engine = create_async_engine(
        url, hide_parameters=True, poolclass=NullPool, connect_args=connecting
    )
    event.listen(engine.sync_engine, "handle_error", keep_values_out)
    return engine


async def compact(patient: AsyncEngine) -> None:
    """Rewrite roll and box without dead rows.

    That takes a moment in which nobody answers; while it waits for that moment nobody can either,
    so it waits briefly and tries again. Raises DBAPIError when it never came. What somebody who
    began before can still see would be kept, so it lets them finish; one who takes longer than
    that keeps the dead rows until the next time.
    """
    async with patient.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql("SET lock_timeout = 500")
        then = int(await _asked(connection, NOW))
        for _ in range(TRIES - 1):
            alone = await _asked(connection, NOBODY_LOOKS_BACK.format(then=then))
            if alone and await _vacuumed(connection):
                return
            await asyncio.sleep(PAUSE)
        await connection.exec_driver_sql(VACUUM)


async def _asked(connection: AsyncConnection, question: str) -> Any:
    return (await connection.exec_driver_sql(question)).scalar_one()


async def _vacuumed(connection: AsyncConnection) -> bool:
    try:
        await connection.exec_driver_sql(VACUUM)
    except DBAPIError as error:
        if not is_passing(error):
            raise
        return False
    return True


def _lost_if_timed_out(context: ExceptionContext) -> None:
    if isinstance(context.original_exception, TimeoutError):
        context.is_disconnect = True


def _drop(connection: Any, _record: object) -> None:
    connection.driver_connection.terminate()


async def settings_of(engine: AsyncEngine) -> dict[str, str]:
    """The server's settings by their names, as far as the bot's user may see them.

    Besides: ``connection`` (encrypted, local or plain) and ``replication slots`` (how many).
    """
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT name, setting FROM pg_settings"))
        found = {row.name: row.setting for row in rows}
        slots = await connection.execute(text("SELECT count(*) FROM pg_replication_slots"))
        found["replication slots"] = str(slots.scalar_one())
        how = await connection.execute(text(HOW_CONNECTED))
        found["connection"] = how.scalar_one()
    return found
