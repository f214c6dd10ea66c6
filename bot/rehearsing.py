"""Rounds rehearsed in a scratch folder, so that an audit can compare an order that it knows.

Everything goes through the services a real answer goes through; a build that kept the order of
answering would keep it here too. Nothing of the group's own is touched.
"""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.audit import Rehearsed
from bot.ballot.answer import Answer, Leave
from bot.ballot.envelope import roll_tag
from bot.ballot.keystore import KeyStore, Use
from bot.ballot.tokens import Token
from bot.operation.addresses import sqlite_url
from bot.rotation.deck import Order
from bot.rotation.recurrence import Recurrence
from bot.running import mended
from bot.services.values import Caller, GroupPlan
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.services import Services

WEEKS = 40
VOICES = 8
FIRST = datetime(2026, 1, 5, 12, tzinfo=UTC)  # a Monday
ADMIN = Caller(1, 1, ())


async def rehearse(weeks: int = WEEKS) -> list[Rehearsed]:
    """Let a made-up group of eight answer for so many weeks; takes some seconds."""
    with tempfile.TemporaryDirectory(prefix="supervision-bot-rehearsal-") as folder:
        data, keys = Path(folder, "data"), Path(folder, "keys")
        file = data / "supervision.db"
        scratch = Settings.load(None, data_dir=data, keys_dir=keys, database_url=sqlite_url(file))
        async with mended(scratch) as (_, services):
            weekly = Recurrence(0, time(12), "UTC", FIRST.date())
            plan = GroupPlan(1, 2, weekly, days_open=5, k=3, order=Order.IN_ORDER)
            group = await services.groups.set_up(plan, ADMIN, FIRST - timedelta(hours=1))
            return [
                await _week(services, group.id, FIRST + timedelta(weeks=n), KeyStore(keys), file)
                for n in range(weeks)
            ]


async def _week(
    services: Services, group_id: int, now: datetime, keys: KeyStore, file: Path
) -> Rehearsed:
    await services.openings.attend(group_id, now)
    card = await services.rounds.open_round(group_id)
    (name,) = keys.names(Use.ROLL)
    key, tokens = keys.read(name, Use.ROLL), [Token.new() for _ in range(VOICES)]
    for number, token in enumerate(tokens, start=1):
        answer = Answer("x" * 40 * number, Leave.GROUP)
        await services.answers.submit(card.id, token, Caller(number, 1, ()), answer, now)
    taken = await asyncio.to_thread(file.read_bytes)
    await services.rounds.end(card.id, card.closes_at)
    tags = tuple(roll_tag(key, number) for number in range(1, VOICES + 1))
    return Rehearsed(tags, tuple(token.open_id for token in tokens), taken)
