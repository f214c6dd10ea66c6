"""Ballot stores as they are usually built: each breaks a promise, and its test must see it.

A store here has the right tables and one thing wrong with it, so that what a test finds in it is
that one thing.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.audit import Rehearsed

ROUND = "CREATE TABLE round (id INTEGER PRIMARY KEY, state TEXT, key_name TEXT)"
ROLL = "CREATE TABLE roll (round_id, tag BLOB, facilitator, PRIMARY KEY (round_id, tag))"
BOX = "CREATE TABLE box (round_id, id BLOB, body BLOB, PRIMARY KEY (round_id, id))"
HIDDEN_ROW_NUMBERS = (ROLL, BOX)
OPAQUE = (f"{ROLL} WITHOUT ROWID", f"{BOX} WITHOUT ROWID")
PAGE = "PRAGMA page_size = 16384"
TEXT = "I noticed that I wanted it to stop hurting, and that I looked for something to hand over."


def random_tag(_member: int) -> bytes:
    return secrets.token_bytes(16)


def hashed(member: int) -> bytes:
    return hashlib.sha256(str(member).encode()).digest()[:16]


def in_clear(member: int) -> bytes:
    return member.to_bytes(8, "big")


def opaque(text: str) -> bytes:
    """Random bytes of the length that an envelope of the bot has: nothing to read in it."""
    return b"\1" + secrets.token_bytes(28 + 2048 * (1 + len(text) // 1900))


def unpadded(text: str) -> bytes:
    return b"\1" + secrets.token_bytes(28 + len(text))


def fernet(text: str) -> bytes:
    """What a Fernet token looks like: a version, the second in clear, and base64 around it."""
    now = int(time.time()).to_bytes(8, "big")
    return base64.urlsafe_b64encode(b"\x80" + now + secrets.token_bytes(64 + len(text)))


@dataclass(frozen=True, slots=True)
class Store:
    """How answers are written: the tables, the marks, the envelopes, and SQLite's settings."""

    tables: tuple[str, str] = OPAQUE
    tag: Callable[[int], bytes] = random_tag
    body: Callable[[str], bytes] = opaque
    journal: str = "DELETE"
    secure_delete: str = "ON"

    def open(self, file: Path) -> sqlite3.Connection:
        """A new database with an open round 1."""
        connection = sqlite3.connect(file, isolation_level=None)
        for statement in (
            PAGE,
            f"PRAGMA journal_mode = {self.journal}",
            f"PRAGMA secure_delete = {self.secure_delete}",
            "PRAGMA synchronous = OFF",
            ROUND,
            *self.tables,
            "INSERT INTO round VALUES (1, 'open', 'naive')",
        ):
            connection.execute(statement)
        return connection

    def answer(self, connection: sqlite3.Connection, member: int, text: str) -> tuple[bytes, bytes]:
        """One line on the roll and one ballot, appended; returns the two marks."""
        tag, ballot = self.tag(member), secrets.token_bytes(16)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO roll VALUES (1, ?, 0)", (tag,))
        connection.execute("INSERT INTO box VALUES (1, ?, ?)", (ballot, self.body(text)))
        connection.execute("COMMIT")
        return tag, ballot


def lived(file: Path, members: list[int], store: Store, text: str = TEXT) -> Rehearsed:
    """Let every member answer, in this order, and take the file."""
    with closing(store.open(file)) as connection:
        marks = [store.answer(connection, member, text) for member in members]
    tags, ids = zip(*marks, strict=True)
    taken = Rehearsed(tags, ids, file.read_bytes())
    file.unlink()
    return taken
