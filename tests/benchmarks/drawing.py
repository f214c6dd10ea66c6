"""What a picture and a document cost: time, and how long they hold up the bot.

    python -m tests.benchmarks.drawing

Each is drawn in a process that starts and ends with it, so every figure is a cold one. Exits with 1
where a chart takes a second, or the bot's event loop stands still for longer than it should: that
is compared with the same loop while nothing is drawn, since a busy machine holds it up, too.
"""

from __future__ import annotations

import asyncio
import resource
import statistics
import sys
import time
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

from bot.ballot.answer import Answer
from bot.drawing.drawer import Drawer
from bot.drawing.job import Drawing
from bot.services.values import Download
from bot.themes.asked import asked
from bot.themes.heard import heard
from bot.themes.over_time import PastRound, over_time
from bot.views.chart import chart
from bot.views.over_time import pictures
from bot.views.report.paper import paper
from prompts import load_codebook, load_deck
from tests.making import NOW, a_prompt, a_round_summary, an_answer

SAMPLES = 7
MOST_SECONDS = 1.0
MOST_HELD = 0.05
WEEK = timedelta(days=7)


def drawings() -> dict[str, Drawing]:
    answers = [
        an_answer(f"I stayed, and voice {n} said so.", position=1 + n % 5) for n in range(200)
    ]
    deck, codebook = load_deck().prompts, load_codebook()
    past = [
        PastRound((NOW + n * WEEK).date(), deck[n % 9], asked(deck[n % 9], answers[:30]))
        for n in range(26)
    ]
    return {
        "chart of 30": chart(asked(a_prompt(), answers[:30])),
        "PDF of 30": document(answers[:30]),
        "PDF of 200": document(answers),
        "26 rounds": pictures(over_time(past, codebook))[0],
    }


def document(answers: list[Answer]) -> Drawing:
    found = a_round_summary(answers)
    return paper(Download(found.round, heard(found.summary, answers)))


async def held_up(work: Coroutine[Any, Any, object]) -> tuple[float, float]:
    """Seconds that ``work`` took, and the longest that the event loop stood still meanwhile."""
    longest = 0.0

    async def tick() -> None:
        nonlocal longest
        while True:
            last = time.perf_counter()
            await asyncio.sleep(0.001)
            longest = max(longest, time.perf_counter() - last - 0.001)

    ticking, begun = asyncio.create_task(tick()), time.perf_counter()
    await work
    ticking.cancel()
    return time.perf_counter() - begun, longest


async def measure() -> bool:
    drawer, fine = Drawer(), True
    for name, drawing in drawings().items():
        runs = [await held_up(drawer.drawn(drawing)) for _ in range(SAMPLES)]
        took, held = (statistics.median(figures) for figures in zip(*runs, strict=True))
        idle = statistics.median([(await held_up(asyncio.sleep(took)))[1] for _ in range(SAMPLES)])
        fine &= held <= max(MOST_HELD, 2 * idle) and ("chart" not in name or took < MOST_SECONDS)
        print(  # noqa: T201 - a benchmark speaks on the terminal
            f"{name:12} {took * 1000:5.0f} ms; loop held up {held * 1000:3.0f} ms, "
            f"{idle * 1000:.0f} ms without"
        )
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    count = SAMPLES * len(drawings())
    processor = 1000 * (used.ru_utime + used.ru_stime) / count
    print(f"a drawing takes {processor:.0f} ms of processor time")  # noqa: T201 - the same
    return fine


if __name__ == "__main__":
    sys.exit(not asyncio.run(measure()))
