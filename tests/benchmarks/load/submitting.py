"""Answers a second: how many a store takes, and what one costs while ten a second come.

Through the services, so that the guard, the ballot and the store are what is measured, and not
Discord. ``tests.benchmarks.submits`` looks at the same for developers.
"""

from __future__ import annotations

import asyncio
import itertools
import math
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from bot.ballot.tokens import Token
from bot.errors import PerhapsStored, StoreUnavailable
from bot.services.values import Caller, RoundCard
from tests.benchmarks.load.groups import Store, a_moment, a_store, due, opened
from tests.benchmarks.load.people import TEXT
from tests.benchmarks.load.report import Figure, at_most, percentile, show
from tests.benchmarks.submits import fill
from tests.making import an_answer

FULL, A_SECOND, SECONDS, SAMPLES = 200, 10, 15, 20
ROUNDS = SAMPLES + 60
AT_ONCE, BURST = 8, 4.0
MAX_RATIO, MAX_P99 = 3.0, 500.0

_authors = itertools.count(700_000_000_000)


async def measure(folder: Path, url: str | None, name: str) -> bool:
    """Print the table for one engine; gives whether its goals were met."""
    async with a_store(folder, url) as store:
        await due(store, ROUNDS, a_moment())
        full, *empty = await opened(store, a_moment())
        await fill(store.database, store.services.sealing._keys, full, FULL)
        ratio = await _ratio(store, full, empty[:SAMPLES])
        steady = await _steady(store, full)
        one = await _burst(store, empty[SAMPLES : SAMPLES + 1])
        many = await _burst(store, empty[SAMPLES + 1 :])
    pace = f"{A_SECOND} a second for {SECONDS} s into one round of {FULL} ballots and more"
    return show(
        f"Answers, {name}",
        [
            at_most(f"into {FULL} ballots against into none (medians)", ratio, MAX_RATIO, "times"),
            Figure(f"{pace}: p50", f"{percentile(steady, 0.5):.0f} ms"),
            at_most(f"{pace}: p99", percentile(steady, 0.99), MAX_P99, "ms"),
            Figure(f"{pace}: handed back", str(steady.count(math.inf))),
            Figure(f"{AT_ONCE} at once into one round", f"{one:.0f} a second"),
            Figure(f"{AT_ONCE} at once into {ROUNDS - SAMPLES - 2} rounds", f"{many:.0f} a second"),
        ],
    )


async def _ratio(store: Store, full: RoundCard, empty: Sequence[RoundCard]) -> float:
    took: dict[bool, list[float]] = {True: [], False: []}
    for card in empty:  # By turns, so that a busy machine is fair to both.
        took[False].append(await _submit(store, card))
        took[True].append(await _submit(store, full))
    return statistics.median(took[True][3:]) / statistics.median(took[False][3:])


async def _steady(store: Store, card: RoundCard) -> list[float]:
    began, waiting = time.perf_counter(), []
    for number in range(A_SECOND * SECONDS):
        await asyncio.sleep(max(0.0, began + number / A_SECOND - time.perf_counter()))
        waiting.append(asyncio.ensure_future(_submit(store, card)))
    return await asyncio.gather(*waiting)


async def _burst(store: Store, cards: Sequence[RoundCard]) -> float:
    """Answers a second when each of some people sends the next as soon as one is stored."""
    turns, end = itertools.cycle(cards), time.perf_counter() + BURST

    async def keep_on() -> int:
        count = 0
        while time.perf_counter() < end:
            count += await _submit(store, next(turns)) < math.inf
        return count

    return sum(await asyncio.gather(*(keep_on() for _ in range(AT_ONCE)))) / BURST


async def _submit(store: Store, card: RoundCard) -> float:
    """Milliseconds; without end where the store gave up waiting and handed the text back."""
    began = time.perf_counter()
    author = Caller(next(_authors), card.guild_id, ())
    answer = an_answer(TEXT, strands=(card.prompt.strands[0].code,))
    try:
        await store.services.answers.submit(card.id, Token.new(), author, answer, card.opens_at)
    except (StoreUnavailable, PerhapsStored):
        return math.inf
    return (time.perf_counter() - began) * 1000
