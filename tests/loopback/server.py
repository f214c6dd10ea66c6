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
async def serving(state: Discord, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gateway]:
    """Inside, every client of discord.py in this process talks to ``state``."""
    rest, gateway = Rest(state), Gateway(state)
    app = web.Application(middlewares=[rest.middleware()])
    app.add_routes([*rest.routes(), web.get("/gateway", gateway.handle)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    where = f"127.0.0.1:{runner.addresses[0][1]}"
    with monkeypatch.context() as patch:
        patch.setattr(discord.http.Route, "BASE", f"http://{where}{API}")
        gateway.url = f"ws://{where}/gateway"
        patch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(gateway.url))
        yield gateway
    for fault in state.faults:
        fault.mend()
    await runner.cleanup()
