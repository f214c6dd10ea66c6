"""What several ask for at the same moment is done in one transaction, as databases commit it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Told = TypeVar("Told")


class Together(Generic[Asked, Told]):
    """Whoever asks while others are served waits, and is served with all who wait by then.

    ``work`` does all that it is given, in order, or raises and has done nothing: then each is
    served alone, so that one's trouble is nobody else's; unless it is ``everybodys``. Whoever is
    cancelled takes nobody along.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Asked]], Awaitable[Sequence[Told]]],
        everybodys: tuple[type[Exception], ...] = (),
    ) -> None:
        self._work = work
        self._everybodys = everybodys
        self._turn = asyncio.Lock()
        self._waiting: dict[asyncio.Future[Told], Asked] = {}

    async def ask(self, asked: Asked) -> Told:
        """Raises what ``work`` raises for this one."""
        mine: asyncio.Future[Told] = asyncio.get_running_loop().create_future()
        self._waiting[mine] = asked
        try:
            async with self._turn:
                if not mine.done():
                    await asyncio.sleep(0)  # Whoever is about to ask comes along.
                    await self._serve(self._waiting.copy())
            return mine.result()
        finally:
            self._waiting.pop(mine, None)
            mine.cancel()

    async def _serve(self, some: dict[asyncio.Future[Told], Asked]) -> None:
        try:
            told = await self._work(list(some.values()))
        except Exception as error:  # noqa: BLE001 - whoever asked is told
            await self._failed(some, error)
            return
        for each, answer in zip(some, told, strict=True):
            self._waiting.pop(each, None)
            if not each.done():  # Whoever asked may be gone.
                each.set_result(answer)

    async def _failed(self, some: dict[asyncio.Future[Told], Asked], error: Exception) -> None:
        if len(some) > 1 and not isinstance(error, self._everybodys):
            for each, asked in some.items():
                await self._serve({each: asked})
            return
        for each in some:
            self._waiting.pop(each, None)
            if not each.done():
                each.set_exception(error)
