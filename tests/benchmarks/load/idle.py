"""What the bot weighs while nothing happens, and how long it takes to be there."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Mapping
from pathlib import Path

from tests.benchmarks.load import people
from tests.benchmarks.load.groups import a_store, lived
from tests.benchmarks.load.process import running
from tests.benchmarks.load.report import Figure, at_most, show
from tests.benchmarks.load.wire import serving

LIMITS = {1: 115.0, 1000: 130.0}
MANY = 10_000
GROUPS = 20
STARTS = 5
START_RATIO = 4.0
SETTLED = 4.0
"""Seconds until a bot has taken in its guilds and looked once at what is due."""
SETTLED_WITH_MANY = 20.0


async def memory(folder: Path) -> bool:
    """Resident memory with few guilds and with many, of the product and of a bare bot."""
    figures = []
    for guilds in (*LIMITS, MANY):
        bare = await _weight("bare", folder, guilds, {})
        found = await _weight("product", folder, guilds, _settings(folder))
        what = f"idle in {guilds} guilds (bare bot: {bare:.0f} MB)"
        if guilds in LIMITS:
            figures.append(at_most(what, found, LIMITS[guilds], "MB"))
        else:
            figures.append(Figure(what, f"{found:.0f} MB"))
    return show("Memory", figures)


def _settings(folder: Path) -> dict[str, str]:
    """A store of its own, which is there from the second start on."""
    return {"DATA_DIR": str(folder / "empty"), "KEYS_DIR": str(folder / "no-keys")}


async def _weight(which: str, folder: Path, guilds: int, settings: Mapping[str, str]) -> float:
    """Megabytes, at the second start where the first one makes the store."""
    found = 0.0
    async with serving([people.a_guild(number) for number in range(guilds)]) as wire:
        for _ in range(2 if guilds == 1 else 1):
            async with running(which, wire, folder, settings) as bot:
                await asyncio.sleep(SETTLED_WITH_MANY if guilds == MANY else SETTLED)
                found = bot.megabytes()
    return found


async def start(folder: Path) -> bool:
    """From the start of the process to the first reply, on a database that has lived."""
    async with a_store(folder, None) as store:
        await lived(store, GROUPS)
    took: dict[str, list[tuple[float, float]]] = {"bare": [], "product": []}
    for _ in range(STARTS + 1):
        for which, settings in (("bare", {}), ("product", store.environment)):
            took[which].append(await _to_first_reply(which, folder, settings))
    (bare, bare_work), (product, work) = (
        [statistics.median(each) for each in zip(*starts[1:], strict=True)]
        for starts in took.values()
    )
    what = f"start to first reply, {STARTS} starts each by turns (bare bot: {bare:.2f} s)"
    return show(
        "Start",
        [
            Figure(what, f"{product:.2f} s"),
            at_most("the same against the bare bot", product / bare, START_RATIO, "times"),
            Figure("the same in time of the processor", f"{work / bare_work:.2f} times"),
        ],
    )


async def _to_first_reply(
    which: str, folder: Path, settings: Mapping[str, str]
) -> tuple[float, float]:
    """Seconds, of time and of the processor."""
    name = "ping" if which == "bare" else "privacy"
    async with (
        serving([people.a_guild(number) for number in range(GROUPS)]) as wire,
        running(which, wire, folder, settings) as bot,
    ):
        return await bot.first_reply(people.command(0, name)), bot.processor_seconds()
