"""A copy of the database while the bot runs, and what such a copy means.

Without keys it is ciphertext and schedule: it becomes unreadable, wherever it lies, as its rounds'
keys are destroyed. A copy with keys is everything, and no retention reaches it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from bot.ballot.keystore import KeyStore
from bot.errors import BadSetting
from bot.operation import keycopies
from bot.operation.addresses import sqlite_url
from bot.operation.postgres import DUMP, sqlite_file
from db import copying
from db.engine import Database

if TYPE_CHECKING:
    from pathlib import Path

    from bot.operation.keycopies import Named
    from bot.settings import Settings

WITHOUT_KEYS = (
    "It holds no keys: with this file alone nobody can read an answer or learn who has answered, "
    "and when a round's keys are destroyed its words in this copy are gone as well. To restore it "
    "you need the keys folder that belongs to it."
)
WITH_KEYS = (
    "You asked for the keys, in {keys}. Whoever has both files can read every answer in them, and "
    "who has answered a round that was open; no retention, withdrawal or /forget reaches them. "
    "Keep the two apart, encrypt them, and destroy them soon."
)
HELD = "Another program uses {file}. Close it, and type this once more; {kept}."
TRIES = 3


async def back_up(settings: Settings, file: Path, *, with_keys: bool) -> list[str]:
    """Copy the SQLite database to a new file; what there is to say, a paragraph each.

    Raises BadSetting; then there is no new file.
    """
    source = sqlite_file(settings, DUMP, file)
    keys_file = keys_beside(file)
    _refuse(settings, file, keys_file if with_keys else file)
    try:
        if not with_keys:
            copying.copy(source, file)
            return [_copied(file), WITHOUT_KEYS]
        await _copy_both(settings, source, file, keys_file)
    except copying.Damaged as error:
        raise BadSetting(
            f"The database could not be copied as a whole ({error}). Look at the disk; what is "
            "there was not touched, and no copy was made."
        ) from None
    except copying.Busy as held:
        raise BadSetting(HELD.format(file=held, kept="no copy was made")) from None
    except OSError as error:
        raise BadSetting(f"{file} cannot be written: {error.strerror}.") from None
    return [_copied(file), WITH_KEYS.format(keys=keys_file)]


def keys_beside(file: Path) -> Path:
    """Where the keys go that belong to a copy."""
    return file.with_name(f"{file.name}.keys")


def refuse_what_is_there(file: Path) -> None:
    """Raises BadSetting: no command writes over a file."""
    if file.exists() or file.is_symlink():
        raise BadSetting(f"{file} is there already and was left as it is. Name a new file.")


def _refuse(settings: Settings, *targets: Path) -> None:
    if not settings.has_database:
        raise BadSetting("There is no database yet that could be copied.")
    for each in targets:
        refuse_what_is_there(each)
    if targets[0].absolute().is_relative_to(settings.keys_dir):
        raise BadSetting("A copy of the database should not lie in KEYS_DIR, beside its keys.")


async def _copy_both(settings: Settings, source: Path, file: Path, keys_file: Path) -> None:
    """Keys that live before and after: a round may be sealed while its database is copied."""
    keys = KeyStore(settings.keys_dir)
    for _ in range(TRIES):
        before = keycopies.all_kept(keys)
        copying.copy(source, file)
        try:
            wanted = await _wanted(file)
            kept = {**keycopies.all_kept(keys), **before}
            if wanted <= kept.keys():
                keycopies.write(keys_file, {each: kept[each] for each in wanted})
                return
        except BaseException:
            _discard(file)
            raise
        _discard(file)
    raise BadSetting(
        "KEYS_DIR does not hold the keys that the database needs, so no copy of both was made. "
        "“check” says more; without --with-keys the database alone is copied."
    )


def _discard(file: Path) -> None:
    file.unlink()


def _opened(file: Path) -> Database:
    return Database(sqlite_url(file.absolute()))


async def _wanted(file: Path) -> set[Named]:
    database = _opened(file)
    try:
        needed = await keycopies.needed_by(database)
        return {each for named in needed.values() for each in named}
    except SQLAlchemyError:
        raise BadSetting(
            "The database is not one of this version, so which keys it needs cannot be told. "
            "“migrate” brings it up to date; no copy was made."
        ) from None
    finally:
        await database.close()


def _copied(file: Path) -> str:
    return f"Copied the database to {file} ({file.stat().st_size // 1000} kB)."
