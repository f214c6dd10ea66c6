"""What the thief of a test holds in hand: every file as bytes, and ways to look into them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.audit import Verdict, examine
from bot.audit.search import Search
from bot.audit.spellings import spellings
from tests.living import clinicians
from tests.making import a_facilitator


@dataclass(frozen=True, slots=True)
class Files:
    """What the bot keeps, and a log of it."""

    database: Path
    keys: Path
    log: Path

    @contextmanager
    def changed(self, secure_delete: str = "ON") -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.database, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA secure_delete = {secure_delete}")
            yield connection

    def run(self, *statements: str) -> None:
        with self.changed() as connection:
            for statement in statements:
                connection.execute(statement)

    def key_name(self, state: str) -> str:
        with self.changed() as connection:
            found = connection.execute("SELECT key_name FROM round WHERE state = ?", (state,))
            return str(found.fetchone()[0])

    def replace(self, table: str, column: str, values: Iterable[bytes]) -> None:
        """New values in the rows of the open round."""
        with self.changed() as connection:
            old = connection.execute(
                f"SELECT {column} FROM {table} "  # noqa: S608
                "WHERE round_id = (SELECT id FROM round WHERE state = 'open')"
            ).fetchall()
            for (before,), after in zip(old, values, strict=False):
                connection.execute(
                    f"UPDATE {table} SET {column} = ? WHERE {column} = ?",  # noqa: S608
                    (after, before),
                )


def verdict_on(files: Files, members: list[int] | None = None) -> Verdict:
    who = [*ids_of(8), a_facilitator().user_id] if members is None else members
    return examine(files.database, files.keys, members=who, logs=[files.log])


def files_under(*folders: Path) -> dict[str, bytes]:
    """Every file below the folders, journals and logs of SQLite included."""
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {str(path): path.read_bytes() for path in paths}


def rows(data_dir: Path, table: str) -> list[tuple[bytes, ...]]:
    """The opaque columns of roll or box, as SQLite tells them."""
    columns = {"roll": "tag", "box": "id, body"}[table]
    with closing(sqlite3.connect(data_dir / "supervision.db")) as connection:
        return connection.execute(f"SELECT {columns} FROM {table}").fetchall()  # noqa: S608


def ids_of(count: int) -> list[int]:
    return [each.user_id for each in clinicians(count)]


def members_found(taken: Iterable[bytes], members: Iterable[int]) -> set[int]:
    """Which members' ids stand anywhere, in any spelling."""
    owners = {text: who for who in members for text, _ in spellings(who, (8101, 1))}
    search = Search(owners)
    return {owners[text] for data in taken for _, text in search.hits(data)}


def parts(content: bytes) -> Iterator[bytes]:
    """Every piece of eight bytes, too long to be met by chance."""
    for at in range(len(content) - 7):
        yield content[at : at + 8]


def found_in(taken: Iterable[bytes], needles: Iterable[bytes]) -> set[bytes]:
    search = Search(needles)
    return {needle for data in taken for _, needle in search.hits(data)}
