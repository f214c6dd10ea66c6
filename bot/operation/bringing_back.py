"""What a restored database means for the folder of keys.

An attempt that fails leaves the folder as it was: what was put in is taken out again. And a key
dies only once the database that gave its round up stands in its place, for nothing brings it back.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from bot.ballot.keystore import KeyStore, Use
from bot.errors import BadSetting
from bot.operation import keycopies
from bot.services.values import RoundState
from db.models import Box, Roll, Round

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.operation.keycopies import Named
    from db.engine import Database

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


@dataclass(frozen=True, slots=True)
class Change:
    """What is to happen to the folder, and what there is to say of it, a paragraph each."""

    put: dict[Named, bytes]
    ended: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)


async def prepared(
    database: Database, keys: KeyStore, brought: dict[Named, bytes], *, end_unread: bool
) -> Change:
    """End unread, in the new database, what is to be; the folder of keys is only looked at."""
    needed = await keycopies.needed_by(database)
    wanted = {each for named in needed.values() for each in named}
    new = {each for each in brought.keys() & wanted if not keys.has(*each)}
    change = Change({each: brought[each] for each in new})
    missing = {
        state: {each[0] for each in named if each not in new and not keys.has(*each)}
        for state, named in needed.items()
    }
    if lost := missing[RoundState.OPEN]:
        if end_unread:
            await _end_unread(database, lost)
            change.ended.update(lost)
        change.said.append((ENDED if end_unread else OPEN_WITHOUT).format(count=len(lost)))
    if sealed := missing[RoundState.SEALED]:
        change.said.append(SEALED_WITHOUT.format(count=len(sealed)))
    return change


@contextmanager
def carried_out(change: Change, keys: KeyStore) -> Iterator[None]:
    """Put keys, let the database take its place inside, and destroy what it gave up."""
    done: list[Named] = []
    try:
        _put(change, keys, done)
        yield
    except BaseException:
        for each in done:
            keys.destroy(*each)
        raise
    for name in change.ended:
        keys.destroy(name, *Use)


def _put(change: Change, keys: KeyStore, done: list[Named]) -> None:
    try:
        for each, key in change.put.items():
            keys.put(*each, key)
            done.append(each)
    except OSError as error:
        raise BadSetting(
            f"KEYS_DIR cannot be written: {error.strerror}. Nothing was changed."
        ) from None


async def _end_unread(database: Database, names: set[str]) -> None:
    async with database.write() as session:
        ids = list(await session.scalars(select(Round.id).where(Round.key_name.in_(names))))
        for table in (Roll, Box):
            await session.execute(delete(table).where(table.round_id.in_(ids)))
        ended = update(Round).where(Round.id.in_(ids)).values(state=RoundState.UNREAD)
        await session.execute(ended)
    await database.compact()
