"""Journal and write-ahead log: what SQLite writes beside the database while it changes it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.audit.loot import JOURNAL, WAL, Loot
from bot.audit.opened import BALLOT, Opened
from bot.audit.verdict import Finding, Note, Unseen, unless
from bot.audit.wal import commits

DIARY = "whoever takes it can read the order of answering, and which mark came with which ballot."


def beside(loot: Loot, database: Opened) -> Iterator[Note]:
    yield from unless(
        _left(loot, database),
        "No journal and no write-ahead log lies beside the database: SQLite keeps no diary.",
    )
    yield Unseen(
        "Backups, snapshots, swap and what a disk remembers of deleted files; and the setting "
        "secure_delete itself, which leaves no mark but its effect."
    )


def _left(loot: Loot, database: Opened) -> Iterator[Finding]:
    together = _written_together(loot, database)
    if database.pages.is_wal or WAL in loot.beside:
        yield Finding("The database is kept with a write-ahead log (WAL), a diary.", DIARY)
    if together:
        yield Finding(
            f"Its write-ahead log shows which mark came with which ballot ({together} times).",
            "whoever learns whose mark it is knows what that person wrote.",
        )
    if any(loot.beside.get(JOURNAL, b"")):
        yield Finding(
            "A journal with earlier pages of the database lies beside it.",
            "if the bot did not just crash, SQLite keeps its journals, and with them what was "
            "changed or deleted. Start the bot once and repeat the audit.",
        )


def _written_together(loot: Loot, database: Opened) -> int:
    roll, box = (database.tree(table).pages for table in BALLOT)
    return sum(
        1
        for commit in commits(loot.beside.get(WAL, b""))
        if roll & commit.pages.keys() and box & commit.pages.keys()
    )
