"""Logs: the place where a bot most easily says too much."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.audit.loot import Loot
from bot.audit.verdict import Finding, Note, Unseen, unless
from bot.ballot.tokens import ALPHABET, CODE_LENGTH

RECEIPT = re.compile(rb"(?<![0-9A-Za-z])[%s]{%d}(?![0-9A-Za-z])" % (ALPHABET.encode(), CODE_LENGTH))
DEBUG = re.compile(rb"\bDEBUG\b")
CLICK = re.compile(rb"\bsb:[a-z]+:\d+")
SIGNS = (
    (
        RECEIPT,
        "A log holds what looks like a receipt code.",
        "whoever reads the log can open that answer, and the time beside it says whose it is.",
    ),
    (
        CLICK,
        "A log records single clicks on the bot's buttons.",
        "the times beside them tell the order of answering.",
    ),
    (
        DEBUG,
        "A log was written at the level DEBUG.",
        "the libraries under the bot then write people's ids and whole answers into it.",
    ),
)


def in_logs(loot: Loot) -> Iterator[Note]:
    if not loot.logs:
        yield Unseen("Logs: none were given. With --log they are looked at too.")
        return
    yield from unless(
        (
            Finding(what, means)
            for sign, what, means in SIGNS
            if any(sign.search(log) for log in loot.logs)
        ),
        "The logs that were given hold no receipt code, no single click and no debugging.",
    )
