"""Which keys a round has over its life, and what a place for keys must be able to do.

Names are never given twice. So with several processes over one place nobody can replace, or take
away, what another has just made: not even one that slept through its own turn and wakes up late.
"""

from __future__ import annotations

import enum
import secrets
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

KEY_BYTES = 32
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
ROUND_PART, NAME = 11, 16
"""Letters of a key name that all names of one round begin with, and of the whole name."""


class Use(enum.StrEnum):
    """What a key is for."""

    ROLL = "roll"
    TEXT = "text"
    SEALED = "sealed"


OPEN_KEYS = (Use.ROLL, Use.TEXT)


class Key(NamedTuple):
    """Which key: the name it was made under, and its use."""

    name: str
    use: Use


def round_part(name: str) -> str:
    """What all key names of one round have in common."""
    return name[:ROUND_PART]


def new_name() -> str:
    """A name no round has had, so that a restored database never meets a stranger's key."""
    return _letters(NAME)


def next_name(name: str) -> str:
    """Another name for the same round: a seal's key never lies where an earlier try put its own."""
    return round_part(name) + _letters(NAME - ROUND_PART)


class Keys(Protocol):
    """What the services need of a place for keys; ``KeyStore`` is the one in a folder.

    What any implementation has to keep: a key is on disk when ``create`` returns it; it is seen by
    every process at once; ``destroy`` leaves no copy behind, in no log and no backup of its own.
    """

    @property
    def folder(self) -> Path | None:
        """Where the keys lie, so that somebody can look how much room there is."""

    def create(self, name: str, use: Use) -> bytes:
        """Make a key, safely stored before it is returned. Raises OSError, also if it is there."""

    def create_all(self, names: Iterable[str], *uses: Use) -> None:
        """Make many keys; all of them are safely stored when it returns. Raises OSError."""

    def read(self, name: str, use: Use) -> bytes:
        """Return a key of 32 bytes. Raises KeysMissing."""

    def has(self, name: str, use: Use) -> bool:
        """Whether a key is there."""

    def kept(self) -> set[Key]:
        """Every key there is."""

    def destroy(self, name: str, *uses: Use) -> None:
        """Make keys unreadable for good; those that are gone already are no error."""

    def bury(self) -> None:
        """Finish what somebody who died had begun to destroy. At any time, beside anybody."""

    def sweep(self) -> None:
        """At start: finish what a crash left half done, also what was half made."""


def destroy_rounds(keys: Keys, names: Collection[str]) -> None:
    """Destroy every key that the rounds of these key names have, or had before their seal."""
    parts = {round_part(name) for name in names}
    for key in keys.kept():
        if round_part(key.name) in parts:
            keys.destroy(key.name, key.use)


def _letters(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(count))
