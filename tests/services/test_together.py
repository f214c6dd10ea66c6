"""Several who ask at the same moment are served in one piece, and each gets what is theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.services.together import Together


class Counter:
    """Doubles numbers; odd ones are its trouble, which spoils the whole of what it was given."""

    def __init__(self) -> None:
        self.given: list[list[int]] = []
        self.open = asyncio.Event()

    async def double(self, numbers: Sequence[int]) -> list[int]:
        self.given.append(list(numbers))
        await self.open.wait()
        if any(number % 2 for number in numbers):
            raise ValueError(numbers)
        return [2 * number for number in numbers]


async def asked(counter: Counter, *numbers: int) -> list[asyncio.Task[int]]:
    """The first is being served; the others wait."""
    together = Together(counter.double)
    tasks = [asyncio.create_task(together.ask(number)) for number in numbers]
    await asyncio.sleep(0)
    return tasks


async def test_whoever_asks_meanwhile_is_served_next_and_all_at_once() -> None:
    counter = Counter()
    tasks = await asked(counter, 2, 4, 6)
    counter.open.set()
    assert await asyncio.gather(*tasks) == [4, 8, 12]
    assert len(counter.given) <= 2


async def test_ones_trouble_is_nobody_elses() -> None:
    counter = Counter()
    tasks = await asked(counter, 2, 3, 6)
    counter.open.set()
    first, second, third = await asyncio.gather(*tasks, return_exceptions=True)
    assert (first, third) == (4, 12)
    assert isinstance(second, ValueError)


async def test_what_is_everybodys_trouble_is_not_tried_again_by_each() -> None:
    counter = Counter()
    together = Together(counter.double, (ValueError,))
    tasks = [asyncio.create_task(together.ask(number)) for number in (2, 3, 6)]
    counter.open.set()
    told = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(each) for each in told] == [ValueError] * 3
    assert counter.given == [[2, 3, 6]]


@pytest.mark.parametrize("gone", [0, 1, 2])
async def test_whoever_goes_takes_nobody_along(gone: int) -> None:
    counter = Counter()
    tasks = await asked(counter, 2, 4, 6)
    await asyncio.sleep(0)
    tasks[gone].cancel()
    await asyncio.sleep(0)
    counter.open.set()
    told = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(told[gone], asyncio.CancelledError)
    assert [each for at, each in enumerate(told) if at != gone] == [
        2 * number for at, number in enumerate((2, 4, 6)) if at != gone
    ]
