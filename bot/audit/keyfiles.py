"""The keys folder: every key that should be there and none that should be gone."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator

from bot.audit.loot import KeyFile, Loot
from bot.audit.opened import Opened
from bot.audit.search import Search
from bot.audit.verdict import Finding, Note, Unseen, unless
from bot.ballot.keys import KEY_BYTES, Use, round_part

OTHERS = 0o077
OLD_COPIES = "whoever has an old copy of the database can read from it what was to be unreadable."
DUE = {
    "open": {Use.ROLL, Use.TEXT},
    "sealed": {Use.SEALED},
    "unread": set[Use](),
    "counted": set[Use](),
}


def keyfiles(loot: Loot, database: Opened) -> Iterator[Note]:
    """Which keys there are, against the state of every round."""
    yield from unless(
        _against_rounds(loot, database),
        "Keys that were to be destroyed are gone: open rounds have their two, sealed ones a new "
        "one, and all others none.",
    )
    yield from unless(
        _together(loot), "The keys lie apart from the database, so that no one copy holds both."
    )
    yield from folder(loot.keys, loot.keys_mode)
    yield from unless(_copied(loot), "No key stands in the database, beside it, or in a log.")


def folder(keys: tuple[KeyFile, ...], mode: int) -> Iterator[Note]:
    """What can be said of the folder alone."""
    yield from unless(
        _half_done(keys), "Every key is whole, and none is half written or half destroyed."
    )
    if os.name == "nt":
        yield Unseen("Who may open the keys folder: on Windows this command cannot tell.")
    yield from unless(
        _in_reach(keys, mode), "The keys folder is open to the bot's own account alone."
    )


def _against_rounds(loot: Loot, database: Opened) -> Iterator[Finding]:
    rounds = dict(database.query("SELECT key_name, state FROM round"))
    now = {round_part(name): name for name in rounds}
    there = {name: set[str]() for name in rounds}
    for key in loot.keys:
        name, _, use = key.name.removesuffix(".key").partition(".")
        mine = now.get(round_part(name))
        if mine is None:
            yield Finding("The keys folder holds a file of no round.", OLD_COPIES)
        elif use in set(Use):
            there[mine].add(use if name == mine else f"earlier {use}")
    for name, state in rounds.items():
        for use in sorted(there[name] - DUE.get(state, set())):
            yield Finding(f"A round that is {state} still has its {use} key.", OLD_COPIES)
        if state == "open" and DUE["open"] - there[name]:
            yield Finding(
                "An open round lacks a key.", "nobody can answer it, and what is in it is lost."
            )


def _half_done(keys: tuple[KeyFile, ...]) -> Iterator[Finding]:
    if any(key.name.endswith((".dead", ".new")) for key in keys):
        yield Finding("A key is only half destroyed or half written.", OLD_COPIES)
    if any(key.name.endswith(".key") and len(key.content) != KEY_BYTES for key in keys):
        yield Finding("A key has the wrong length.", "what it encrypted cannot be read by anyone.")


def _together(loot: Loot) -> Iterator[Finding]:
    if not loot.keys_are_apart:
        yield Finding(
            "Keys and database lie in the same folder.",
            "whoever copies the one takes the other along.",
        )


def _in_reach(keys: tuple[KeyFile, ...], mode: int) -> Iterator[Finding]:
    if os.name != "nt" and (mode & OTHERS or any(key.mode & OTHERS for key in keys)):
        yield Finding(
            "Other accounts of the machine may open the keys folder or a key in it.",
            "more people than the one who runs the bot could use the keys.",
        )


def _copied(loot: Loot) -> Iterator[Finding]:
    keys = [key.content for key in loot.keys if len(key.content) == KEY_BYTES]
    search = Search(spelling for key in keys for spelling in _spellings(key))
    for name, data in loot.written():
        if any(True for _ in search.hits(data)):
            yield Finding(f"A key stands in {name}.", "whoever takes that can read the answers.")


def _spellings(key: bytes) -> tuple[bytes, ...]:
    text = base64.b64encode(key).rstrip(b"=")
    return (
        key,
        key.hex().encode(),
        key.hex().upper().encode(),
        text,
        text.translate(bytes.maketrans(b"+/", b"-_")),
    )
