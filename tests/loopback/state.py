"""What the loopback Discord holds, as plain data: a test may read it, and change it at any time.

The clock is the test's own, so that message ids, which are times, fit the bot's.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import discord
from discord.utils import time_snowflake

from bot.client import PERMISSIONS

Json: TypeAlias = dict[str, Any]

BOT, PERSON = "9001", "9002"
TOKEN = "loopback.token"
ALWAYS = 1_000_000
NONCE_WINDOW = timedelta(minutes=5)
"""Discord's own words are "the past few minutes"."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came in. ``body`` is the JSON that was sent, or empty."""

    method: str
    path: str
    body: Json


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of request, for faults and for looking requests up. ``path`` is a pattern."""

    method: str
    path: str

    def fits(self, method: str, path: str) -> bool:
        return method == self.method and re.fullmatch(self.path, path) is not None


SEND = Kind("POST", r"/channels/\d+/messages")
HISTORY = Kind("GET", r"/channels/\d+/messages")
EDIT = Kind("PATCH", r"/channels/\d+/messages/\d+")
DELETE = Kind("DELETE", r"/channels/\d+/messages/\d+")
OPEN_THREAD = Kind("POST", r"/channels/\d+/messages/\d+/threads")
CHANGE_THREAD = Kind("PATCH", r"/channels/\d+")


@dataclass(slots=True)
class Fault:
    """What befalls the next ``times`` requests of a kind.

    ``stored``: the request is carried out before the fault. ``status`` is what is answered
    instead; 0 resets the connection, None answers as usual, once ``gate`` has been opened. A 429
    asks for ``wait`` seconds of patience.
    """

    kind: Kind
    status: int | None
    stored: bool = False
    times: int = 1
    wait: float = 0.01
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    gate: asyncio.Event | None = None

    def mend(self) -> None:
        """End the fault, and let go whoever waits in it."""
        self.times = 0
        if self.gate is not None:
            self.gate.set()


@dataclass(slots=True, repr=False)
class Discord:
    """One guild with its text channels, the bot in it, and what was asked of the server.

    ``listening``: the shards that identified themselves, in order. ``where``: its host and port.
    ``tell``: let the bots know of an event.
    ``permissions``: what the bot may do there.
    ``refuse_with``: close with this code instead of letting a shard in.
    """

    clock: Callable[[], datetime]
    guild_id: int
    channel_ids: tuple[int, ...]
    messages: list[Json] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    commands: list[Json] = field(default_factory=list)
    listening: list[int] = field(default_factory=list)
    permissions: discord.Permissions = PERMISSIONS
    refuse_with: int | None = None
    where: str = ""
    tell: Callable[[str, Json], Awaitable[None]] = field(init=False)
    faults: list[Fault] = field(default_factory=list)
    nonces: dict[str, tuple[datetime, Json]] = field(default_factory=dict)
    threads: dict[str, Json] = field(default_factory=dict)
    replies: dict[str, Json] = field(default_factory=dict)
    replied: asyncio.Event = field(default_factory=asyncio.Event)

    def fail(self, kind: Kind, status: int, *, stored: bool = False, times: int = 1) -> Fault:
        """Answer the next requests of this kind with a status."""
        return self._add(Fault(kind, status, stored, times))

    def limit(self, kind: Kind, seconds: float, *, times: int = 1) -> Fault:
        """Ask the next requests of this kind to come back later."""
        return self._add(Fault(kind, 429, times=times, wait=seconds))

    def reset(self, kind: Kind, *, stored: bool = False, times: int = 1) -> Fault:
        """Break the connection instead of answering."""
        return self._add(Fault(kind, 0, stored, times))

    def hold(self, kind: Kind, *, stored: bool = False) -> Fault:
        """Keep the next request of this kind waiting until the fault is mended."""
        return self._add(Fault(kind, None, stored, gate=asyncio.Event()))

    def _add(self, fault: Fault) -> Fault:
        self.faults.append(fault)
        return fault

    def next_fault(self, method: str, path: str) -> Fault | None:
        """The fault that befalls this request, used up by one."""
        for fault in self.faults:
            if fault.times and fault.kind.fits(method, path):
                fault.times -= 1
                return fault
        return None

    def asked(self, kind: Kind) -> list[Request]:
        """The requests of a kind so far, in order."""
        return [each for each in self.requests if kind.fits(each.method, each.path)]

    def in_channel(self, channel_id: int) -> list[Json]:
        """The messages of a channel, eldest first."""
        return [m for m in self.messages if m["channel_id"] == str(channel_id)]

    def say(self, channel_id: int, content: str) -> None:
        """Let a person write something."""
        self.store(channel_id, PERSON, {"content": content})

    def store(self, channel_id: int, author: str, body: Json) -> Json:
        """Keep a new message. A nonce that is to be enforced returns the message it named."""
        now, nonce = self.clock(), body.get("nonce")
        if body.get("enforce_nonce") and nonce in self.nonces:
            since, known = self.nonces[nonce]
            if now - since < NONCE_WINDOW:
                return known
        message = a_message(time_snowflake(now) + len(self.messages), channel_id, author, body, now)
        self.messages.append(message)
        self.nonces[nonce or message["id"]] = now, message
        return message


def a_thread(message: Json, guild_id: int, name: str, now: datetime) -> Json:
    """A thread below a message; Discord gives it the message's own id."""
    return {
        "id": message["id"],
        "type": 11,
        "guild_id": str(guild_id),
        "parent_id": message["channel_id"],
        "owner_id": BOT,
        "name": name,
        "message_count": 0,
        "member_count": 1,
        "thread_metadata": {
            "archived": False,
            "locked": False,
            "auto_archive_duration": 10080,
            "archive_timestamp": now.isoformat(),
        },
    }


def a_user(user_id: str) -> Json:
    names = {"username": f"user-{user_id}", "global_name": None, "discriminator": "0"}
    return {"id": user_id, "avatar": None, "bot": user_id == BOT, **names}


def a_message(number: int, channel_id: int, author: str, body: Json, now: datetime) -> Json:
    return {
        "id": str(number),
        "type": 0,
        "channel_id": str(channel_id),
        "author": a_user(author),
        "content": body.get("content") or "",
        "components": body.get("components", []),
        "flags": body.get("flags", 0),
        "timestamp": now.isoformat(),
        "edited_timestamp": None,
        **dict.fromkeys(("mentions", "mention_roles", "attachments", "embeds"), ()),
        **dict.fromkeys(("tts", "pinned", "mention_everyone"), False),
    }
