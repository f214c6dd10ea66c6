"""What somebody takes who gets at the server: the tables by SQL, their files, and the journal."""

from __future__ import annotations

import io
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it has none
from sqlalchemy import make_url

from db.base import Base

PIECE = 1 << 20


async def connected(url: str) -> Any:
    address = make_url(url).set(drivername="postgresql")
    return await asyncpg.connect(address.render_as_string(hide_password=False))


async def dump(url: str) -> dict[str, bytes]:
    """Every table, as a backup by SQL holds it."""
    connection, taken = await connected(url), {}
    for table in Base.metadata.tables:
        into = io.BytesIO()
        await connection.copy_from_table(table, output=into, format="binary")
        taken[table] = into.getvalue()
    await connection.close()
    return taken


async def heap(url: str, *tables: str) -> bytes:
    """The files of these tables as they lie on the disk, with whatever is dead in them."""
    connection = await connected(url)
    await connection.execute("CHECKPOINT")
    read = "SELECT pg_read_binary_file(pg_relation_filepath($1::text::regclass))"
    files = [await connection.fetchval(read, table) for table in tables]
    await connection.close()
    return b"".join(files)


async def places(url: str, table: str) -> list[tuple[bytes, int]]:
    """The opaque marks of roll or box in the order of their places, each with who wrote it."""
    mark = {"roll": "tag", "box": "id"}[table]
    connection = await connected(url)
    rows = await connection.fetch(
        f"SELECT {mark} AS mark, xmin::text::bigint AS writer FROM {table} ORDER BY ctid"  # noqa: S608
    )
    await connection.close()
    return [(row["mark"], row["writer"]) for row in rows]


async def position(url: str) -> str:
    """Where the journal ends now."""
    connection = await connected(url)
    where = await connection.fetchval("SELECT pg_current_wal_insert_lsn()::text")
    await connection.close()
    return str(where)


async def journal(url: str, since: str) -> bytes:
    """What was written into the journal since a position; of the whole server."""
    connection = await connected(url)
    await connection.execute("SELECT pg_switch_wal()")
    files = await connection.fetch(
        "SELECT name FROM pg_ls_waldir() WHERE name >= pg_walfile_name($1::text::pg_lsn) "
        "AND name <= pg_walfile_name(pg_current_wal_lsn()) ORDER BY name",
        since,
    )
    taken = [
        await connection.fetchval("SELECT pg_read_binary_file('pg_wal/' || $1::text)", row["name"])
        for row in files
    ]
    await connection.close()
    return b"".join(taken)
