"""Two real processes over one store, each with its shard: what one dies over, the other takes over.

The second one does not listen to the server whose prompts are due, and posts them all the same.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.rotation.recurrence import Recurrence
from bot.services import Services
from bot.services.values import PostState
from db.engine import Database
from db.models import Outbox
from tests.loopback.server import serving
from tests.loopback.state import TOKEN, Discord, Fault, Kind
from tests.making import CHANNEL, GUILD, a_plan, an_admin

ROOT = Path(__file__).parents[2]
ARRIVING, LOST = CHANNEL, CHANNEL + 1
PATIENCE = 60.0


def sends(channel_id: int) -> Kind:
    return Kind("POST", rf"/channels/{channel_id}/messages")


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
async def there(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    async with serving(Discord(now, GUILD, (ARRIVING, LOST)), monkeypatch) as gateway:
        yield gateway.discord


async def a_prompt_is_due_in(services: Services, channel_id: int) -> None:
    slot = (now() - timedelta(minutes=1)).replace(microsecond=0)
    weekly = Recurrence(slot.weekday(), slot.time(), "UTC", slot.date())
    plan = a_plan(channel_id=channel_id, recurrence=weekly)
    await services.groups.set_up(plan, an_admin(), slot - timedelta(minutes=1))


@asynccontextmanager
async def a_process(
    shard: int, there: Discord, database: Database, folder: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A bot that listens to one of two shards; at the end it is told to stop, and stops."""
    settings = {
        "DISCORD_TOKEN": TOKEN,
        "DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "DATA_DIR": str(folder / f"data-{shard}"),
        "KEYS_DIR": str(folder / "keys"),
        "SHARD_COUNT": "2",
        "SHARD_IDS": str(shard),
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.faults.serving", there.where),
        cwd=ROOT,
        env={**os.environ, **settings},
    )
    try:
        yield process
        if process.returncode is None:
            process.terminate()
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def until(done: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await done():  # noqa: ASYNC110 - what is awaited happens in other processes
            await asyncio.sleep(0.05)


async def test_what_a_killed_process_was_sending_is_there_once_whoever_listens_to_the_server(
    there: Discord, services: Services, database: Database, tmp_path: Path
) -> None:
    for channel_id in (ARRIVING, LOST):
        await a_prompt_is_due_in(services, channel_id)
    arrives = there.hold(sends(ARRIVING), stored=True)
    is_lost = Fault(sends(LOST), 0, gate=asyncio.Event())
    there.faults.append(is_lost)

    async def both_listen() -> bool:
        return there.listening == [0, 1]

    async def all_on_record() -> bool:
        return {line.state for line in await lines(database)} == {PostState.POSTED}

    async with a_process(0, there, database, tmp_path) as one:
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(arrives.reached.wait(), is_lost.reached.wait())
        async with a_process(1, there, database, tmp_path):
            await until(both_listen)
            one.kill()
            await one.wait()
            for fault in (arrives, is_lost):
                fault.mend()
            await the_leases_run_out(database)
            await until(all_on_record)
    for line in await lines(database):
        messages = there.in_channel(line.channel_id)
        assert [int(message["id"]) for message in messages] == [line.message_id]
    assert len(there.asked(sends(ARRIVING))) == 1
    assert len(there.asked(sends(LOST))) == 2


async def the_leases_run_out(database: Database) -> None:
    async with database.write() as session:
        await session.execute(update(Outbox).values(lease_until=now()))


async def lines(database: Database) -> list[Outbox]:
    async with database.read() as session:
        return list(await session.scalars(select(Outbox)))
