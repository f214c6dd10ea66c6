"""The part of Discord's REST interface that the bot uses before it is spoken to.

Bodies are minimal: what discord.py reads, no more. Statuses and error codes are Discord's own.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from aiohttp import web

from tests.loopback.state import BOT, TOKEN, Discord, Fault, Json, Request, a_user

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

CODES = {403: 50001, 404: 10003}
ANSWERED_ALREADY = 40060
PAGE = 50
API = "/api/v10"


def answer(body: Any, status: int = 200, **headers: str) -> web.Response:
    # Set as bytes: with a charset in its type discord.py would not take a body for JSON.
    raw = json.dumps(body).encode()
    return web.Response(body=raw, status=status, content_type="application/json", headers=headers)


def refusal(status: int, wait: float = 0.01) -> web.Response:
    if status == 429:
        limit = {"message": "Slow down.", "retry_after": wait, "global": False}
        return answer(limit, status, Via="1.1 loopback")
    return answer({"code": CODES.get(status, 0), "message": "It is a test."}, status)


class Rest:
    """Answers from the state, unless a fault has been set up."""

    def __init__(self, discord: Discord) -> None:
        self._discord = discord

    def routes(self) -> list[web.RouteDef]:
        channel = f"{API}/channels/{{channel}}"
        message = f"{channel}/messages/{{message}}"
        return [
            web.get(f"{API}/users/@me", self._me),
            web.get(f"{API}/oauth2/applications/@me", self._application),
            web.put(f"{API}/applications/{BOT}/commands", self._commands),
            web.get(channel, self._channel),
            web.get(f"{channel}/messages", self._history),
            web.post(f"{channel}/messages", self._send),
            web.patch(message, self._edit),
            web.delete(message, self._delete),
            web.post(f"{API}/interactions/{{id}}/{{token}}/callback", self._reply),
        ]

    def middleware(self) -> Any:
        @web.middleware
        async def note_and_fail(request: web.Request, handler: Handler) -> web.StreamResponse:
            if not request.path.startswith(API):
                return await handler(request)
            by_token = request.path.startswith(f"{API}/interactions/")
            if not by_token and request.headers.get("Authorization") != f"Bot {TOKEN}":
                return refusal(401)
            path = request.path.removeprefix(API)
            body = await request.json() if request.body_exists else {}
            self._discord.requests.append(
                Request(request.method, path, body if isinstance(body, dict) else {})
            )
            fault = self._discord.next_fault(request.method, path)
            if fault is None:
                return await handler(request)
            return await _befallen(fault, request, handler)

        return note_and_fail

    async def _me(self, _request: web.Request) -> web.Response:
        return answer(a_user(BOT))

    async def _application(self, _request: web.Request) -> web.Response:
        bare = {"id": BOT, "name": "loopback", "icon": None, "verify_key": "", "flags": 0}
        public = {"description": "", "bot_public": False, "bot_require_code_grant": False}
        return answer({**bare, **public, "owner": a_user("9003"), "team": None})

    async def _commands(self, request: web.Request) -> web.Response:
        named = enumerate(await request.json(), start=100)
        return answer(
            [
                {"id": str(n), "application_id": BOT, "version": "1", "description": "", **command}
                for n, command in named
            ]
        )

    async def _channel(self, request: web.Request) -> web.Response:
        wanted = int(request.match_info["channel"])
        found = [c for c in channels(self._discord) if c["id"] == str(wanted)]
        return answer(found[0]) if found else refusal(404)

    async def _history(self, request: web.Request) -> web.Response:
        after = int(request.query.get("after", 0))
        limit = int(request.query.get("limit", PAGE))
        there = self._discord.in_channel(int(request.match_info["channel"]))
        newer = [message for message in there if int(message["id"]) > after]
        return answer(newer[:limit][::-1])

    async def _send(self, request: web.Request) -> web.Response:
        channel_id = int(request.match_info["channel"])
        return answer(self._discord.store(channel_id, BOT, await request.json()))

    async def _edit(self, request: web.Request) -> web.Response:
        message = self._named(request)
        if message is None:
            return refusal(404)
        message.update(components=(await request.json())["components"])
        return answer(message)

    async def _delete(self, request: web.Request) -> web.Response:
        message = self._named(request)
        if message is None:
            return refusal(404)
        self._discord.messages.remove(message)
        return web.Response(status=204)

    async def _reply(self, request: web.Request) -> web.Response:
        number = request.match_info["id"]
        if number in self._discord.replies:
            return answer({"code": ANSWERED_ALREADY, "message": "Already acknowledged."}, 400)
        self._discord.replies[number] = await request.json()
        self._discord.replied.set()
        return answer({"interaction": {"id": number, "type": 5}})

    def _named(self, request: web.Request) -> Json | None:
        there = self._discord.in_channel(int(request.match_info["channel"]))
        return next((m for m in there if m["id"] == request.match_info["message"]), None)


async def _befallen(fault: Fault, request: web.Request, handler: Handler) -> web.StreamResponse:
    reply = await handler(request) if fault.stored else None
    fault.reached.set()
    if fault.gate is not None:
        await fault.gate.wait()
    if fault.status is None:
        return reply or await handler(request)
    if fault.status == 0:
        _break(request)
    return refusal(fault.status, fault.wait)


def _break(request: web.Request) -> None:
    assert request.transport is not None
    connection = request.transport.get_extra_info("socket")
    # With no time to linger the peer is told that the connection was reset, not that it has ended.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.transport.abort()


def channels(discord: Discord) -> list[Json]:
    """The guild's text channels; Discord sends the same in GUILD_CREATE and on request."""
    return [
        {
            "id": str(channel_id),
            "type": 0,
            "guild_id": str(discord.guild_id),
            "name": f"channel-{channel_id}",
            "position": position,
            "permission_overwrites": [],
            "parent_id": None,
            "nsfw": False,
        }
        for position, channel_id in enumerate(discord.channel_ids)
    ]
