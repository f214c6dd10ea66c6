"""Copies of keys, in a file of their own beside the copy of the database, if somebody asks for it.

Only what the copied database needs: an open round's two keys, a sealed round's one.
"""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import select

from bot.ballot.keys import NAME
from bot.ballot.keystore import KEY_BYTES, Use
from bot.errors import BadSetting, KeysMissing
from bot.operation.archives import refuse_foreign
from bot.services.values import RoundState
from db.models import Group, Round

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ballot.keystore import KeyStore
    from db.engine import Database

Named: TypeAlias = tuple[str, Use]
NEEDED = {RoundState.OPEN: (Use.ROLL, Use.TEXT), RoundState.SEALED: (Use.SEALED,)}
ENTRY = re.compile(rf"([a-z2-7]{{{NAME}}})\.({'|'.join(Use)})\.key")


async def needed_by(database: Database) -> dict[RoundState, set[Named]]:
    """The keys that a database cannot be read without, by what their rounds are.

    Not those of groups that are being forgotten, whose keys die before the rows.
    """
    kept = select(Round.key_name, Round.state).join(Group, Group.id == Round.group_id)
    needed: dict[RoundState, set[Named]] = {state: set() for state in NEEDED}
    async with database.read() as session:
        rows = (await session.execute(kept.where(Group.forget_at.is_(None)))).all()
    for name, state in rows:
        if state in NEEDED:
            needed[RoundState(state)] |= {(name, use) for use in NEEDED[RoundState(state)]}
    return needed


def all_kept(keys: KeyStore) -> dict[Named, bytes]:
    """Every whole key there is just now; one that dies meanwhile is left out."""
    found = {}
    with suppress(FileNotFoundError):  # No folder, no keys.
        for key in keys.kept():
            with suppress(KeysMissing):
                found[key.name, key.use] = keys.read(*key)
    return found


def write(file: Path, keys: dict[Named, bytes]) -> None:
    """Put keys into a new file for its owner alone; all of them or no file. Raises OSError."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as opened, zipfile.ZipFile(opened, "w") as entries:
            for name, use in sorted(keys):
                entries.writestr(zipfile.ZipInfo(f"{name}.{use}.key"), keys[name, use])
    except BaseException:
        file.unlink()
        raise


def read(file: Path) -> dict[Named, bytes]:
    """The keys in a file. Raises BadSetting."""
    try:
        with zipfile.ZipFile(file) as entries:
            refuse_foreign(entries, file)
            return dict(_entry(name, entries.read(name)) for name in entries.namelist())
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError):
        raise BadSetting(
            f"{file} should hold the keys that “backup --with-keys” wrote, and cannot be read as "
            "that; nothing was changed."
        ) from None


def _entry(name: str, key: bytes) -> tuple[Named, bytes]:
    matched = ENTRY.fullmatch(name)
    if matched is None or len(key) != KEY_BYTES:
        raise ValueError("not a key")
    return (matched[1], Use(matched[2])), key
