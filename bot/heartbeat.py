"""A file that a working bot touches, so that ``health`` can tell from another process.

It says only that the bot runs: it is touched by the ticker and never by an answer.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NAME = "heartbeat"
FRESH = 120.0


class Pulse:
    """One bot's beats. It ends what it began: never the sign of another bot in the same folder."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._has_beaten = False

    def beat(self) -> None:
        beat(self._data_dir)
        self._has_beaten = True

    def rest(self) -> None:
        """A start that failed has given no sign; one that is there belongs to a bot that runs."""
        if self._has_beaten:
            rest(self._data_dir)


def beat(data_dir: Path) -> None:
    (data_dir / NAME).touch(mode=0o600)


def rest(data_dir: Path) -> None:
    """The bot has ended in good order: nobody need wait whether another beat comes."""
    (data_dir / NAME).unlink(missing_ok=True)


def is_beating(data_dir: Path) -> bool:
    """Whether the last beat is less than two minutes old."""
    try:
        return time.time() - (data_dir / NAME).stat().st_mtime < FRESH
    except OSError:
        return False
