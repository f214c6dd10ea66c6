"""Stores as they are after some weeks: many groups, their rounds, and what is due in them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select

from bot.ballot.envelope import Ballot, close, roll_tag
from bot.ballot.keystore import Use
from bot.ballot.tokens import Token
from bot.rotation import Order, Recurrence
from bot.running import mended
from bot.services import Services
from bot.services.values import Caller, GroupPlan, RoundCard
from bot.settings import Settings
from db.engine import Database
from db.models import Box, Group, Roll, Round
from tests.benchmarks.load.people import CHANNEL, GUILD, ROLE, TEXT
from tests.making import an_answer

WEEK = timedelta(days=7)
VOICES = 6
TOGETHER = 16


@dataclass(frozen=True, slots=True)
class Store:
    """An opened store; ``settings`` are those a bot needs to open the same one."""

    database: Database
    services: Services
    settings: Settings

    @property
    def environment(self) -> dict[str, str]:
        known = self.settings
        folders = {"DATA_DIR": str(known.data_dir), "KEYS_DIR": str(known.keys_dir)}
        return {**folders, "DATABASE_URL": known.database_url}


@asynccontextmanager
async def a_store(folder: Path, url: str | None) -> AsyncIterator[Store]:
    """A fresh store in a folder; its database there too, unless ``url`` names an empty one."""
    places = {"data_dir": folder / "data", "keys_dir": folder / "keys"}
    settings = Settings.load(None, **places, **({"database_url": url} if url else {}))
    async with mended(settings) as (database, services):
        yield Store(database, services, settings)


def a_moment() -> datetime:
    """Now, to the minute: when the slots of all groups fall due."""
    return datetime.now(UTC).replace(second=0, microsecond=0)


async def due(store: Store, count: int, slot: datetime) -> None:
    """As many groups, each in a guild of its own, whose first slot is at the same moment."""
    await _set_up(store.services, 0, slot)
    async with store.database.patient.begin() as connection:
        row = (await connection.execute(select(Group.__table__))).mappings().one()
        copies = [{**row, "id": row["id"] + n, **_names(n)} for n in range(1, count)]
        await connection.execute(insert(Group), copies)


async def lived(store: Store, count: int) -> list[RoundCard]:
    """As many groups with a sealed round of last week; gives this week's, which are open."""
    slot = a_moment() - timedelta(minutes=2)
    await due(store, count, slot - WEEK)
    first = await opened(store, slot - WEEK)
    await answered(store, first)
    for card in first:
        await store.services.rounds.end(card.id, card.closes_at)
    for round_id in await store.services.sweeping.rounds_due(slot):
        await store.services.sweeping.sweep(round_id, slot)
    return await opened(store, slot)


async def opened(store: Store, slot: datetime) -> list[RoundCard]:
    """Open the rounds of all groups that are due, and record every message owed as sent."""
    services = store.services
    waiting = await services.openings.due(slot)
    for at in range(0, len(waiting), TOGETHER):
        await services.openings.attend_all(waiting[at : at + TOGETHER], slot)
    cards, owed = [], await services.posts.due(slot)
    for at in range(0, len(owed), TOGETHER):
        for post in await services.posts.claim_all(owed[at : at + TOGETHER], slot):
            assert await services.posts.posted(post, 5000 + post.id)
            if post.kind == "prompt" and post.round is not None:
                cards.append(post.round)
    return sorted(cards, key=lambda card: card.group_id)


async def answered(store: Store, cards: Sequence[RoundCard]) -> None:
    """Ballots in every round, as that many submits would have left them."""
    keys = store.services.sealing._keys
    ballot = an_answer(TEXT, strands=())
    async with store.database.patient.begin() as connection:
        rows = await connection.execute(select(Round.id, Round.key_name))
        names = {row.id: row.key_name for row in rows}
        box, roll = [], []
        for card in cards:
            text, tags = (keys.read(names[card.id], use) for use in (Use.TEXT, Use.ROLL))
            for number in range(VOICES):
                token = Token.new()
                body = close(text, card.id, token.open_id, Ballot(ballot, token.sealed_id))
                tag = roll_tag(tags, number)
                box.append({"round_id": card.id, "id": token.open_id, "body": body})
                roll.append({"round_id": card.id, "tag": tag, "facilitator": False})
        await connection.execute(insert(Box), box)
        await connection.execute(insert(Roll), roll)


async def _set_up(services: Services, number: int, slot: datetime) -> None:
    rule, names = Recurrence(slot.weekday(), slot.time(), "UTC", slot.date()), _names(number)
    plan = GroupPlan(names["channel_id"], names["facilitator_role_id"], rule, 5, 3, Order.IN_ORDER)
    admin = Caller(1, names["guild_id"], ())
    await services.groups.set_up(plan, admin, slot - timedelta(hours=1))


def _names(number: int) -> dict[str, int]:
    at = number * 100
    return {
        "guild_id": GUILD + at,
        "channel_id": CHANNEL + at,
        "facilitator_role_id": ROLE + at,
    }
