"""Looks for members: their ids in any spelling, anywhere but where an id may stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from bot.audit.columns import PEOPLE, PLACES, WORDS
from bot.audit.loot import Loot
from bot.audit.members import made_up
from bot.audit.opened import Opened
from bot.audit.pages import Range
from bot.audit.records import fields
from bot.audit.search import Search
from bot.audit.spellings import spellings
from bot.audit.verdict import Finding, Held, Note, Unseen, unless

MOST_SALTS = 6
ID_IN_DIGITS = re.compile(rb"(?<![0-9])[0-9]{17,20}(?![0-9])")
NAMED = "whoever takes the files learns that this member uses the bot, and perhaps what they wrote."
ASK = (
    "No member ids were given, so only numbers that look like ids were searched for. With "
    "--member or --members every spelling of them is."
)


def known_members(loot: Loot, database: Opened, members: tuple[int, ...]) -> Iterator[Note]:
    """The ids that were given, in every file."""
    salts = _salts(database)
    invented = made_up()
    words = dict(spelling for member in invented for spelling in spellings(member, salts))
    if {text for _, text in Search(words).hits(b"\n".join(words))} < words.keys():
        yield Finding("The audit's own search is broken.", "do not rely on this verdict.")
    yield from _strangers(loot, words)
    if not members:
        yield Unseen(ASK)
        return
    allowed = allowed_ranges(database)
    yield from unless(
        _found(loot, members, salts, allowed),
        f"None of {len(members)} member ids stands in any file but where an admin or facilitator "
        f"may: in digits, as a number, in hexadecimal, base64 or base32, or as a hash without a "
        f"key ({len(words) // len(invented):,} spellings each).",
    )


def numbers_like_ids(loot: Loot, database: Opened) -> Iterator[Note]:
    """Digits that look like somebody's id, in the database and beside it."""
    allowed, places = allowed_ranges(database), _places(database)
    yield from unless(
        (
            Finding(f"A number of 17 digits or more stands in {name} where none may.", NAMED)
            for name, data in loot.written()
            for found in [
                each
                for each in ID_IN_DIGITS.finditer(data)
                if int(each[0]) not in places
                and not (data is loot.database and _within(each.span(), allowed))
            ][:1]
        ),
        "No number that looks like somebody's id is written out in the database, or in a log.",
    )


def allowed_ranges(database: Opened) -> list[Range]:
    """Where in the file an id may stand: who did something as an admin, and what admins wrote."""
    found = list[Range]()
    for table in {name.partition(".")[0] for name in PEOPLE | WORDS} & set(database.tables()):
        columns = database.columns(table)
        for row in database.tree(table).rows:
            for column, field in zip(columns, fields(row), strict=False):
                if f"{table}.{column}" in PEOPLE | WORDS:
                    found.extend(field.ranges)
    return found


def _found(
    loot: Loot, members: tuple[int, ...], salts: list[int], allowed: list[Range]
) -> Iterator[Finding]:
    owners = {text: (who, how) for who in members for text, how in spellings(who, salts)}
    search, found = Search(owners), defaultdict[tuple[str, str], set[int]](set)
    for name, data in loot.everything():
        for at, text in search.hits(data):
            if not (data is loot.database and _within((at, at + len(text)), allowed)):
                who, how = owners[text]
                found[name, how].add(who)
    for (name, how), people in sorted(found.items()):
        yield Finding(f"Member ids stand in {name}, {how}: {len(people)} of {len(members)}.", NAMED)


def _strangers(loot: Loot, words: Iterable[bytes]) -> Iterator[Note]:
    search = Search(words)
    if any(True for _, data in loot.everything() for _ in search.hits(data)):
        yield Finding("An id that was just made up was found.", "do not rely on this verdict.")
    else:
        yield Held(
            "The search for ids can be trusted: made-up ids were found in every spelling where "
            "they had been put, and nowhere else."
        )


def _salts(database: Opened) -> list[int]:
    guilds = database.query('SELECT DISTINCT guild_id FROM "group"')
    rounds = database.query("SELECT id FROM round ORDER BY id DESC")
    # Each one doubles the work for every member; the newest few show how ids would be hashed.
    return [number for (number,) in [*guilds[:MOST_SALTS], *rounds[:MOST_SALTS]]]


def _places(database: Opened) -> set[object]:
    return {value for name in PLACES for value in database.values(*name.split("."))}


def _within(hit: Range, allowed: list[Range]) -> bool:
    return any(begin <= hit[0] and hit[1] <= end for begin, end in allowed)
