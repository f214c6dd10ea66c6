"""Time to first acknowledgement, beside a bare bot under the same load in the same run.

Open loop: an interaction goes out at its time, whether or not earlier ones were answered. The
kinds take turns, so that a busy moment of the machine is not one kind's alone.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bot.services.values import RoundCard
from bot.views import custom_ids
from tests.benchmarks.load import people
from tests.benchmarks.load.groups import a_store, lived
from tests.benchmarks.load.process import Running, running
from tests.benchmarks.load.report import Figure, at_most, percentile, show, table
from tests.benchmarks.load.wire import Sent, serving
from tests.loopback.state import Json

GROUPS = 40
RATES = (10, 50, 150)
SECONDS = {10: 3.0, 50: 3.0, 150: 2.0}
TURNS = 2
RATIO, READ_MS, P99_MS = 1.3, 15.0, 100.0
QUIET = 3.0
"""Seconds for what a bot does after its start."""

REST = 0.3
"""Seconds until what follows an acknowledgement is done."""

BARE = ("bare bot: a button", "bare bot: a command")
UNREAD = ("a button, no database", "a command, no database")
READ, FORM, SUMMARY = "a button with one read", "a form sent (stores)", "/summary"

Make = Callable[[], Json]


@dataclass(slots=True)
class Taken:
    """Milliseconds of one kind at one rate, and how many were never acknowledged."""

    times: list[float] = field(default_factory=list)
    lost: int = 0
    work: float = 0.0
    """Seconds of the processor that the bot used meanwhile."""

    def add(self, sent: Sequence[Sent], work: float) -> None:
        self.work += work
        self.times += [each.ack * 1000 for each in sent if each.ack is not None]
        self.lost += sum(each.ack is None for each in sent)

    @property
    def each(self) -> float:
        """Milliseconds of the processor for one interaction."""
        return self.work / (len(self.times) + self.lost) * 1000

    def at(self, share: float) -> float:
        return percentile(self.times, share)


Results = Mapping[tuple[str, int], Taken]


async def measure(folder: Path, url: str | None, name: str) -> bool:
    """Print the table for one engine; gives whether its goals were met."""
    found = await _measured(folder, url)
    rows = [_row(kind, rate, found[kind, rate]) for kind, rate in found]
    times = ("p50 ms", "p95 ms", "p99 ms", "slowest ms")
    columns = ("what", "a second", *times, "not acknowledged", "processor ms each")
    table(f"Time to first acknowledgement, {name}", columns, rows)
    return show(f"Replies against their goals, {name}", _goals(found))


async def _measured(folder: Path, url: str | None) -> Results:
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(a_store(folder, url))
        cards = await lived(store, GROUPS)
        guilds = [people.a_guild(number) for number in range(GROUPS)]
        bots: dict[str, Running] = {}
        for which, settings in (("bare", {}), ("product", store.environment)):
            wire = await stack.enter_async_context(serving(guilds))
            started = running(which, wire, folder, settings)
            bots[which] = await stack.enter_async_context(started)
        await asyncio.sleep(QUIET)
        return await _in_turns(bots, cards)


async def _in_turns(bots: Mapping[str, Running], cards: Sequence[RoundCard]) -> Results:
    found: dict[tuple[str, int], Taken] = defaultdict(Taken)
    kinds = _kinds(cards)
    for rate, _ in itertools.product(RATES, range(TURNS)):
        for kind, make in kinds.items():
            bot = bots["bare" if kind in BARE else "product"]
            before = bot.processor_seconds()
            sent = await fire(bot, make, rate, SECONDS[rate])
            await asyncio.sleep(REST)
            found[kind, rate].add(sent, bot.processor_seconds() - before)
    return found


async def fire(bot: Running, make: Make, rate: float, seconds: float) -> list[Sent]:
    """Send at a steady rate, and wait for the last acknowledgement."""
    began, sent = time.perf_counter(), []
    for number in range(int(rate * seconds)):
        payload = make()
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        sent.append(await bot.wire.send(payload))
    await bot.wire.settled(sent)
    return sent


def _kinds(cards: Sequence[RoundCard]) -> dict[str, Make]:
    """For each kind the next interaction, of one group after the other."""
    posts = [people.a_post(number, card) for number, card in enumerate(cards)]
    bare = people.a_bare_post(0)
    each: Iterator[int] = itertools.cycle(range(len(cards)))
    person = itertools.count(1)

    def button(custom_id: Callable[[int], str]) -> Make:
        def make() -> Json:
            number = next(each)
            return people.press(number, custom_id(cards[number].id), posts[number])

        return make

    def form() -> Json:
        number = next(each)
        return people.form(number, cards[number], next(person))

    return {
        BARE[0]: lambda: people.press(0, "ping", bare),
        UNREAD[0]: button(custom_ids.privacy),
        BARE[1]: lambda: people.command(next(each), "ping"),
        UNREAD[1]: lambda: people.command(next(each), "privacy"),
        READ: button(custom_ids.answer),
        FORM: form,
        SUMMARY: lambda: people.command(next(each), "summary"),
    }


def _row(kind: str, rate: int, taken: Taken) -> str:
    times = [f"{taken.at(share):.1f}" for share in (0.5, 0.95, 0.99, 1.0)]
    if rate == max(RATES):  # So fast, two cores tell of the machine more than of the bot.
        times[1:] = ["", "", ""]
    return f"| {kind} | {rate} | {' | '.join(times)} | {taken.lost} | {taken.each:.1f} |"


def _goals(found: Results) -> list[Figure]:
    figures = [
        at_most(
            f"{kind}, 50 a second: median against the bare bot's",
            found[kind, 50].at(0.5) / found[bare, 50].at(0.5),
            RATIO,
            "times",
        )
        for kind, bare in zip(UNREAD, BARE, strict=True)
    ]
    figures.append(at_most(f"{READ}, 50 a second: median", found[READ, 50].at(0.5), READ_MS, "ms"))
    return figures + [
        at_most(f"{kind}, 50 a second: p99", found[kind, 50].at(0.99), P99_MS, "ms")
        for kind in (*UNREAD, READ)
    ]
