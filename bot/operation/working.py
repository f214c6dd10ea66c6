"""How a tick works through what it has found: a few at a time, each trouble by itself."""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator

    from bot.client import SupervisionBot
    from bot.operation.meters import Part

log = logging.getLogger(__name__)

AT_ONCE = 16
TOGETHER = 16
"""So many are taken in one transaction: few enough that a form hardly waits for its turn."""

T = TypeVar("T")


class Working:
    """Does a tick's tasks; when the bot stops, what was begun is finished, and no more begun."""

    def __init__(self, bot: SupervisionBot) -> None:
        self._bot = bot

    async def each(
        self, part: Part, things: Iterable[T], do: Callable[[T], Awaitable[None]]
    ) -> None:
        """One trouble does not stop the others: it is logged by kind, and counted for ``part``."""
        places = asyncio.Semaphore(AT_ONCE)

        async def attempt(which: T) -> None:
            async with places:
                if self._bot.stopping:
                    return
                with self.noted(part, "one of a tick's tasks failed"):
                    await do(which)
                self._bot.moved()

        await asyncio.gather(*(attempt(which) for which in things))

    @contextmanager
    def noted(self, part: Part, what: str) -> Iterator[None]:
        """Whatever goes wrong inside is logged by its kind, without its words, and counted."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever it is, the next tick must come
            self._bot.meters.failed(part)
            log.error("%s: %s", what, type(error).__name__)


def in_parts(ids: list[int]) -> Iterator[list[int]]:
    return (ids[at : at + TOGETHER] for at in range(0, len(ids), TOGETHER))
