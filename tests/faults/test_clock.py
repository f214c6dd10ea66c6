"""The machine's clock jumps, days ahead and hours back: nothing is posted twice, and none early."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.ballot.keystore import KeyStore
from bot.client import SupervisionBot
from bot.services import Services
from bot.services.values import PostKind, PostState
from db.engine import Database
from db.models import Round
from tests.faults.steps import AFTER_THE_LEASE, Clock, a_due_slot, outbox_line
from tests.faults.test_whole_bot import running, tick
from tests.living import SLOT, answered, clinicians
from tests.loopback.state import ALWAYS, SEND, Discord
from tests.making import CHANNEL, GUILD, a_codebook, a_deck, a_guard

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TICKS = 6


async def ticks(bot: SupervisionBot, clock: Clock, count: int = 3) -> None:
    for _ in range(count):
        await tick(bot)
        clock.advance(AFTER_THE_LEASE)


@pytest.mark.parametrize("back", [HOUR, 8 * HOUR, 3 * DAY])
async def test_a_clock_that_falls_back_after_a_post_posts_nothing_again(
    there: Discord, services: Services, clock: Clock, back: timedelta
) -> None:
    await a_due_slot(services)
    async with running(services, clock) as bot:
        await ticks(bot, clock)
        clock.advance(-back)
        await ticks(bot, clock)
        clock.advance(back)
        await ticks(bot, clock)
    assert len(there.in_channel(CHANNEL)) == 1


async def test_a_clock_that_ran_ahead_and_was_set_right_posts_once(
    there: Discord, services: Services, database: Database, clock: Clock
) -> None:
    await a_due_slot(services)
    clock.now = SLOT - HOUR
    async with running(services, clock) as bot:
        await tick(bot)
        assert not there.in_channel(CHANNEL)
        clock.advance(2 * DAY)
        await ticks(bot, clock)
        clock.now = SLOT - HOUR
        await ticks(bot, clock)
        clock.now = SLOT
        await ticks(bot, clock)
    assert len(there.in_channel(CHANNEL)) == 1


async def test_what_was_claimed_by_a_clock_that_ran_ahead_comes_on_time_all_the_same(
    there: Discord, services: Services, database: Database, clock: Clock
) -> None:
    await a_due_slot(services)
    clock.now = SLOT + 40 * HOUR
    fault = there.hold(SEND)
    async with running(services, clock):
        await fault.reached.wait()
    assert (await outbox_line(database)).state == PostState.POSTING
    fault.times, fault.gate = 0, None
    there.messages.clear()
    clock.now = SLOT - HOUR
    async with running(services, clock) as bot:
        await ticks(bot, clock)
        assert not there.in_channel(CHANNEL)
        clock.now = SLOT
        await ticks(bot, clock)
    (message,) = there.in_channel(CHANNEL)
    assert (await outbox_line(database)).message_id == int(message["id"])
    async with database.read() as session:
        row = await session.get_one(Round, 1)
    assert row.closes_at <= SLOT + 5 * DAY + HOUR


async def test_what_was_refused_while_the_clock_ran_ahead_is_tried_again_in_time(
    there: Discord, services: Services, clock: Clock
) -> None:
    await a_due_slot(services)
    clock.now = SLOT + 40 * HOUR
    closed = there.fail(SEND, 403, times=ALWAYS)
    async with running(services, clock) as bot:
        await tick(bot)
        closed.mend()
        clock.now = SLOT
        await ticks(bot, clock)
    assert len(there.in_channel(CHANNEL)) == 1


async def test_no_answer_is_lost_to_a_clock_that_falls_back_while_a_round_is_open(
    there: Discord, services: Services, clock: Clock
) -> None:
    group_id = await a_due_slot(services)
    async with running(services, clock) as bot:
        await ticks(bot, clock)
        card = await services.rounds.open_round(group_id)
        before = await answered(services, card, *clinicians(3), now=clock())
        clock.advance(-8 * HOUR)
        late = await answered(services, card, clinicians(9)[-1], now=clock())
        await ticks(bot, clock)
        clock.now = card.closes_at
        await ticks(bot, clock)
    for each in (*before, *late):
        assert (await services.receipts.find(each.token, GUILD)).answer == each.answer
    assert len(there.in_channel(CHANNEL)) == 2


@dataclass(slots=True)
class Weeks:
    """The store of one group, and what a bot with a jumping clock posted from it."""

    services: Services
    now: datetime = SLOT - 5 * HOUR
    posted: list[tuple[PostKind, date]] = field(default_factory=list)
    early: list[date] = field(default_factory=list)

    async def tick(self) -> None:
        services, now = self.services, self.now
        for round_id in await services.rounds.ended(now):
            await services.rounds.end(round_id, now)
        for group_id in await services.openings.due(now):
            await services.openings.attend(group_id, now)
        for post_id in await services.posts.due(now):
            post = await services.posts.claim(post_id, now)
            ready = post and await services.posts.ready(post, now)
            if ready and await services.posts.posted(ready, 5000 + len(self.posted)):
                self.posted.append((ready.kind, ready.slot.on))
                if ready.kind is PostKind.PROMPT and now < ready.slot.at:
                    self.early.append(ready.slot.on)


async def lived(folder: Path, jumps: list[float]) -> Weeks:
    database = Database(f"sqlite+aiosqlite:///{folder / 'jumping.db'}")
    try:
        keys = KeyStore(folder)
        weeks = Weeks(Services.over(database, keys, a_deck(), a_codebook(), a_guard()))
        await a_due_slot(weeks.services)
        for hours in jumps:
            weeks.now += hours * HOUR
            for _ in range(3):
                await weeks.tick()
                weeks.now += AFTER_THE_LEASE
        return weeks
    finally:
        await database.close()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.floats(-80, 200).map(lambda hours: round(hours, 1)), min_size=2, max_size=TICKS))
@example([6.0, -3.0, 3.0])
@example([100.0, -96.0, 96.0, 168.0])
def test_however_the_clock_jumps_each_date_is_posted_once_and_never_before_its_time(
    migrated: Path, tmp_path: Path, jumps: list[float]
) -> None:
    (tmp_path / "jumping.db").write_bytes(migrated.read_bytes())
    weeks = asyncio.run(lived(tmp_path, jumps))
    assert len(set(weeks.posted)) == len(weeks.posted)
    assert not weeks.early
