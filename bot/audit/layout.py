"""What lies between the rows: whatever was edited, withdrawn or destroyed must be gone from there.

SQLite leaves two harmless traces in free space, places of rows and lengths of gaps. Both are short,
so that anything of the size of a row stands out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.audit.opened import BALLOT, Opened
from bot.audit.pages import Range
from bot.audit.verdict import Finding, Note, unless

ROW_LIKE = re.compile(rb"(?:[^\0]\0{0,3}){12}")
MEANS = "what was edited, withdrawn or destroyed may still lie there, as it was stored."


def layout(database: Opened) -> Iterator[Note]:
    yield from unless(
        _leftovers(database),
        "Nothing that was deleted lies in the free space of the database.",
    )


def _leftovers(database: Opened) -> Iterator[Finding]:
    free = _holding(database, database.pages.free())
    ballot = sum(_holding(database, database.tree(table).spare) for table in BALLOT)
    others = sum(_holding(database, tree.spare) for tree in database.trees()) - ballot
    if free:
        yield Finding(f"Deleted pages of the database still hold something ({free}).", MEANS)
    if ballot:
        yield Finding(f"Deleted rows of roll or ballot box lie in free space ({ballot}).", MEANS)
    if others:
        yield Finding(f"Deleted rows of other tables lie in free space ({others}).", MEANS)


def _holding(database: Opened, ranges: Iterable[Range]) -> int:
    data = database.pages.data
    return sum(1 for begin, end in ranges if ROW_LIKE.search(data, begin, end))
