"""A whole installation moved between SQLite and PostgreSQL, between rounds and all or nothing.

Between rounds, because an open round's roll and box are being rewritten, and their order in another
database's journal would be the order of moving. The file holds ciphertext and never a key: the keys
folder stays where it is, and goes on belonging to the moved database.
"""

from __future__ import annotations

import json
import os
import zipfile
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.errors import BadSetting
from bot.operation.backup import refuse_what_is_there
from bot.operation.restore import refuse_beside_a_running_bot
from bot.running import words_for_troubles
from bot.services.values import RoundState
from db import migrate, portable
from db.engine import Database
from db.models import Round

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.settings import Settings

FORMAT = 1
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
    settings.prepare()
    database = Database(settings.database_url)
    try:
        with words_for_troubles():
            await migrate.check(database.engine)
            revision = await migrate.revision(database.engine)
            async with database.read() as session:
                await _refuse_in_a_round(session)
                content = {
                    table.name: await portable.lines_of(session, table)
                    for table in portable.tables()
                }
    finally:
        await database.close()
    _write(file, revision, content)
    return [f"Exported {_size(content)} to {file}.", EXPORTED]


async def bring_in(settings: Settings, file: Path) -> list[str]:
    """Fill an empty database from an export, all or nothing. Raises BadSetting."""
    refuse_beside_a_running_bot(settings)
    revision, content = _read(file)
    settings.prepare()
    database = Database(settings.database_url)
    try:
        with words_for_troubles():
            await migrate.upgrade(database.engine)
            await migrate.check(database.engine)
            if revision != await migrate.revision(database.engine):
                raise BadSetting(
                    "The file was exported by another version of supervision-bot. Import it with "
                    "that version, and bring the database up to date afterwards; nothing was "
                    "imported."
                )
            async with database.write() as session:
                await _fill(session, content)
    except portable.Unreadable as error:
        raise BadSetting(
            f"The file is not as it was exported ({error}); nothing was imported."
        ) from None
    finally:
        await database.close()
    return [f"Imported {_size(content)}.", IMPORTED]


def _size(content: dict[str, list[str]]) -> str:
    return f"groups ({len(content['group'])}) and rounds ({len(content['round'])})"


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


async def _fill(session: AsyncSession, content: dict[str, list[str]]) -> None:
    for table in portable.tables():
        if await portable.count(session, table):
            raise BadSetting(
                "DATABASE_URL leads to a database that holds something already. Importing needs "
                "an empty one; nothing was imported."
            )
    for table in portable.tables():
        await portable.fill(session, table, content[table.name])
        if await portable.count(session, table) != len(content[table.name]):
            raise portable.Unreadable(f"{table.name}, its number of rows")


def _write(file: Path, revision: str | None, content: dict[str, list[str]]) -> None:
    index = {
        "format": FORMAT,
        "schema": revision,
        "rows": {name: len(lines) for name, lines in content.items()},
    }
    texts = {INDEX: json.dumps(index, indent=1)}
    texts |= {f"{name}.jsonl": "".join(f"{x}\n" for x in lines) for name, lines in content.items()}
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as opened, zipfile.ZipFile(opened, "w") as entries:
            for name, words in texts.items():
                # An entry made so carries no clock.
                entries.writestr(zipfile.ZipInfo(name), words, zipfile.ZIP_DEFLATED)
    except OSError as error:
        file.unlink(missing_ok=True)
        raise BadSetting(f"{file} cannot be written: {error.strerror}.") from None


def _read(file: Path) -> tuple[str | None, dict[str, list[str]]]:
    names = [table.name for table in portable.tables()]
    try:
        with zipfile.ZipFile(file) as entries:
            index = json.loads(entries.read(INDEX))
            texts = {name: entries.read(f"{name}.jsonl").decode() for name in names}
            content = {name: words.split("\n")[:-1] for name, words in texts.items()}
            counted = {name: len(lines) for name, lines in content.items()}
            if index["format"] == FORMAT and index["rows"] == counted:
                return index["schema"], content
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError):
        pass
    raise BadSetting(
        f"{file} is no whole export of this version of supervision-bot; nothing was imported."
    )
