"""One audit from beginning to end."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from bot.audit.beside import beside
from bot.audit.bodies import bodies
from bot.audit.columns import columns
from bot.audit.keyfiles import folder, keyfiles
from bot.audit.layout import layout
from bot.audit.logs import in_logs
from bot.audit.loot import WAL, Loot, key_files, take
from bot.audit.members import checked
from bot.audit.opened import Opened
from bot.audit.pages import Unreadable
from bot.audit.people import known_members, numbers_like_ids
from bot.audit.rehearsal import Rehearsed, rehearsal
from bot.audit.shape import shape
from bot.audit.verdict import Note, Unseen, Verdict
from bot.errors import BadSetting

POSTGRESQL = (
    "The answers: they are kept in PostgreSQL, whose files and journal (pg_wal) this command "
    "cannot reach. While a round is open, whoever reads that journal can tell which answer came "
    "when; the privacy page says so."
)


def examine(
    database: Path | None,
    keys_dir: Path,
    *,
    members: Iterable[int] = (),
    logs: Sequence[Path] = (),
    rehearsed: Sequence[Rehearsed] = (),
) -> Verdict:
    """Play the thief. ``database`` is None where it is not an SQLite file.

    Copies are made in memory alone, and nothing is changed. Raises BadSetting or BadInput.
    """
    who = checked(members)
    if database is None:
        keys = key_files(keys_dir)
        mode = stat.S_IMODE(keys_dir.stat().st_mode)
        return Verdict("", (*folder(keys, mode), Unseen(POSTGRESQL)))
    loot = take(database, keys_dir, logs)
    try:
        with closing(Opened(loot.database, loot.beside.get(WAL, b""))) as opened:
            notes = (*_notes(loot, opened, who), *rehearsal(rehearsed))
            return Verdict(_looked_at(loot, opened), notes)
    except Unreadable:
        raise BadSetting(
            "DATABASE_URL leads to a file that is no whole database of this bot. If the bot is "
            "busy, try again; nothing was changed."
        ) from None


def _notes(loot: Loot, opened: Opened, members: tuple[int, ...]) -> Iterator[Note]:
    yield from known_members(loot, opened, members)
    yield from numbers_like_ids(loot, opened)
    yield from columns(opened)
    yield from shape(opened)
    yield from bodies(loot, opened)
    yield from layout(opened)
    yield from beside(loot, opened)
    yield from keyfiles(loot, opened)
    yield from in_logs(loot)


def _looked_at(loot: Loot, opened: Opened) -> str:
    kilobytes = -(-len(loot.database) // 1000)
    ((rounds,),) = opened.query("SELECT count(*) FROM round")
    ((ballots,),) = opened.query("SELECT count(*) FROM box")
    return (
        f"a copy of the database ({kilobytes:,} kB, rounds: {rounds}, ballots: {ballots}), the "
        f"keys folder (files: {len(loot.keys)}) and logs ({len(loot.logs)})"
    )
