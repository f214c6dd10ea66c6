"""The least of a gateway: a shard that identifies itself is ready, knows its guild, and may resume.

Events are numbered and kept, so that a session that comes back is told what it missed; a test may
end a connection in each of the ways in which Discord does.
"""

from __future__ import annotations

import asyncio
import json

from aiohttp import WSMsgType, web

from tests.loopback.rest import channels
from tests.loopback.state import BOT, TOKEN, Discord, Json, a_user
from tests.making import FACILITATOR_ROLE

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT = 0, 1, 2, 6, 7
INVALID_SESSION, HELLO, HEARTBEAT_ACK = 9, 10, 11
WRONG_TOKEN, UNKNOWN_ERROR = 4004, 4000


class Gateway:
    """Speaks to any number of bots; all share one session's events, as one shard would."""

    def __init__(self, discord: Discord) -> None:
        self.url = ""
        self.resumed = self.identified = 0
        self.discord = discord
        discord.tell = self.tell
        self._sockets: list[web.WebSocketResponse] = []
        self._events: list[tuple[str, Json]] = []
        self._back = asyncio.Event()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await _send(socket, HELLO, {"heartbeat_interval": 41_250})
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._answer(socket, json.loads(message.data))
        finally:
            if socket in self._sockets:
                self._sockets.remove(socket)
        return socket

    async def tell(self, event: str, data: Json) -> None:
        """Let something happen; who is not connected is told when they resume."""
        self._events.append((event, data))
        for socket in list(self._sockets):
            await _send(socket, DISPATCH, data, event, len(self._events))

    async def drop(self, how: int) -> None:
        """End every connection as Discord does.

        RECONNECT asks for it, INVALID_SESSION ends the session too, and any other number closes the
        socket with that code.
        """
        self._back.clear()
        dropped, self._sockets = self._sockets, []
        if how == INVALID_SESSION:
            self._events.clear()
        for socket in dropped:
            if how in {RECONNECT, INVALID_SESSION}:
                await _send(socket, how, {})
            else:
                await socket.close(code=how)

    def forget(self) -> None:
        """Drop what happened since, as Discord does when no session is there to hear of it."""
        self._events.clear()

    async def until_back(self) -> None:
        """Wait until a bot has identified itself or resumed after the last drop."""
        await asyncio.wait_for(self._back.wait(), timeout=10)

    async def _answer(self, socket: web.WebSocketResponse, said: Json) -> None:
        if said["op"] == HEARTBEAT:
            await _send(socket, HEARTBEAT_ACK, {})
        elif said["op"] == IDENTIFY and said["d"]["token"] != TOKEN:
            await socket.close(code=WRONG_TOKEN)
        elif said["op"] == IDENTIFY and self.discord.refuse_with is not None:
            await socket.close(code=self.discord.refuse_with)
        elif said["op"] == IDENTIFY:
            self.identified += 1
            await self._welcome(socket, *said["d"].get("shard", (0, 1)))
        elif said["op"] == RESUME:
            self.resumed += 1
            await self._catch_up(socket, said["d"]["seq"])

    async def _welcome(self, socket: web.WebSocketResponse, shard: int, count: int) -> None:
        self.discord.listening.append(shard)
        here = (self.discord.guild_id >> 22) % count == shard
        guilds = [{"id": str(self.discord.guild_id), "unavailable": True}] if here else []
        ready = {
            "v": 10,
            "user": a_user(BOT),
            "guilds": guilds,
            "shard": [shard, count],
            "session_id": "loopback",
            "resume_gateway_url": self.url,
            "application": {"id": BOT, "flags": 0},
        }
        since = len(self._events)
        self._events.append(("READY", ready))
        if here:
            self._events.append(("GUILD_CREATE", a_guild(self.discord)))
        await self._catch_up(socket, since)

    async def _catch_up(self, socket: web.WebSocketResponse, seen: int) -> None:
        for number, (event, data) in enumerate(self._events[seen:], start=seen + 1):
            await _send(socket, DISPATCH, data, event, number)
        self._sockets.append(socket)
        self._back.set()


def a_guild(discord: Discord) -> Json:
    """The guild with its channels, and the bot as its one known member, with all it needs."""
    everybody = a_role(discord.guild_id, str(discord.permissions.value))
    me = {"user": a_user(BOT), "roles": [], "joined_at": "2026-01-01T00:00:00+00:00"}
    return {
        "id": str(discord.guild_id),
        "name": "Practice",
        "owner_id": "9003",
        "roles": [everybody, a_role(FACILITATOR_ROLE, "0")],
        "emojis": [],
        "features": [],
        "member_count": 1,
        "members": [{**me, "deaf": False, "mute": False, "flags": 0}],
        "channels": channels(discord),
        "threads": [],
    }


def a_role(role_id: int, permissions: str) -> Json:
    return {
        "id": str(role_id),
        "name": f"role-{role_id}",
        "permissions": permissions,
        "position": 0,
        "color": 0,
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


async def _send(
    socket: web.WebSocketResponse,
    op: int,
    data: Json,
    event: str | None = None,
    number: int = 0,
) -> None:
    await socket.send_str(json.dumps({"op": op, "d": data, "t": event, "s": number or None}))
