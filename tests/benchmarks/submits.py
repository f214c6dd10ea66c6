"""What storing an answer costs when the box is full, against when it is empty, in one run.

    python -m tests.benchmarks.submits

Every answer rewrites its round's whole box, or the order of rows would tell the order of answering.
That price must stay small: at most three times an empty round's, and no one may wait for half a
second while ten people a second send their forms. Exits with 1 where it is not so.
"""

from __future__ import annotations

import asyncio
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.ballot.envelope import Ballot, close, roll_tag
from bot.ballot.keys import Keys
from bot.ballot.keystore import KeyStore, Use
from bot.ballot.tokens import Token
from bot.services import Services
from bot.services.values import RoundCard
from db import ballots, locks, migrate
from db.ballots import BoxLine, RollLine
from db.engine import Database
from tests.living import SLOT
from tests.making import (
    CHANNEL,
    NOW,
    a_clinician,
    a_codebook,
    a_deck,
    a_guard,
    a_plan,
    an_admin,
    an_answer,
)

FULL = 200
SAMPLES = 25
A_SECOND = 10
SECONDS = 20
WORDS = "I noticed that I wanted it to stop hurting, and that the client did not. " * 6
MAX_RATIO = 3.0
MAX_P99 = 500.0


@asynccontextmanager
async def a_store() -> AsyncIterator[tuple[Database, KeyStore, Services]]:
    """A fresh store in a folder on the disk, with the engine and settings of the product."""
    with tempfile.TemporaryDirectory(prefix="submits-", dir=Path.cwd()) as folder:
        keys_dir = Path(folder) / "keys"
        keys_dir.mkdir()
        database, keys = Database(f"sqlite+aiosqlite:///{folder}/b.db"), KeyStore(keys_dir)
        await migrate.upgrade(database.engine)
        yield database, keys, Services.over(database, keys, a_deck(), a_codebook(), a_guard())
        await database.close()


async def rounds(services: Services, count: int) -> list[RoundCard]:
    """As many open rounds, each of a group of its own."""
    opened = []
    for number in range(count):
        plan = a_plan(channel_id=CHANNEL + number)
        group = await services.groups.set_up(plan, an_admin(), SLOT.replace(hour=9))
        await services.openings.attend(group.id, SLOT)
        opened.append(await services.rounds.open_round(group.id))
    return opened


async def fill(database: Database, keys: Keys, card: RoundCard, count: int) -> None:
    """Put ballots into a round as that many submits would have left them."""
    async with database.write() as session:
        row = await locks.locked_round(session, card.id)
        assert row is not None
        text, roll = (keys.read(row.key_name, use) for use in (Use.TEXT, Use.ROLL))
        box, lines = [], []
        for number in range(count):
            token = Token(secrets.token_bytes(16))
            ballot = Ballot(an_answer(WORDS), token.sealed_id)
            box.append(BoxLine(token.open_id, close(text, card.id, token.open_id, ballot)))
            tag = roll_tag(roll, a_clinician(10_000 + number).user_id)
            lines.append(RollLine(tag, facilitator=False))
        await ballots.rewrite_box(session, card.id, box)
        await ballots.rewrite_roll(session, card.id, lines)


async def timed(work: Awaitable[object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    await work
    return (time.perf_counter() - began) * 1000


def a_submit(services: Services, card: RoundCard, author: int) -> Awaitable[object]:
    return services.answers.submit(card.id, Token.new(), a_clinician(author), an_answer(WORDS), NOW)


async def one_by_one() -> tuple[float, float]:
    """The median milliseconds of a submit into empty rounds, and into a full one."""
    async with a_store() as (database, keys, services):
        full, *empty = await rounds(services, SAMPLES + 4)
        await fill(database, keys, full, FULL)
        took: dict[bool, list[float]] = {True: [], False: []}
        for number, card in enumerate(empty):  # By turns, so that a busy machine is fair to both.
            took[False].append(await timed(a_submit(services, card, number)))
            took[True].append(await timed(a_submit(services, full, number)))
    return statistics.median(took[False][3:]), statistics.median(took[True][3:])


async def ten_a_second() -> list[float]:
    """Milliseconds of each submit, sorted, while they come at a steady pace into one full round."""
    async with a_store() as (database, keys, services):
        (card,) = await rounds(services, 1)
        await fill(database, keys, card, FULL)
        began, waiting = time.perf_counter(), []
        for number in range(A_SECOND * SECONDS):
            await asyncio.sleep(max(0.0, began + number / A_SECOND - time.perf_counter()))
            waiting.append(asyncio.ensure_future(timed(a_submit(services, card, number))))
        return sorted(await asyncio.gather(*waiting))


async def longest_block(count: int) -> tuple[float, float]:
    """Milliseconds that a seal of so many ballots takes, and the longest the loop stood still."""
    async with a_store() as (database, keys, services):
        (card,) = await rounds(services, 1)
        await fill(database, keys, card, count)
        gaps: list[float] = []

        async def watch() -> None:
            last = time.perf_counter()
            while True:
                await asyncio.sleep(0)
                now = time.perf_counter()
                gaps.append((now - last) * 1000)
                last = now

        watching = asyncio.ensure_future(watch())
        took = await timed(services.rounds.end(card.id, card.closes_at))
        watching.cancel()
        assert (await services.sweeping.rounds_due(card.closes_at.replace(year=2030))) == [card.id]
    return took, max(gaps)


def said(line: str) -> None:
    sys.stdout.write(line + "\n")


async def main() -> int:
    empty, full = await one_by_one()
    ratio = full / empty
    said(f"a submit into an empty round     {empty:7.1f} ms   (median)")
    said(f"a submit into {FULL} ballots       {full:7.1f} ms   ratio {ratio:.2f}, at most 3")
    times = await ten_a_second()
    p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
    said(f"{A_SECOND} a second for {SECONDS} s, {FULL} to {FULL + len(times)} ballots:")
    said(f"  p50 {p50:.0f} ms   p99 {p99:.0f} ms, below 500   slowest {times[-1]:.0f} ms")
    for count in (30, FULL):
        took, block = await longest_block(count)
        said(f"sealing {count:3} ballots  {took:6.0f} ms   loop blocked at most {block:.0f} ms")
    return int(ratio > MAX_RATIO or p99 >= MAX_P99)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
