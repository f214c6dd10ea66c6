"""What stored answers, and what was found in them, show without a key: words, lengths, clocks."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator

from bot.audit.loot import Loot
from bot.audit.opened import Opened
from bot.audit.verdict import Finding, Note, unless
from bot.ballot.envelope import NONCE_BYTES, PAD_TO, TAG_BYTES, VERSION

FRAME = len(VERSION) + NONCE_BYTES + TAG_BYTES
WORDS_IN_CLEAR = re.compile(rb"(?:[\x20-\x7e\n]|[\xc2-\xdf][\x80-\xbf]){24}")
FERNET = re.compile(rb"gAAAA[A-Za-z0-9_-]{40}")
SPACE = re.compile(r"\s")
LEAST_ENTROPY = 7.5  # bits a byte; two thousand random bytes have about 7.9
LENGTHS = 2


def bodies(loot: Loot, database: Opened) -> Iterator[Note]:
    found = _stored(database, "SELECT round_id, body FROM box")
    themes = _stored(database, "SELECT round_id, findings FROM summary WHERE findings IS NOT NULL")
    stored = [body for _, body in found]
    yield from unless(
        _readable(stored),
        f"Without its key no stored answer shows a word ({len(stored)} seen).",
    )
    yield from unless(
        _themes(stored, [body for _, body in themes]),
        f"What was found in the words is encrypted and padded like them ({len(themes)} seen).",
    )
    yield from unless(
        _by_length(found),
        f"Lengths tell little: every answer is padded to steps of {PAD_TO:,} bytes, and no round "
        f"has more than {LENGTHS} lengths.",
    )
    yield from unless(_clocks(loot), "No stored answer carries the time at which it was encrypted.")
    yield from unless(
        _words_in_counts(database), "Stored summaries hold counts and codes, and no words."
    )


def _stored(database: Opened, statement: str) -> list[tuple[int, bytes]]:
    """Rounds and bodies, whatever a weaker build would have stored in their place."""
    return [
        (round_id, bytes(body) if isinstance(body, bytes) else str(body).encode())
        for round_id, body in database.query(statement)
    ]


def _themes(stored: list[bytes], themes: list[bytes]) -> Iterator[Finding]:
    if any(map(WORDS_IN_CLEAR.search, themes)):
        yield Finding(
            "What was found in the words of a round is stored in clear.",
            "whoever takes the database reads what the group spoke about.",
        )
    elif any(_entropy(body) < LEAST_ENTROPY for body in themes if len(body) >= PAD_TO):
        yield Finding(
            "What was found in the words of a round is too regular to be encrypted.",
            "whoever takes the database may be able to read what the group spoke about.",
        )
    if any((len(body) - FRAME) % PAD_TO for body in themes):
        yield Finding(
            "What was found in the words of a round is as long as it is.",
            "whoever takes the database can tell how much was found.",
        )
    # Under one key with the answers, so that no nonce may come in both.
    if _begin_alike([*stored, *themes]) and not _begin_alike(stored):
        yield Finding(
            "What was found in the words of a round begins like something else that is stored, so "
            "the encryption repeats itself.",
            "whoever takes the database can compare them, and perhaps read them.",
        )


def _begin_alike(stored: list[bytes]) -> bool:
    starts = Counter(body[: len(VERSION) + NONCE_BYTES] for body in stored)
    return any(count > 1 for count in starts.values())


def _readable(stored: list[bytes]) -> Iterator[Finding]:
    plain = sum(1 for body in stored if WORDS_IN_CLEAR.search(body))
    if plain:
        yield Finding(
            f"Stored answers hold readable words: {plain} of {len(stored)}.",
            "whoever takes the database reads what you wrote.",
        )
    elif any(_entropy(body) < LEAST_ENTROPY for body in stored if len(body) >= PAD_TO):
        yield Finding(
            "A stored answer is too regular to be encrypted.",
            "whoever takes the database may be able to read what you wrote.",
        )
    if _begin_alike(stored):
        yield Finding(
            "Two stored answers begin alike, so their encryption repeats itself.",
            "whoever takes the database can compare answers, and perhaps read them.",
        )


def _by_length(found: list[tuple[int, bytes]]) -> Iterator[Finding]:
    lengths: dict[int, set[int]] = {}
    for round_id, body in found:
        lengths.setdefault(round_id, set()).add(len(body))
    if any((size - FRAME) % PAD_TO for sizes in lengths.values() for size in sizes):
        yield Finding(
            "Stored answers are as long as what was written.",
            "whoever knows how much you wrote recognises your ballot by its length.",
        )
    elif any(len(sizes) > LENGTHS for sizes in lengths.values()):
        yield Finding(
            f"The answers of a round have more than {LENGTHS} lengths.",
            "whoever knows that you wrote by far the most recognises your ballot by its length.",
        )


def _clocks(loot: Loot) -> Iterator[Finding]:
    count = len(FERNET.findall(loot.database))
    if count:
        yield Finding(
            f"Fernet tokens lie in the database ({count}); each says in clear when it was made.",
            "whoever knows when you answered knows your ballot, to the second.",
        )


def _words_in_counts(database: Opened) -> Iterator[Finding]:
    stored = [json.loads(counts) for (counts,) in database.query("SELECT counts FROM summary")]
    if any(SPACE.search(text) for counts in stored for text in _texts(counts)):
        yield Finding("A stored summary holds words.", "they stay when the texts are destroyed.")


def _texts(value: object) -> Iterator[str]:
    """Every string in a JSON value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for each in pair for text in _texts(each))
    elif isinstance(value, list):
        yield from (text for each in value for text in _texts(each))


def _entropy(body: bytes) -> float:
    counts = Counter(body).values()
    return -sum(n / len(body) * math.log2(n / len(body)) for n in counts)
