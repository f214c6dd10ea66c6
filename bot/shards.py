"""Which share of the servers a process listens to; what it posts is not bound to that.

Discord splits a bot's servers into shards by their ids, and a process may listen to some of them.
Interactions reach only the process that listens; posting goes over HTTP, so any process may do it.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import BadSetting

SHIFT = 22
"""Discord's own rule: shard = (guild id >> 22) % count."""
MOST = 16_384
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Share:
    """The shards ``ids`` of ``count``; by default all there are, which is one."""

    count: int = 1
    ids: tuple[int, ...] = (0,)

    @property
    def leads(self) -> bool:
        """Whether what one process must do for all of them is this one's to do."""
        return 0 in self.ids

    def holds(self, guild_id: int) -> bool:
        """Whether Discord tells this process of a server."""
        return (guild_id >> SHIFT) % self.count in self.ids

    @property
    def is_all(self) -> bool:
        return len(self.ids) == self.count


EVERYTHING = Share()


def share_of(count: str | None, ids: str | None) -> Share:
    """Read SHARD_COUNT and SHARD_IDS, such as 4 and ``0,1`` or ``0-1``. Raises BadSetting."""
    if count is None and ids is not None:
        raise BadSetting("SHARD_IDS needs SHARD_COUNT: how many shards there are in all.")
    number = _whole(count or "1")
    if number is None or not 1 <= number <= MOST:
        raise BadSetting(f"SHARD_COUNT should be a whole number from 1 to {MOST}.")
    return Share(number, tuple(range(number)) if ids is None else _ids(ids, number))


def _ids(given: str, count: int) -> tuple[int, ...]:
    found = [number for part in given.split(",") for number in _range(part, count)]
    if len(set(found)) < len(found):
        raise BadSetting("SHARD_IDS names a shard twice; each should stand there once.")
    return tuple(sorted(found))


def _range(part: str, count: int) -> range:
    first, dash, last = part.partition("-")
    low = _whole(first)
    high = _whole(last) if dash else low
    if low is None or high is None or high < low:
        raise BadSetting("SHARD_IDS should be numbers and ranges with commas between: 0,1 or 0-3.")
    if high >= count:
        raise BadSetting(
            "SHARD_IDS should be below SHARD_COUNT: shards are counted from 0, so the last of 4 "
            "is 3."
        )
    return range(low, high + 1)


def _whole(text: str) -> int | None:
    word = text.strip()
    return int(word) if word.isascii() and word.isdigit() and len(word) <= DIGITS else None
