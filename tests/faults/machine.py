"""Senders and the machine they share, in memory but for the outbox itself, which is the real one.

Each process has a plan of what befalls it and when. Discord forgets a nonce within a minute here,
so that the machine cannot lean on it for more than one sender's own tries.
"""

from __future__ import annotations

import enum
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import discord
from sqlalchemy import select

from bot.ballot.keystore import KeyStore
from bot.errors import StoreUnavailable
from bot.sending import Sender
from bot.services.hearing import Hearing
from bot.services.posts import Posts
from bot.services.sealing import Sealing
from bot.services.store import Store
from db.engine import Database
from db.models import Outbox
from tests.faults.steps import AFTER_THE_LEASE, Clock, Killed
from tests.making import a_codebook

NONCE_WINDOW = timedelta(minutes=1)
NAPS = 5
ENOUGH_TICKS = 8


class Fate(enum.StrEnum):
    """What can befall a process at one of its steps."""

    KILL = "killed"
    SLEEP = "asleep for longer than its lease, while the others go on"
    TROUBLE = "the database or Discord fails, or only the answer is lost"


Plan = Mapping[int, Fate]


@dataclass(slots=True)
class Message:
    id: int
    nonce: str
    components: list[Any]
    author: str = "the bot"


@dataclass(slots=True)
class World:
    """What all processes share: time, one channel, and the outbox."""

    posts: Posts
    post_id: int
    clock: Clock = field(default_factory=Clock)
    messages: list[Message] = field(default_factory=list)
    nonces: dict[str, tuple[datetime, Message]] = field(default_factory=dict)
    processes: list[Process] = field(default_factory=list)
    sent: int = 0

    def store(self, nonce: str, components: list[Any]) -> Message:
        if nonce in self.nonces:
            since, known = self.nonces[nonce]
            if self.clock() - since < NONCE_WINDOW:
                return known
        self.sent += 1
        message = Message(self.sent, nonce, components)
        self.messages.append(message)
        self.nonces[nonce] = self.clock(), message
        return message


class Process:
    """A sender that meets its fates, each at the step that its plan names."""

    def __init__(self, world: World, plan: Plan) -> None:
        self.world, self.plan, self.step = world, plan, 0
        self.busy = self.dead = False
        client = SimpleNamespace(user="the bot", get_channel=lambda _: Channel(self))
        posts = cast("Posts", Watched(self, world.posts, StoreUnavailable()))
        self.sender = Sender(cast("discord.Client", client), posts, world.clock)
        world.processes.append(self)

    async def tick(self) -> None:
        if self.busy or self.dead:
            return
        self.busy = True
        try:
            with suppress(StoreUnavailable):
                await self.sender.send(self.world.post_id)
        except Killed:
            self.dead = True
        finally:
            self.busy = False

    async def meet_fate(self, trouble: Exception) -> None:
        fate, self.step = self.plan.get(self.step), self.step + 1
        if fate is Fate.KILL:
            raise Killed
        if fate is Fate.TROUBLE:
            raise trouble
        if fate is Fate.SLEEP:
            for _ in range(NAPS):
                self.world.clock.advance(AFTER_THE_LEASE)
                for other in self.world.processes:
                    await other.tick()


class Watched:
    """Anything whose every call is two steps of a process: before it took effect, and after."""

    def __init__(self, process: Process, real: object, trouble: Exception) -> None:
        self.process, self.real, self.trouble = process, real, trouble

    def __getattr__(self, name: str) -> Any:
        async def call(*args: Any, **options: Any) -> Any:
            await self.process.meet_fate(self.trouble)
            result = await getattr(self.real, name)(*args, **options)
            await self.process.meet_fate(self.trouble)
            return result

        return call


class Channel(discord.TextChannel):
    """The channel as one process reaches it."""

    def __init__(self, process: Process) -> None:
        self.process, self.world = process, process.world

    async def step(self) -> None:
        await self.process.meet_fate(aiohttp.ServerDisconnectedError())

    async def send(self, *, view: Any, nonce: str, **_: Any) -> Message:  # type: ignore[override]
        await self.step()
        parts = [SimpleNamespace(to_dict=lambda part=part: part) for part in view.to_components()]
        message = self.world.store(nonce, parts)
        await self.step()
        return message

    async def history(self, **_options: Any) -> AsyncIterator[Message]:  # type: ignore[override]
        await self.step()
        for message in list(self.world.messages):
            yield message

    def get_partial_message(self, message_id: int, /) -> Any:
        message = Partial(self.world, message_id)
        return Watched(self.process, message, aiohttp.ServerDisconnectedError())


@dataclass(frozen=True, slots=True)
class Partial:
    world: World
    id: int

    async def edit(self, **_changes: Any) -> None:
        """Nothing that is looked at here."""

    async def delete(self) -> None:
        self.world.messages[:] = [m for m in self.world.messages if m.id != self.id]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended: the messages left, the one on record, and how many there ever were."""

    left: list[int]
    recorded: int | None
    ever: int


async def played(url: str, folder: Path, plans: tuple[Plan, Plan], machine: type[Posts]) -> Outcome:
    """Let both run, then a process that nothing befalls, until all is at rest."""
    database = Database(url)
    try:
        store = Store(database)
        keys = KeyStore(folder)
        posts = machine(store, Sealing(store, keys), Hearing(keys, a_codebook()))
        world = World(posts, post_id=1)
        for plan in (*plans, {}):
            Process(world, plan)
        recorded = None
        for _ in range(ENOUGH_TICKS):
            for process in world.processes:
                await process.tick()
            world.clock.advance(AFTER_THE_LEASE)
            async with database.read() as session:
                recorded = await session.scalar(select(Outbox.message_id))
            if recorded is not None:
                break
        return Outcome([message.id for message in world.messages], recorded, world.sent)
    finally:
        await database.close()
