"""How a tick works through what it has found: a few at a time, each trouble by itself."""

from __future__ import annotations

import asyncio
import logging
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
                try:
                    await do(which)
                except Exception as error:  # noqa: BLE001 - see above
                    self._bot.meters.failed(part)
                    log.error("one of a tick's tasks failed: %s", type(error).__name__)
                self._bot.moved()

        await asyncio.gather(*(attempt(which) for which in things))


def in_parts(ids: list[int]) -> Iterator[list[int]]:
    return (ids[at : at + TOGETHER] for at in range(0, len(ids), TOGETHER))
