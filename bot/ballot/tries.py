"""How often one person may try codes that open nothing.

A code can't be guessed: there are 2**128. The limit keeps a stranger from making the bot look, and
says so early. Only tries that failed are remembered, in memory and for minutes: a note of one that
succeeded would stand, for as long as it is kept, between a person and their answer.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.errors import TooManyTries, UnknownReceipt

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 5
WITHIN = timedelta(minutes=10)


class Tries:
    """Wrong tries of the last ten minutes, by person."""

    def __init__(self, most: int = MOST, within: timedelta = WITHIN) -> None:
        self._most = most
        self._within = within
        self._wrong: dict[int, list[datetime]] = {}

    @contextmanager
    def attempt(self, person: int, now: datetime) -> Iterator[None]:
        """Try one code inside; it counts if the inside raises UnknownReceipt.

        It counts from its beginning, so that tries made at the same instant are limited too.
        Raises TooManyTries.
        """
        self._forget_before(now - self._within)
        made = self._wrong.setdefault(person, [])
        if len(made) >= self._most:
            raise TooManyTries
        made.append(now)
        wrong = False
        try:
            yield
        except UnknownReceipt:
            wrong = True
            raise
        finally:
            if not wrong:
                self._take_back(person, now)

    def __len__(self) -> int:
        """How many people something is remembered of."""
        return len(self._wrong)

    def _forget_before(self, earliest: datetime) -> None:
        recent = {who: [at for at in made if at > earliest] for who, made in self._wrong.items()}
        self._wrong = {who: made for who, made in recent.items() if made}

    def _take_back(self, person: int, now: datetime) -> None:
        # The list may have been rebuilt meanwhile; the try may even be too old to be in it.
        made = self._wrong.get(person, [])
        if now in made:
            made.remove(now)
        if not made:
            self._wrong.pop(person, None)
