"""A running bot with an open round, and everything it runs on, for faults that come at night."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import func, select

from bot.ballot.tokens import Token
from bot.client import SupervisionBot
from bot.services import Services
from bot.services.values import RoundCard
from db.engine import Database
from db.models import Box
from tests.faults.steps import Clock, a_due_slot
from tests.faults.test_whole_bot import running, tick
from tests.living import answered, clinicians
from tests.loopback.gateway import Gateway
from tests.loopback.people import People
from tests.loopback.state import Discord
from tests.making import GUILD

WORDS = "I reached for the exercise, and it was me who needed the air."


@dataclass(frozen=True, slots=True)
class Night:
    """A running bot with an open round, and what it runs on."""

    bot: SupervisionBot
    card: RoundCard
    services: Services
    database: Database
    there: Discord
    gateway: Gateway
    people: People
    clock: Clock

    async def ballots(self) -> int:
        async with self.database.read() as session:
            return int(await session.scalar(select(func.count()).select_from(Box)) or 0)

    async def text_under(self, token: Token) -> str:
        return (await self.services.receipts.find(token, GUILD)).answer.text

    async def close_round(self) -> None:
        """Let the round run out, so that a line is due; send what is owed."""
        await answered(self.services, self.card, *clinicians(3))
        self.clock.now = self.card.closes_at
        await tick(self.bot)


@asynccontextmanager
async def a_night(
    services: Services, database: Database, gateway: Gateway, people: People, clock: Clock
) -> AsyncIterator[Night]:
    group_id = await a_due_slot(services)
    async with running(services, clock) as bot:
        await tick(bot)
        card = await services.rounds.open_round(group_id)
        yield Night(bot, card, services, database, gateway.discord, gateway, people, clock)
