"""The least of a gateway: a shard that identifies itself is ready, and knows the guild in it."""

from __future__ import annotations

import json

from aiohttp import WSMsgType, web

from tests.loopback.rest import channels
from tests.loopback.state import BOT, TOKEN, Discord, Json, a_user

DISPATCH, HEARTBEAT, IDENTIFY, HELLO, HEARTBEAT_ACK = 0, 1, 2, 10, 11
RESUME, INVALID_SESSION = 6, 9
WRONG_TOKEN = 4004


class Gateway:
    """Speaks to one bot after the other; whoever wants to resume has to begin anew."""

    def __init__(self, discord: Discord) -> None:
        self._discord = discord
        self._url = ""

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._discord.gateways.append(socket)
        self._url = f"ws://{request.host}{request.path}"
        await _send(socket, HELLO, {"heartbeat_interval": 41_250})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._answer(socket, json.loads(message.data))
        return socket

    async def _answer(self, socket: web.WebSocketResponse, said: Json) -> None:
        if said["op"] == HEARTBEAT:
            await _send(socket, HEARTBEAT_ACK, {})
        elif said["op"] == RESUME:
            await _send(socket, INVALID_SESSION, {})
        elif said["op"] == IDENTIFY and said["d"]["token"] != TOKEN:
            await socket.close(code=WRONG_TOKEN)
        elif said["op"] == IDENTIFY and self._discord.refuse_with is not None:
            await socket.close(code=self._discord.refuse_with)
        elif said["op"] == IDENTIFY:
            await self._welcome(socket, *said["d"].get("shard", (0, 1)))

    async def _welcome(self, socket: web.WebSocketResponse, shard: int, count: int) -> None:
        self._discord.listening.append(shard)
        here = (self._discord.guild_id >> 22) % count == shard
        guilds = [{"id": str(self._discord.guild_id), "unavailable": True}] if here else []
        ready = {
            "v": 10,
            "user": a_user(BOT),
            "guilds": guilds,
            "shard": [shard, count],
            "session_id": "loopback",
            "resume_gateway_url": self._url,
            "application": {"id": BOT, "flags": 0},
        }
        await _send(socket, DISPATCH, ready, "READY", 1)
        if here:
            await _send(socket, DISPATCH, a_guild(self._discord), "GUILD_CREATE", 2)

        async def tell(event: str, data: Json) -> None:
            if not socket.closed:  # Whoever has left is told nothing.
                await _send(socket, DISPATCH, data, event, 3)

        self._discord.bots.append(tell)


def a_guild(discord: Discord) -> Json:
    """The guild with its channels and the bot as its one known member."""
    me = {"user": a_user(BOT), "roles": [], "joined_at": "2026-01-01T00:00:00+00:00"}
    return {
        "id": str(discord.guild_id),
        "name": "Practice",
        "owner_id": "9003",
        "roles": [],
        "emojis": [],
        "features": [],
        "member_count": 1,
        "members": [{**me, "deaf": False, "mute": False, "flags": 0}],
        "channels": channels(discord),
        "threads": [],
    }


async def _send(
    socket: web.WebSocketResponse,
    op: int,
    data: Json,
    event: str | None = None,
    number: int = 0,
) -> None:
    await socket.send_str(json.dumps({"op": op, "d": data, "t": event, "s": number or None}))
