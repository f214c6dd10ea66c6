"""A loopback Discord, a client that is online there, and no waiting between tries."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import discord
import pytest

from bot import sending
from bot.sending import Sender
from bot.services import Services
from db.engine import Database
from tests.faults.night import Night, a_night
from tests.faults.steps import Clock, Desk, online
from tests.loopback.gateway import Gateway
from tests.loopback.people import People
from tests.loopback.server import serving
from tests.loopback.state import Discord
from tests.making import CHANNEL, GUILD

NOTICES = 8505


class Hasty:
    """``asyncio`` for discord.http, which waits 1 to 9 seconds before it tries again."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, _seconds: float) -> None:
        await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.http, "asyncio", Hasty())
    monkeypatch.setattr(discord.webhook.async_, "asyncio", Hasty())
    monkeypatch.setattr(sending, "PAUSES", (0.0, 0.0))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def there(clock: Clock, gateway: Gateway) -> Discord:
    return gateway.discord


@pytest.fixture
async def gateway(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gateway]:
    async with serving(Discord(clock, GUILD, (CHANNEL, NOTICES)), monkeypatch) as opened:
        yield opened


@pytest.fixture
def people(there: Discord, gateway: Gateway) -> People:
    return People(there, gateway)


def a_client() -> discord.Client:
    return discord.Client(intents=discord.Intents(guilds=True), max_messages=None)


@pytest.fixture
async def desk(
    there: Discord, services: Services, database: Database, clock: Clock
) -> AsyncIterator[Desk]:
    async with online(a_client()) as client:
        yield Desk(Sender(client, services.posts, clock), services, database, there, clock)


@pytest.fixture
async def other(desk: Desk) -> AsyncIterator[Desk]:
    """A second process over the same database: discord.py sends one message at a time."""
    async with online(a_client()) as client:
        yield replace(desk, sender=Sender(client, desk.services.posts, desk.clock))


@pytest.fixture
async def night(
    services: Services, database: Database, gateway: Gateway, people: People, clock: Clock
) -> AsyncIterator[Night]:
    async with a_night(services, database, gateway, people, clock) as found:
        yield found
