"""A whole installation moved between SQLite and PostgreSQL, between rounds and all or nothing.

Between rounds, because an open round's roll and box are being rewritten, and their order in another
database's journal would be the order of moving. The file holds ciphertext and never a key: the keys
folder stays where it is, and goes on belonging to the moved database.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.database_words import refuse_without_database, words_for_troubles
from bot.errors import BadSetting
from bot.operation.archives import refuse_foreign
from bot.operation.backup import refuse_what_is_there
from bot.operation.restore import refuse_beside_a_running_bot
from bot.services.values import RoundState
from db import migrate, portable
from db.engine import Database
from db.models import Round

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.settings import Settings

FORMAT = 1
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError),
    *(ValueError, KeyError, TypeError, RecursionError),
)
"""What zipfile and json raise for a file that is not as it was written."""
INDEX = "index.json"
EXPORTED = (
    "It holds no keys: the keys folder stays where it is and goes on belonging to it. Set "
    "DATABASE_URL to the new, empty database, type “import”, and start the bot. When that works, "
    "destroy this file and the old database."
)
IMPORTED = (
    "Sealed rounds still need their keys: keep the same KEYS_DIR. “check” says whether all is in "
    "order."
)


async def export(settings: Settings, file: Path) -> list[str]:
    """Write everything but the keys into a new file. Raises BadSetting."""
    refuse_beside_a_running_bot(settings)
    refuse_what_is_there(file)
    refuse_without_database(settings)
    settings.prepare()
    database = Database(settings.database_url)
    try:
        with words_for_troubles():
            await migrate.check(database.patient)
            revision = await migrate.revision(database.patient)
            async with database.read() as session:
                await _refuse_in_a_round(session)
                with _new(file) as entries:
                    rows = await _write(entries, session)
                    index = {"format": FORMAT, "schema": revision, "rows": rows}
                    entries.writestr(_entry(INDEX), json.dumps(index, indent=1))
    finally:
        await database.close()
    return [f"Exported {_size(rows)} to {file}.", EXPORTED]


async def bring_in(settings: Settings, file: Path) -> list[str]:
    """Fill an empty database from an export, all or nothing. Raises BadSetting."""
    refuse_beside_a_running_bot(settings)
    settings.prepare()
    database = Database(settings.database_url)
    try:
        with words_for_troubles(), _whole(file) as entries:
            index = json.loads(entries.read(INDEX))
            if index["format"] != FORMAT:
                raise BadSetting("The file is an export of another format; nothing was imported.")
            await _same_schema(database, index["schema"])
            async with database.write() as session:
                await _fill(session, entries, index["rows"])
    except portable.Unreadable as error:
        raise BadSetting(
            f"The file is not as it was exported ({error}); nothing was imported."
        ) from None
    finally:
        await database.close()
    return [f"Imported {_size(index['rows'])}.", IMPORTED]


def _size(rows: dict[str, int]) -> str:
    return f"groups ({rows['group']}) and rounds ({rows['round']})"


async def _same_schema(database: Database, exported: str) -> None:
    await migrate.upgrade(database.patient)
    await migrate.check(database.patient)
    if exported != await migrate.revision(database.patient):
        raise BadSetting(
            "The file was exported by another version of supervision-bot. Import it with that "
            "version, and bring the database up to date afterwards; nothing was imported."
        )


async def _refuse_in_a_round(session: AsyncSession) -> None:
    still = select(func.count(), func.max(Round.closes_at)).where(Round.state == RoundState.OPEN)
    rounds, last = (await session.execute(still)).one()
    if rounds:
        raise BadSetting(
            f"Rounds are open: {rounds}. Moving waits until they are closed; the last one is due "
            f"to close on {last:%d %B %Y at %H:%M} UTC, or with its next prompt if too few have "
            "answered by then. With /schedule pause no new one opens meanwhile. Nothing was "
            "written."
        )


async def _write(entries: zipfile.ZipFile, session: AsyncSession) -> dict[str, int]:
    rows = dict.fromkeys((table.name for table in portable.tables()), 0)
    for table in portable.tables():
        with entries.open(_entry(f"{table.name}.jsonl"), "w", force_zip64=True) as written:
            async for line in portable.lines_of(session, table):
                written.write(f"{line}\n".encode())
                rows[table.name] += 1
    return rows


async def _fill(session: AsyncSession, entries: zipfile.ZipFile, rows: dict[str, int]) -> None:
    for table in portable.tables():
        if await portable.count(session, table):
            raise BadSetting(
                "DATABASE_URL leads to a database that holds something already. Importing needs "
                "an empty one; nothing was imported."
            )
    for table in portable.tables():
        with entries.open(f"{table.name}.jsonl") as written:
            # Lines end where a line ends, and not at each sign that Unicode calls an end of line.
            lines = io.TextIOWrapper(written, encoding="utf-8", newline="\n")
            await portable.fill(session, table, lines)
        if await portable.count(session, table) != rows[table.name]:
            raise portable.Unreadable(f"{table.name}, its number of rows")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # Made so it carries no clock.
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


@contextmanager
def _new(file: Path) -> Iterator[zipfile.ZipFile]:
    """A new file for its owner alone, which is gone again if it cannot be finished."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BadSetting(f"{file} cannot be written: {error.strerror}.") from None
    try:
        with os.fdopen(handle, "wb") as opened, zipfile.ZipFile(opened, "w") as entries:
            yield entries
    except BaseException as error:
        file.unlink()
        if isinstance(error, OSError):
            raise BadSetting(f"{file} cannot be written: {error.strerror}.") from None
        raise


@contextmanager
def _whole(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as entries:
            refuse_foreign(entries, file)
            yield entries
    except UNREADABLE:
        raise BadSetting(
            f"{file} is no whole export of this version of supervision-bot; nothing was imported."
        ) from None
