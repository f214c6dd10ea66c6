"""A loopback Discord on the real clock, and the bot beside it as a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TypeAlias

import aiohttp
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from sqlalchemy import select

from bot.operation.restore import restore
from bot.services import Services
from bot.services.values import RoundCard
from bot.settings import Settings
from db.engine import Database
from db.models import Outbox
from tests.loopback.server import serving
from tests.loopback.state import Discord
from tests.making import CHANNEL, GUILD, a_plan, a_recurrence, an_admin

ROOT = Path(__file__).parents[2]


def clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Process:
    """The bot at work, and where it can be asked how it does."""

    inner: asyncio.subprocess.Process
    port: int

    async def asked(self, path: str) -> tuple[int, str]:
        """What it serves at a path; status 0 where nothing listens."""
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"http://127.0.0.1:{self.port}{path}") as reply,
            ):
                return reply.status, await reply.text()
        except aiohttp.ClientConnectionError:
            return 0, ""

    async def says(self, word: str) -> bool:
        return (await self.asked("/healthz"))[1] == f"{word}\n"

    async def healthy(self) -> None:
        await until(lambda: self.says("ok"))

    async def told_to_stop(self) -> tuple[int, str]:
        """Send SIGTERM and wait; gives the exit status and what was logged."""
        self.inner.send_signal(signal.SIGTERM)
        said = await self.inner.communicate()
        return self.inner.returncode or 0, said[1].decode()


Start: TypeAlias = Callable[..., AbstractAsyncContextManager[Process]]
PutBack: TypeAlias = Callable[..., Awaitable[str]]


@pytest.fixture
def settings(data_dir: Path, keys_dir: Path) -> Settings:
    return Settings.load(None, data_dir=data_dir, keys_dir=keys_dir)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy.db"


@pytest.fixture
def put_back(settings: Settings, copy: Path) -> PutBack:
    async def restored(
        *, with_keys: bool = False, over_it: bool = True, end_unread: bool = False
    ) -> str:
        said = await restore(
            settings, copy, with_keys=with_keys, over_it=over_it, end_unread=end_unread
        )
        return "\n".join(said)

    return restored


def names_in(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


@pytest.fixture
async def there(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    async with serving(Discord(clock, GUILD, (CHANNEL,)), monkeypatch) as gateway:
        yield gateway.discord


@pytest.fixture
def start(there: Discord, data_dir: Path, keys_dir: Path, unused_port: int) -> Start:
    """Start the bot on this test's store; it is killed at the end if it still runs."""

    @asynccontextmanager
    async def started(
        *more: str, patience: float = 6.0, deadline: float = 9.5
    ) -> AsyncIterator[Process]:
        where = (Route.BASE, str(DiscordWebSocket.DEFAULT_GATEWAY), str(patience), str(deadline))
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATA_DIR": str(data_dir),
            "KEYS_DIR": str(keys_dir),
            "HTTP_PORT": str(unused_port),
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.operation.process", *where, *more),
            cwd=ROOT,
            env=environment,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            yield Process(process, unused_port)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    return started


@pytest.fixture
async def unused_port() -> int:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return port


@contextmanager
def nobody_may_write(file: Path) -> Iterator[None]:
    """Another program holds the database: whatever comes in waits."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.close()


async def until(is_so: Callable[[], Awaitable[bool]], within: float = 20.0) -> None:
    """Wait for something that nobody can tell of. Raises TimeoutError."""
    async with asyncio.timeout(within):
        while not await is_so():  # noqa: ASYNC110 - another process has no event to wait for
            await asyncio.sleep(0.02)


async def a_due_group(services: Services) -> int:
    """A group whose first prompt is due at this very minute; its id."""
    now = clock().replace(second=0, microsecond=0)
    today = date(now.year, now.month, now.day)
    here = a_recurrence(
        weekday=today.weekday(), at=time(now.hour, now.minute), zone="UTC", starts_on=today
    )
    before = now - timedelta(hours=1)
    return (await services.groups.set_up(a_plan(recurrence=here), an_admin(), before)).id


async def posted_round(there: Discord, services: Services, group_id: int) -> RoundCard:
    """Wait until the group's prompt stands in the channel."""

    async def stands_there() -> bool:
        return bool(there.in_channel(CHANNEL))

    await until(stands_there)
    return await services.rounds.open_round(group_id)


async def the_line(database: Database) -> Outbox:
    async with database.read() as session:
        return (await session.scalars(select(Outbox))).one()
