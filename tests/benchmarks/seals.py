"""From the end of a round to its summary: 30 answers sealed, read and shown, as the bot does it.

    python -m tests.benchmarks.seals

The worker's own process, a store on the disk, and the event loop watched all the while. Exits with
1 where the whole takes more than five seconds, the loop was held up for more than 50 ms, or opening
the summary took more than half a second.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass

from bot.analysing import Analyst, in_a_worker
from bot.ballot.tokens import Token
from bot.demo.answers import answered_rounds
from bot.operation.meters import Meters
from bot.services import Services
from bot.themes.embedding import EmbedderName
from bot.views.summary import summary
from tests.benchmarks.submits import a_store, rounds
from tests.making import NOW, a_clinician, a_facilitator, an_answer

ANSWERS = 30
MOST_SECONDS, MOST_HELD_UP, MOST_TO_OPEN = 5.0, 0.05, 0.5
STEP = 0.002


@dataclass(slots=True)
class Watch:
    """How long the event loop was held up at most, in seconds."""

    longest: float = 0.0

    async def keep(self) -> None:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(STEP)
            self.longest = max(self.longest, time.perf_counter() - begun - STEP)


async def main() -> int:
    async with a_store() as (_, _, services):
        (card,) = await rounds(services, 1)
        for number, text in enumerate(_texts(), start=1):
            author, answer = a_clinician(number), an_answer(text)
            await services.answers.submit(card.id, Token.new(), author, answer, NOW, confirmed=True)
        watch = Watch()
        watching = asyncio.create_task(watch.keep())
        begun = time.perf_counter()
        await services.rounds.end(card.id, card.closes_at)
        sealed = time.perf_counter()
        readers, clock = in_a_worker(EmbedderName.MINILM), lambda: card.closes_at
        analyst = Analyst(services.analyses, readers, clock, Meters(clock))
        await analyst.work()
        read = time.perf_counter()
        await _open(services, card.id)
        opened = time.perf_counter()
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
    print(  # noqa: T201 - it speaks on the terminal
        f"{ANSWERS} answers of {sum(len(text.split()) for text in _texts()) / ANSWERS:.0f} words, "
        f"load {os.getloadavg()[0]:.1f}\n"
        f"  sealed          {1000 * (sealed - begun):7.0f} ms\n"
        f"  read for themes {1000 * (read - sealed):7.0f} ms   together asked: < 5,000\n"
        f"  summary opened  {1000 * (opened - read):7.0f} ms   asked: < 500\n"
        f"  loop held up    {1000 * watch.longest:7.0f} ms   asked: < 50"
    )
    slow = read - begun > MOST_SECONDS or opened - read > MOST_TO_OPEN
    return int(slow or watch.longest > MOST_HELD_UP)


async def _open(services: Services, round_id: int) -> None:
    found = await services.summaries.of_round(round_id, a_facilitator(), NOW)
    assert found.summary.told is not None, "nothing was read"
    summary(found, None)


def _texts() -> list[str]:
    """The demo's answers, which are invented, said in one breath with each other."""
    told = [answer.text for each in answered_rounds() for answer in each.answers]
    return [f"{told[n % len(told)]} {told[(7 * n + 3) % len(told)]}" for n in range(ANSWERS)]


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
