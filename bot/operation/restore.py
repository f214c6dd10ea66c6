"""A copy put back in the database's place: looked at as a whole before anything is changed.

An older database meets newer facts: keys that were destroyed since, and messages that were posted
since. Neither may be guessed at. What has no key is told; what may have been posted is looked for.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot import heartbeat
from bot.ballot.keystore import KeyStore
from bot.errors import BadSetting
from bot.operation import bringing_back, keycopies
from bot.operation.addresses import sqlite_url
from bot.operation.backup import HELD, keys_beside
from bot.operation.postgres import RESTORE, sqlite_file
from bot.services.values import PostState
from db import copying, migrate
from db.engine import Database
from db.models import Outbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.operation.bringing_back import Change
    from bot.operation.keycopies import Named
    from bot.settings import Settings

SINCE = (
    "Everything since the copy was made is gone: answers, changes, records. And what was withdrawn "
    "or removed since is back; its receipts still withdraw it. Tell the groups."
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
            keys = KeyStore(settings.keys_dir)
            with _nothing_changed(file, target):
                copying.copy(file, fresh)
                change = await _made_ready(fresh, keys, brought, end_unread=end_unread)
            with bringing_back.carried_out(change, keys):
                copying.replace(fresh, target)
    except copying.Busy as held:
        raise BadSetting(HELD.format(file=held, kept="nothing was changed")) from None
    except OSError as error:
        raise BadSetting(f"The database cannot be written: {error.strerror}.") from None
    return [f"Restored the database from {file}.", SINCE, *change.said]


@contextmanager
def _nothing_changed(file: Path, target: Path) -> Iterator[None]:
    """Trouble before the database that is there was touched. Raises BadSetting, or Busy."""
    try:
        yield
    except copying.Damaged:
        raise BadSetting(f"{file} is no whole copy of a database; nothing was changed.") from None
    except (OSError, DBAPIError) as error:
        told = copying.unwritten(error.orig) if isinstance(error, DBAPIError) else error
        if told is None:
            raise
        raise BadSetting(
            f"The copy cannot be written into {target.parent}: {told.strerror}. Nothing was "
            "changed; make room there, or see that the disk is in order, and restore again."
        ) from None


async def _made_ready(
    fresh: Path, keys: KeyStore, brought: dict[Named, bytes], *, end_unread: bool
) -> Change:
    database = Database(sqlite_url(fresh))
    try:
        await _newest_schema(database)
        await _let_messages_be_looked_for(database)
        return await bringing_back.prepared(database, keys, brought, end_unread=end_unread)
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
    except (migrate.Drift, SQLAlchemyError) as error:
        if told := copying.unwritten(getattr(error, "orig", None)):
            raise told from None
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
