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

from tests.loopback.state import BOT, TOKEN, Discord, Fault, Json, Request, a_thread, a_user

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

CODES = {403: 50001, 404: 10003}
UNKNOWN_MESSAGE, HAS_A_THREAD, ANSWERED_ALREADY = 10008, 160004, 40060
PAGE = 50
API = "/api/v10"


def answer(body: Any, status: int = 200, **headers: str) -> web.Response:
    # Set as bytes: with a charset in its type discord.py would not take a body for JSON.
    raw = json.dumps(body).encode()
    return web.Response(body=raw, status=status, content_type="application/json", headers=headers)


def refusal(status: int, code: int | None = None, wait: float = 0.01) -> web.Response:
    if status == 429:
        limit = {"message": "Slow down.", "retry_after": wait, "global": False}
        return answer(limit, status, Via="1.1 loopback")
    named = CODES.get(status, 0) if code is None else code
    return answer({"code": named, "message": "It is a test."}, status)


async def body_of(request: web.Request) -> Any:
    """The JSON of a request, which comes as one part of several where files come with it."""
    if request.content_type.startswith("multipart/"):
        return json.loads(str((await request.post())["payload_json"]))
    return await request.json() if request.body_exists else {}


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
            web.get(f"{API}/applications/{BOT}/commands", self._known_commands),
            web.get(channel, self._channel),
            web.get(f"{channel}/messages", self._history),
            web.post(f"{channel}/messages", self._send),
            web.patch(message, self._edit),
            web.delete(message, self._delete),
            web.post(f"{message}/threads", self._open_thread),
            web.patch(channel, self._change_thread),
            web.post(f"{API}/interactions/{{id}}/{{token}}/callback", self._reply),
        ]

    def middleware(self) -> Any:
        @web.middleware
        async def note_and_fail(request: web.Request, handler: Handler) -> web.StreamResponse:
            if not request.path.startswith(API):
                return await handler(request)
            path = request.path.removeprefix(API)
            by_its_token = path.startswith("/interactions/")
            if not by_its_token and request.headers.get("Authorization") != f"Bot {TOKEN}":
                return refusal(401)
            body = await body_of(request)
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
        bare = {"application_id": BOT, "version": "1", "description": ""}
        self._discord.commands = [{"id": str(n), **bare, **command} for n, command in named]
        return answer(self._discord.commands)

    async def _known_commands(self, _request: web.Request) -> web.Response:
        return answer(self._discord.commands)

    async def _channel(self, request: web.Request) -> web.Response:
        wanted = request.match_info["channel"]
        known = [*channels(self._discord), *self._discord.threads.values()]
        found = [each for each in known if each["id"] == wanted]
        return answer(found[0]) if found else refusal(404)

    async def _history(self, request: web.Request) -> web.Response:
        after = int(request.query.get("after", 0))
        limit = int(request.query.get("limit", PAGE))
        there = self._discord.in_channel(int(request.match_info["channel"]))
        newer = [message for message in there if int(message["id"]) > after]
        return answer(newer[:limit][::-1])

    async def _send(self, request: web.Request) -> web.Response:
        channel_id = int(request.match_info["channel"])
        return answer(self._discord.store(channel_id, BOT, await body_of(request)))

    async def _edit(self, request: web.Request) -> web.Response:
        message = self._named(request)
        if message is None:
            return refusal(404, UNKNOWN_MESSAGE)
        message.update(components=(await body_of(request))["components"])
        return answer(message)

    async def _delete(self, request: web.Request) -> web.Response:
        message = self._named(request)
        if message is None:
            return refusal(404, UNKNOWN_MESSAGE)
        self._discord.messages.remove(message)
        return web.Response(status=204)

    async def _open_thread(self, request: web.Request) -> web.Response:
        message, there = self._named(request), self._discord
        if message is None:
            return refusal(404, UNKNOWN_MESSAGE)
        if message["id"] in there.threads:
            return refusal(400, HAS_A_THREAD)
        name = (await request.json())["name"]
        thread = a_thread(message, there.guild_id, name, there.clock())
        there.threads[message["id"]] = thread
        return answer(thread, 201)

    async def _change_thread(self, request: web.Request) -> web.Response:
        thread = self._discord.threads.get(request.match_info["channel"])
        if thread is None:
            return refusal(404)
        thread["thread_metadata"].update(await request.json())
        return answer(thread)

    async def _reply(self, request: web.Request) -> web.Response:
        number = request.match_info["id"]
        if number in self._discord.replies:
            return answer({"code": ANSWERED_ALREADY, "message": "Already acknowledged."}, 400)
        self._discord.replies[number] = await body_of(request)
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
    return refusal(fault.status, wait=fault.wait)


def _break(request: web.Request) -> None:
    if request.transport is None:  # Whoever asked is gone already.
        return
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
