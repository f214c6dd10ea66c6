"""Every group due in the same minute: what the scheduler itself costs, and how late the last is.

Discord lets a bot send fifty requests a second. The scheduler's own work, everything it does for a
post but the sending, must vanish beside the time that this limit takes anyway. Here a sending
takes no time at all, so what is measured is the scheduler alone; the ticker is the product's own.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import discord
from sqlalchemy import func, select

from bot.client import SupervisionBot
from bot.services.values import RoundCard
from cogs.posting import Posting
from db.models import Outbox, Round
from tests.benchmarks.load.groups import (
    VOICES,
    Store,
    a_moment,
    a_store,
    answered,
    due,
)
from tests.benchmarks.load.report import Figure, at_most, show

A_SECOND, MANY = 50, 10_000
SHARE = 5.0
"""Percent of the posting time that the limit allows."""


class AtOnce(discord.TextChannel):
    """A channel in which a message stands as soon as it is sent."""

    def __init__(self) -> None:
        self.first: float | None = None
        self.last_id = 5000

    async def send(self, *_: Any, **_options: Any) -> Any:
        self.first = self.first or time.perf_counter()
        self.last_id += 1
        return discord.Object(self.last_id)


class Unsent(SupervisionBot):
    """The bot without a connection; every channel is the same."""

    channel: AtOnce

    def get_channel(self, id: int, /) -> AtOnce:  # noqa: A002 - discord.py's name
        return self.channel


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of time and of processor, and until the first message was handed over."""

    wall: float
    processor: float
    first: float

    def each(self, count: int) -> str:
        wall, processor = (each / count * 1000 for each in (self.wall, self.processor))
        return f"{wall:.2f} ms each, {processor:.2f} of the processor"


async def measure(folder: Path, url: str | None, name: str, groups: int) -> bool:
    """Print the table for one engine; gives whether its goals were met."""
    async with a_store(folder, url) as store:
        slot = a_moment()
        await due(store, groups, slot)
        posting = await _ticked(store, slot + timedelta(seconds=5), "_turn_rounds", "_send_owed")
        assert await _count(store, Outbox.state == "posted") == groups
        cards = await _open_rounds(store)
        await answered(store, cards)
        ending = await _ticked(store, cards[0].closes_at, "_turn_rounds")
        assert await _count(store, Round.state == "sealed") == groups
    allowed, late = groups / A_SECOND, ending.wall * MANY / groups
    share = f"scheduler's own work against the {allowed:.0f} s that posting takes"
    return show(
        f"{groups} groups due in the same minute, {name}",
        [
            Figure("opening, claiming, looking again, recording", posting.each(groups)),
            at_most(share, posting.wall / allowed * 100, SHARE, "%"),
            Figure("the first message is handed to Discord after", f"{posting.first:.1f} s"),
            Figure(f"closings of {VOICES} ballots", ending.each(groups)),
            Figure(f"the last of {groups} closings is late by", f"{ending.wall:.0f} s"),
            Figure(f"the last of {MANY} would be, at this pace", f"{late:.0f} s"),
        ],
    )


async def _ticked(store: Store, now: datetime, *steps: str) -> Took:
    """Steps of the ticker, one after the other, at an instant."""
    bot = Unsent(store.services, lambda: now)
    bot.channel = AtOnce()
    posting = Posting(bot)
    began, processor = time.perf_counter(), time.process_time()
    for step in steps:
        await getattr(posting, step)()
    wall = time.perf_counter() - began
    first = (bot.channel.first or began) - began
    return Took(wall, time.process_time() - processor, first)


async def _open_rounds(store: Store) -> list[RoundCard]:
    async with store.database.read() as session:
        groups = list(await session.scalars(select(Round.group_id)))
    return [await store.services.rounds.open_round(each) for each in groups]


async def _count(store: Store, which: Any) -> int:
    async with store.database.read() as session:
        return await session.scalar(select(func.count()).where(which)) or 0
