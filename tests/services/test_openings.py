"""The rotation over weeks, nights and outages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.errors import BadInput
from bot.services.values import PostKind, RoundState
from db.models import Group, Outbox, Round
from tests.living import SLOT, an_open_round
from tests.making import a_plan, a_recurrence, an_admin

if TYPE_CHECKING:
    from datetime import datetime

    from bot.services import Services
    from db.engine import Database

WEEK = timedelta(days=7)


async def tick(services: Services, now: datetime) -> None:
    """What the ticker does, with a Discord that takes every message."""
    for round_id in await services.rounds.ended(now):
        await services.rounds.end(round_id, now)
    for group_id in await services.openings.due(now):
        await services.openings.attend(group_id, now)
    for post_id in await services.posts.due(now):
        post = await services.posts.claim(post_id, now)
        if post is not None and await services.posts.ready(post, now):
            await services.posts.posted(post, post_id)


async def a_group(services: Services, **changes: object) -> int:
    plan = a_plan(**changes)
    return (await services.groups.set_up(plan, an_admin(), SLOT - timedelta(hours=5))).id


async def rounds(database: Database) -> list[Round]:
    async with database.read() as session:
        return list(await session.scalars(select(Round).order_by(Round.id)))


async def owed(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(Outbox.kind).order_by(Outbox.id)))


async def test_nothing_opens_before_its_time(services: Services, database: Database) -> None:
    await a_group(services)
    await tick(services, SLOT - timedelta(seconds=1))
    assert not await rounds(database)


async def test_a_due_slot_opens_one_round_however_often_the_ticker_looks(
    services: Services, database: Database
) -> None:
    await a_group(services)
    for second in (0, 20, 40):
        await tick(services, SLOT + timedelta(seconds=second))
    (row,) = await rounds(database)
    assert row.slot_on == SLOT.date()
    assert row.closes_at == SLOT + timedelta(days=5)
    assert await owed(database) == [PostKind.PROMPT]


async def test_the_deck_goes_on_week_by_week(services: Services, database: Database) -> None:
    await a_group(services)
    for week in range(5):
        await tick(services, SLOT + week * WEEK)
    keys = [row.prompt_key for row in await rounds(database)]
    assert keys == ["prompt-0", "prompt-1", "prompt-2", "prompt-3", "prompt-0"]


async def test_a_round_open_all_week_is_closed_in_the_tick_that_opens_the_next(
    services: Services, database: Database
) -> None:
    await a_group(services, days_open=7)
    await tick(services, SLOT)
    await tick(services, SLOT + WEEK)
    states = [row.state for row in await rounds(database)]
    assert states == [RoundState.UNREAD, RoundState.OPEN]


async def test_downtime_over_the_slot_is_caught_up_in_the_morning_with_the_whole_duration(
    services: Services, database: Database
) -> None:
    await a_group(services)
    night = SLOT + timedelta(hours=5)
    await tick(services, night)
    assert not await rounds(database)
    morning = SLOT + timedelta(hours=14)  # 08:30 in Berlin
    await tick(services, morning)
    (row,) = await rounds(database)
    assert row.opens_at == morning
    assert row.closes_at == morning + timedelta(days=5)


async def test_a_slot_over_two_days_late_is_missed_and_said_so(
    services: Services, database: Database
) -> None:
    await a_group(services)
    await tick(services, SLOT + timedelta(days=3))
    assert not await rounds(database)
    assert await owed(database) == [PostKind.MISSED]


async def test_three_weeks_of_downtime_bring_one_prompt_and_say_what_was_missed(
    services: Services, database: Database
) -> None:
    await a_group(services)
    back = SLOT + 3 * WEEK + timedelta(hours=1)
    for second in (0, 20, 40, 60, 80):
        await tick(services, back + timedelta(seconds=second))
    assert len(await rounds(database)) == 1
    assert await owed(database) == [PostKind.MISSED] * 3 + [PostKind.PROMPT]


async def test_changing_the_time_on_the_day_of_a_prompt_brings_no_second_one(
    services: Services, database: Database
) -> None:
    await an_open_round(services)
    later = a_recurrence(at=(SLOT + timedelta(hours=3)).time())
    changed = await services.groups.set_up(
        a_plan(recurrence=later), an_admin(), SLOT + timedelta(minutes=1)
    )
    assert changed.next_due.date() == (SLOT + WEEK).date()


async def test_setting_up_again_changes_the_group_and_makes_no_second(
    services: Services, database: Database
) -> None:
    first, second = await a_group(services), await a_group(services, k=4)
    assert first == second
    async with database.read() as session:
        (row,) = (await session.scalars(select(Group))).all()
    assert row.k == 4


@pytest.mark.parametrize("changes", [{"k": 2}, {"k": 51}, {"days_open": 0}, {"days_open": 8}])
async def test_an_impossible_plan_is_refused_before_anything_is_stored(
    services: Services, database: Database, changes: dict[str, int]
) -> None:
    with pytest.raises(BadInput, match="Nothing was changed"):
        await a_group(services, **changes)
    async with database.read() as session:
        assert not (await session.scalars(select(Group))).all()


async def test_a_round_whose_prompt_could_not_be_posted_is_not_over_before_it_began(
    services: Services, database: Database
) -> None:
    group_id = await a_group(services, days_open=1)
    await services.openings.attend(group_id, SLOT)
    later = SLOT + timedelta(days=1, hours=2)
    assert not await services.rounds.ended(later)
    await tick(services, later)
    (row,) = await rounds(database)
    assert row.closes_at == later + timedelta(days=1)


async def test_groups_that_are_due_together_get_what_each_would_get_alone(
    services: Services, database: Database
) -> None:
    ids = [await a_group(services, channel_id=7000 + n) for n in range(4)]
    await services.schedule.skip(ids[1], an_admin(), SLOT.date(), SLOT - timedelta(hours=1))
    await services.openings.attend_all(ids, SLOT)
    await services.openings.attend_all(ids, SLOT)
    opened = await rounds(database)
    assert [row.group_id for row in opened] == [ids[0], ids[2], ids[3]]
    assert len({row.key_name for row in opened}) == 3
    assert await owed(database) == [PostKind.PROMPT] * 3
    async with database.read() as session:
        waits = [(await session.get_one(Group, each)).slot_on for each in ids]
    assert waits == [SLOT.date() + WEEK] * 4
