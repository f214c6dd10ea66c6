"""What the tests of Discord's bad days have in common: a clock, a client, and things to send."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import discord
from sqlalchemy import select, update

from bot.sending import Sender
from bot.services import Services
from bot.services.values import Analysis, PostKind, RoundCard
from db.engine import Database
from db.models import Outbox, Summary
from tests.living import SLOT, answered, clinicians
from tests.loopback.state import TOKEN, Discord, Json
from tests.making import CHANNEL, a_facilitator, a_plan, an_admin

AnyClient = TypeVar("AnyClient", bound=discord.Client)

AFTER_THE_LEASE = timedelta(seconds=121)
MUCH_LATER = timedelta(minutes=10)  # Discord has forgotten the nonce.


class Killed(BaseException):
    """The process ends here: nothing that follows is carried out, not even an ``except``."""


class Clock:
    """A clock that moves when it is told to, as aware UTC."""

    def __init__(self) -> None:
        self.now = SLOT

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


@dataclass(frozen=True, slots=True)
class Desk:
    """A sender at work, with all that it works on."""

    sender: Sender
    services: Services
    database: Database
    there: Discord
    clock: Clock

    async def send_due(self) -> None:
        """What the ticker does: send all that is due now, one after the other."""
        for post_id in await self.services.posts.due(self.clock()):
            await self.sender.send(post_id)

    async def send_due_later(self, by: timedelta = AFTER_THE_LEASE) -> None:
        self.clock.advance(by)
        await self.send_due()

    async def line(self, kind: PostKind = PostKind.PROMPT) -> Outbox:
        return await outbox_line(self.database, kind)

    async def a_due_prompt(self, **changes: Any) -> int:
        await self.services.openings.attend(await a_due_slot(self.services, **changes), SLOT)
        return (await self.line()).id

    async def an_open_round(self, **changes: Any) -> RoundCard:
        """A round whose prompt stands in the channel and is on record."""
        await self.a_due_prompt(**changes)
        await self.send_due()
        line = await self.line()
        return await self.services.rounds.open_round(line.group_id)

    async def a_sealed_round(self, **changes: Any) -> None:
        """A round that has just ended, so that the line with the way to the summary is due."""
        card = await self.an_open_round(**changes)
        await answered(self.services, card, *clinicians(3))
        await self.end(card)

    async def a_shared_round(self, **changes: Any) -> None:
        """A sealed round whose card is owed; its line and all else has been sent."""
        await self.a_sealed_round(**changes)
        async with self.database.write() as session:
            await session.execute(update(Summary).values(analysis=Analysis.FAILED))
        await self.send_due()
        await self.services.sharing.share(1, a_facilitator(), self.clock())

    async def end(self, card: RoundCard) -> None:
        """Let a round's time run out."""
        self.clock.now = card.closes_at
        await self.services.rounds.end(card.id, self.clock())

    def posts(self, channel_id: int = CHANNEL) -> list[Json]:
        """What the bot has in a channel, eldest first."""
        return [m for m in self.there.in_channel(channel_id) if m["author"]["bot"]]

    def post_ids(self) -> list[int]:
        return [int(message["id"]) for message in self.posts()]


async def a_due_slot(services: Services, **changes: Any) -> int:
    """A group whose first prompt is due at SLOT; its id."""
    before = SLOT - timedelta(hours=5)
    return (await services.groups.set_up(a_plan(**changes), an_admin(), before)).id


async def outbox_line(database: Database, kind: PostKind = PostKind.PROMPT) -> Outbox:
    async with database.read() as session:
        return (await session.scalars(select(Outbox).where(Outbox.kind == kind))).one()


@asynccontextmanager
async def online(client: AnyClient) -> AsyncIterator[AnyClient]:
    """Logged in, and ready: inside, the client knows its guild and channels."""
    # By default discord.py waits for two seconds whether more guilds come.
    client._connection.guild_ready_timeout = 0.02
    connection = None
    try:
        await client.login(TOKEN)
        connection = asyncio.create_task(client.connect())
        await client.wait_until_ready()
        yield client
    finally:
        await client.close()
        if connection is not None:
            await connection
