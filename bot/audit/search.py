"""Looks for many strings at once: members times spellings are too many to look for one by one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

HEAD = 7
"""Every string is found by its first seven bytes; chance gives such a match once in 2**56."""
NOTHING = re.compile(rb"\0{32,}")  # the free space of a database, which is most of a small one


class Search:
    """Strings of at least seven bytes, not all zero, to be found in anything."""

    def __init__(self, strings: Iterable[bytes]) -> None:
        self._by_head: dict[bytes, list[bytes]] = defaultdict(list)
        for string in set(strings):
            self._by_head[string[:HEAD]].append(string)

    def hits(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Where each string stands in ``data``, in order of place."""
        heads = self._by_head.keys()
        for begin, end in _stretches(data):
            for at in range(begin, end):
                if data[at : at + HEAD] in heads:
                    for string in self._by_head[data[at : at + HEAD]]:
                        if data.startswith(string, at):
                            yield at, string


def _stretches(data: bytes) -> Iterator[tuple[int, int]]:
    """The ranges in which a string may begin: it may itself begin with a few zeros."""
    begin = 0
    for nothing in NOTHING.finditer(data):
        yield begin, nothing.start()
        begin = nothing.end() - HEAD
    yield begin, len(data) - HEAD + 1
