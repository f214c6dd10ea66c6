"""A copy put back in the database's place: looked at as a whole before anything is changed.

An older database meets newer facts: keys that were destroyed since, and messages that were posted
since. Neither may be guessed at. What has no key is told; what may have been posted is looked for.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.exc import SQLAlchemyError

from bot import heartbeat
from bot.ballot.keystore import KeyStore, Use
from bot.errors import BadSetting
from bot.operation import keycopies
from bot.operation.addresses import sqlite_url
from bot.operation.backup import keys_beside
from bot.operation.postgres import RESTORE, sqlite_file
from bot.services.values import PostState, RoundState
from db import copying, migrate
from db.engine import Database
from db.models import Box, Outbox, Roll, Round

if TYPE_CHECKING:
    from bot.operation.keycopies import Named
    from bot.settings import Settings

SINCE = (
    "Everything since the copy was made is gone: answers, changes, records. And what was withdrawn "
    "or removed since is back; its receipts still withdraw it. Tell the groups."
)
OPEN_WITHOUT = (
    "Open rounds without their keys: {count}. The bot will not start like this. Put their keys "
    "into KEYS_DIR; or, if they are gone for good, restore again with --end-unread: these rounds "
    "then end, and their answers, which nobody can read, are deleted."
)
ENDED = "Open rounds whose keys are gone were ended unread: {count}."
SEALED_WITHOUT = (
    "Sealed rounds without their key: {count}. Their counts are there; their words cannot be read, "
    "unless the keys are put into KEYS_DIR."
)


def refuse_beside_a_running_bot(settings: Settings) -> None:
    """Raises BadSetting while a bot lives on these settings."""
    if heartbeat.is_beating(settings.data_dir):
        raise BadSetting(
            "The bot that uses this DATA_DIR is running, or was killed less than two minutes ago. "
            "Stop it, or wait; nothing was changed."
        )


async def restore(
    settings: Settings, file: Path, *, with_keys: bool, over_it: bool, end_unread: bool
) -> list[str]:
    """Put a copy back; what there is to say, a paragraph each. Raises BadSetting."""
    target = sqlite_file(settings, RESTORE, file)
    refuse_beside_a_running_bot(settings)
    if settings.has_database and not over_it:
        raise BadSetting(
            "There is a database already, and it was left as it is. With --replace it is destroyed "
            "and the copy takes its place; make a copy of it first."
        )
    brought = keycopies.read(keys_beside(file)) if with_keys else {}
    settings.prepare()
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".restore-") as folder:
            fresh = Path(folder, "fresh.db")
            copying.copy(file, fresh)
            said = await _made_ready(settings, fresh, brought, end_unread=end_unread)
            copying.replace(fresh, target)
    except copying.Damaged:
        raise BadSetting(f"{file} is no whole copy of a database; nothing was changed.") from None
    except copying.Busy:
        raise BadSetting("Another program uses the database; nothing was changed.") from None
    except OSError as error:
        raise BadSetting(f"The database cannot be written: {error.strerror}.") from None
    return [f"Restored the database from {file}.", SINCE, *said]


async def _made_ready(
    settings: Settings, fresh: Path, brought: dict[Named, bytes], *, end_unread: bool
) -> list[str]:
    database = Database(sqlite_url(fresh))
    try:
        await _newest_schema(database)
        await _let_messages_be_looked_for(database)
        return await _with_keys(settings, database, brought, end_unread=end_unread)
    finally:
        await database.close()


async def _newest_schema(database: Database) -> None:
    try:
        known = await migrate.revision(database.engine)
        await migrate.upgrade(database.engine)
        await migrate.check(database.engine)
    except migrate.NewerSchema:
        raise BadSetting(
            "The copy was made by a newer version of supervision-bot. Restore it with that "
            "version; nothing was changed."
        ) from None
    except (migrate.Drift, SQLAlchemyError):
        known = None
    if known is None:  # To SQLite even an empty file is a database.
        raise BadSetting(
            "The copy is a database, but not one of supervision-bot; nothing was changed."
        )


async def _let_messages_be_looked_for(database: Database) -> None:
    """What was due when the copy was made may have been posted since."""
    waiting = Outbox.state.in_((PostState.DUE, PostState.BLOCKED))
    doubted = {Outbox.state: PostState.POSTING, Outbox.lease_until: Outbox.due_at}
    async with database.write() as session:
        await session.execute(update(Outbox).where(waiting).values(doubted))


async def _with_keys(
    settings: Settings, database: Database, brought: dict[Named, bytes], *, end_unread: bool
) -> list[str]:
    keys, needed = KeyStore(settings.keys_dir), await keycopies.needed_by(database)
    for each in brought.keys() & {each for named in needed.values() for each in named}:
        if not keys.has(*each):
            keys.put(*each, brought[each])
    missing = {
        state: {name for name, use in named if not keys.has(name, use)}
        for state, named in needed.items()
    }
    said = []
    if lost := missing[RoundState.OPEN]:
        if end_unread:
            await _end_unread(database, keys, lost)
        said.append((ENDED if end_unread else OPEN_WITHOUT).format(count=len(lost)))
    if sealed := missing[RoundState.SEALED]:
        said.append(SEALED_WITHOUT.format(count=len(sealed)))
    return said


async def _end_unread(database: Database, keys: KeyStore, names: set[str]) -> None:
    async with database.write() as session:
        ids = list(await session.scalars(select(Round.id).where(Round.key_name.in_(names))))
        for table in (Roll, Box):
            await session.execute(delete(table).where(table.round_id.in_(ids)))
        ended = update(Round).where(Round.id.in_(ids)).values(state=RoundState.UNREAD)
        await session.execute(ended)
    await database.compact()
    for name in names:
        keys.destroy(name, *Use)
