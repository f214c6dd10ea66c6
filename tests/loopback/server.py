"""Starts the loopback Discord and turns discord.py towards it.

simcord replaces discord.py's network; here it is real, so that what a network does can be tested:
replies that are lost, connections that break, a server that stores and then fails.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord.http
import pytest
import yarl
from aiohttp import web
from discord.gateway import DiscordWebSocket

from tests.loopback.gateway import Gateway
from tests.loopback.rest import API, Rest
from tests.loopback.state import Discord


@asynccontextmanager
async def listening(state: Discord) -> AsyncIterator[Gateway]:
    """Inside, ``state`` is served, at the host and port that it then knows."""
    rest, gateway = Rest(state), Gateway(state)
    app = web.Application(middlewares=[rest.middleware()])
    app.add_routes([*rest.routes(), web.get("/gateway", gateway.handle)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    state.where = f"127.0.0.1:{runner.addresses[0][1]}"
    gateway.url = f"ws://{state.where}/gateway"
    yield gateway
    for fault in state.faults:
        fault.mend()
    await runner.cleanup()


def turn_towards(where: str, patch: pytest.MonkeyPatch) -> None:
    """Let every client of discord.py in this process talk to what listens there."""
    patch.setattr(discord.http.Route, "BASE", f"http://{where}{API}")
    patch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(f"ws://{where}/gateway"))


@asynccontextmanager
async def serving(state: Discord, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gateway]:
    """Inside, every client of discord.py in this process talks to ``state``."""
    async with listening(state) as gateway:
        with monkeypatch.context() as patch:
            turn_towards(state.where, patch)
            yield gateway
