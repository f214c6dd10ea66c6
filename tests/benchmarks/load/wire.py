"""The Discord of the load benchmark: many guilds, and a clock on every interaction.

REST is that of the loopback Discord; the gateway here knows thousands of guilds, sends
interactions, and notes when each was first acknowledged, as Discord itself would see it.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import WSMsgType, web

from tests.loopback.gateway import DISPATCH, HEARTBEAT, HEARTBEAT_ACK, HELLO, IDENTIFY
from tests.loopback.rest import API, Handler, Rest, answer
from tests.loopback.state import BOT, Discord, Json, a_user

ANSWERS = (f"{API}/interactions/", f"{API}/webhooks/")
BEAT = 41_250
PATIENCE = 20.0
"""Seconds until an interaction that nobody acknowledged is given up."""


@dataclass(slots=True)
class Sent:
    """One interaction on its way; ``ack`` in seconds, from sending to the first acknowledgement."""

    at: float
    ack: float | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event)


class Wire:
    """One bot's Discord."""

    def __init__(self, guilds: Sequence[Json]) -> None:
        self.guilds = guilds
        self.base = ""
        self.gateway = ""
        self.welcomed = asyncio.Event()
        self._socket: web.WebSocketResponse | None = None
        self._sent: dict[str, Sent] = {}
        self._number = 0
        self.state = Discord(lambda: datetime.now(UTC), 1, ())

    def application(self) -> web.Application:
        rest = Rest(self.state)
        app = web.Application(middlewares=[_by_token(rest.middleware())], client_max_size=1 << 26)
        hook = f"{API}/webhooks/{BOT}/{{token}}"
        app.add_routes(
            [
                web.get("/gateway", self._talk),
                web.get(f"{API}/gateway/bot", self._whereabouts),
                web.post(f"{API}/interactions/{{id}}/{{token}}/callback", self._acknowledged),
                web.post(hook, self._followed_up),
                web.patch(f"{hook}/messages/{{which}}", self._followed_up),
                *rest.routes(),
            ]
        )
        return app

    async def send(self, payload: Json) -> Sent:
        """Send an interaction; what comes back counts from now."""
        assert self._socket is not None
        sent = self._sent[payload["id"]] = Sent(time.perf_counter())
        await self._dispatch("INTERACTION_CREATE", payload)
        return sent

    async def settled(self, sent: Sequence[Sent]) -> None:
        """Wait until each was acknowledged, or will not be any more."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                for each in sent:
                    await each.done.wait()

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._socket = socket
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": BEAT}})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            op = json.loads(message.data)["op"]
            if op == HEARTBEAT:
                await socket.send_json({"op": HEARTBEAT_ACK, "d": {}})
            elif op == IDENTIFY:
                await self._welcome()
        return socket

    async def _whereabouts(self, _request: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return answer({"url": self.gateway, "shards": 1, "session_start_limit": limit})

    async def _welcome(self) -> None:
        ready = {
            "v": 10,
            "user": a_user(BOT),
            "guilds": [{"id": each["id"], "unavailable": True} for each in self.guilds],
            "session_id": "load",
            "shard": [0, 1],
            "resume_gateway_url": self.gateway,
            "application": {"id": BOT, "flags": 0},
        }
        await self._dispatch("READY", ready)
        for guild in self.guilds:
            await self._dispatch("GUILD_CREATE", guild)
        self.welcomed.set()

    async def _dispatch(self, event: str, data: Json) -> None:
        assert self._socket is not None
        self._number += 1
        frame = {"op": DISPATCH, "t": event, "s": self._number, "d": data}
        await self._socket.send_str(json.dumps(frame))

    async def _acknowledged(self, request: web.Request) -> web.Response:
        now, which = time.perf_counter(), request.match_info["id"]
        sent = self._sent.get(which)
        await request.read()
        if sent is not None and sent.ack is None:
            sent.ack = now - sent.at
            sent.done.set()
        return answer({"interaction": {"id": which, "type": 2}})

    async def _followed_up(self, request: web.Request) -> web.Response:
        await request.read()
        return answer(self.state.store(1, BOT, {"content": ""}))


def _by_token(usual: Any) -> Any:
    """Let through what carries an interaction's token, which is its own credential."""

    @web.middleware
    async def look(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(ANSWERS):
            return await handler(request)
        return await usual(request, handler)  # type: ignore[no-any-return] # a middleware's answer

    return look


@asynccontextmanager
async def serving(guilds: Sequence[Json]) -> AsyncIterator[Wire]:
    """Inside, a Discord with these guilds waits for its bot."""
    wire = Wire(guilds)
    runner = web.AppRunner(wire.application(), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    where = f"127.0.0.1:{runner.addresses[0][1]}"
    wire.base, wire.gateway = f"http://{where}{API}", f"ws://{where}/gateway"
    try:
        yield wire
    finally:
        await runner.cleanup()
