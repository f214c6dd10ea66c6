"""What an admin changes about the dates holds through nights, outages and second thoughts."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.errors import BadInput, NoGroupHere
from bot.rotation import Dates, Verdict
from bot.rotation.due import reminding
from bot.services.audit import Action
from bot.services.desk import Fate
from bot.services.values import Caller, PostKind, RoundState
from db.models import Outbox, Round
from tests.living import SLOT, an_open_round
from tests.making import GUILD, NOW, a_plan, a_recurrence, an_admin

if TYPE_CHECKING:
    from datetime import datetime

    from bot.services import Services
    from db.engine import Database

WEEK = timedelta(days=7)
MORNING = SLOT.replace(hour=8)
TODAY = SLOT.date()


@pytest.fixture
async def group(services: Services) -> int:
    return (await services.groups.set_up(a_plan(), an_admin(), MORNING)).id


async def tick(services: Services, now: datetime) -> None:
    for round_id in await services.rounds.ended(now):
        await services.rounds.end(round_id, now)
    for group_id in await services.openings.due(now):
        await services.openings.attend(group_id, now)


async def send(services: Services, now: datetime) -> list[PostKind]:
    """Send everything that is due; gives what went out."""
    sent = []
    for post_id in await services.posts.due(now):
        post = await services.posts.claim(post_id, now)
        ready = post and await services.posts.ready(post, now)
        if ready:
            await services.posts.posted(ready, 5000 + post_id)
            sent.append(ready.kind)
    return sent


async def slots(database: Database) -> list[str]:
    async with database.read() as session:
        return [f"{on}" for on in await session.scalars(select(Round.slot_on).order_by(Round.id))]


async def test_saving_other_settings_at_night_does_not_lose_a_prompt_that_waits(
    services: Services, database: Database, group: int
) -> None:
    night = SLOT + timedelta(hours=5)
    await tick(services, night)
    await services.groups.set_up(a_plan(k=4), an_admin(), night)
    await tick(services, SLOT + timedelta(hours=14))
    assert await slots(database) == [f"{TODAY}"]


async def test_leaving_other_dates_out_at_night_does_not_lose_it_either(
    services: Services, database: Database, group: int
) -> None:
    night = SLOT + timedelta(hours=5)
    await tick(services, night)
    later = Dates(TODAY + WEEK, TODAY + WEEK)
    await services.schedule.leave_out(group, an_admin(), later, night, Action.LEFT_OUT)
    table = await services.outlook.timetable(group, GUILD, night)
    assert (table.ahead[0].slot.on, table.waiting) == (TODAY, Fate.ON_ITS_WAY)
    await tick(services, SLOT + timedelta(hours=14))
    assert await slots(database) == [f"{TODAY}"]


async def test_a_late_prompt_does_not_come_on_a_day_that_is_left_out(
    services: Services, database: Database, group: int
) -> None:
    tomorrow = Dates(TODAY + timedelta(days=1), TODAY + timedelta(days=1))
    await services.schedule.leave_out(group, an_admin(), tomorrow, MORNING, Action.LEFT_OUT)
    await tick(services, SLOT + timedelta(hours=14))
    await tick(services, SLOT + WEEK)
    assert await slots(database) == [f"{TODAY + WEEK}"]


async def test_a_long_pause_is_passed_over_without_a_notice(
    services: Services, database: Database, group: int
) -> None:
    await services.schedule.leave_out(group, an_admin(), Dates(TODAY, None), MORNING, Action.PAUSED)
    for week in range(60):
        await tick(services, SLOT + week * WEEK)
    await services.schedule.resume(group, an_admin(), SLOT + 60 * WEEK - timedelta(days=1))
    await tick(services, SLOT + 60 * WEEK)
    assert len(await slots(database)) == 1
    async with database.read() as session:
        assert not (await session.scalars(select(Outbox).filter_by(kind="missed"))).all()


async def test_a_prompt_at_once_is_posted_at_night_if_an_admin_wants_it_so(
    services: Services, database: Database, group: int
) -> None:
    midnight = SLOT - timedelta(hours=20)
    card = await services.at_once.post(group, an_admin(), midnight)
    assert card.closes_at == SLOT  # Never after the next date.
    assert await send(services, midnight) == [PostKind.PROMPT]


async def test_a_prompt_at_once_takes_the_place_of_todays(
    services: Services, database: Database, group: int
) -> None:
    noon = SLOT - timedelta(hours=6)
    _, closes = await services.at_once.outlook(group, an_admin(), noon)
    card = await services.at_once.post(group, an_admin(), noon)
    assert card.closes_at == closes == noon + timedelta(days=5)
    assert await send(services, noon) == [PostKind.PROMPT]
    await tick(services, SLOT)
    assert await slots(database) == [f"{TODAY}"]
    await tick(services, card.closes_at)
    await tick(services, SLOT + WEEK)
    assert await slots(database) == [f"{TODAY}", f"{TODAY + WEEK}"]


async def test_while_a_round_is_open_no_other_comes(services: Services, group: int) -> None:
    await tick(services, SLOT)
    with pytest.raises(BadInput, match="A round is open"):
        await services.at_once.post(group, an_admin(), SLOT + timedelta(days=2))


async def test_one_prompt_a_day(services: Services, group: int) -> None:
    card = await services.at_once.post(group, an_admin(), MORNING)
    for _ in range(2):  # Below k it is left open once.
        await services.rounds.end(card.id, card.closes_at + 2 * WEEK)
    with pytest.raises(BadInput, match="one a day"):
        await services.at_once.post(group, an_admin(), MORNING + timedelta(hours=1))


async def test_another_server_reaches_no_date(services: Services, group: int) -> None:
    stranger = Caller(an_admin().user_id, GUILD + 1, ())
    dates = Dates(TODAY, TODAY)
    for attempt in (
        services.schedule.leave_out(group, stranger, dates, MORNING, Action.LEFT_OUT),
        services.schedule.skip(group, stranger, None, MORNING),
        services.schedule.resume(group, stranger, MORNING),
        services.schedule.swap(group, stranger, TODAY, "prompt-2", MORNING),
        services.at_once.post(group, stranger, MORNING),
        services.outlook.timetable(group, GUILD + 1, MORNING),
        services.outlook.lately(group, GUILD + 1),
    ):
        with pytest.raises(NoGroupHere):
            await attempt


async def test_a_group_that_is_being_forgotten_is_not_arranged_any_more(
    services: Services, group: int
) -> None:
    await services.groups.forget(group, an_admin(), MORNING)
    with pytest.raises(BadInput, match="about to be forgotten"):
        await services.schedule.skip(group, an_admin(), None, MORNING)
    with pytest.raises(BadInput, match="about to be forgotten"):
        await services.at_once.post(group, an_admin(), MORNING)


# --- the reminder -----------------------------------------------------------------------------


async def reminded(services: Services, *, late: timedelta) -> list[PostKind]:
    card = await an_open_round(services, a_plan(reminder_hours=24))
    return await send(services, card.closes_at - timedelta(hours=24) + late)


async def test_a_reminder_comes_when_it_is_due_and_once(services: Services) -> None:
    assert await reminded(services, late=timedelta()) == [PostKind.REMINDER]
    assert not await send(services, NOW + timedelta(days=4, hours=1))


async def test_before_it_is_due_nothing_comes(services: Services) -> None:
    assert not await reminded(services, late=-timedelta(minutes=1))


async def test_a_late_reminder_waits_for_the_morning(services: Services) -> None:
    assert not await reminded(services, late=timedelta(hours=6))
    assert await send(services, NOW + timedelta(days=4, hours=14)) == [PostKind.REMINDER]


async def test_a_reminder_that_comes_too_late_to_help_does_not_come(services: Services) -> None:
    assert not await reminded(services, late=timedelta(hours=23, minutes=30))


async def test_a_reminder_one_hour_before_closing_comes_although_the_bot_looks_a_moment_later(
    services: Services,
) -> None:
    card = await an_open_round(services, a_plan(reminder_hours=1))
    an_hour_before = card.closes_at - timedelta(hours=1)
    assert not await send(services, an_hour_before - timedelta(minutes=1))
    assert await send(services, an_hour_before + timedelta(seconds=40)) == [PostKind.REMINDER]


async def test_a_reminder_one_hour_before_closing_does_not_come_when_most_of_it_is_over(
    services: Services,
) -> None:
    card = await an_open_round(services, a_plan(reminder_hours=1))
    assert not await send(services, card.closes_at - timedelta(minutes=45))


@pytest.mark.parametrize(("before", "after"), [(24, 2), (2, 24), (None, 24)])
async def test_another_reminder_holds_for_a_round_that_is_open_too(
    services: Services, before: int | None, after: int
) -> None:
    card = await an_open_round(services, a_plan(reminder_hours=before))
    wanted = a_plan(reminder_hours=after)
    await services.schedule.remind(card.group_id, an_admin(), wanted, NOW)
    at = card.closes_at - timedelta(hours=after)
    assert not await send(services, at - timedelta(minutes=1))
    assert await send(services, at) == [PostKind.REMINDER]
    assert not await send(services, card.closes_at - timedelta(hours=2))


async def test_a_reminder_set_with_the_groups_settings_holds_for_the_open_round_too(
    services: Services,
) -> None:
    card = await an_open_round(services)
    await services.groups.set_up(a_plan(reminder_hours=24), an_admin(), NOW)
    assert await send(services, card.closes_at - timedelta(hours=24)) == [PostKind.REMINDER]


async def test_who_was_reminded_of_a_round_is_not_reminded_again(services: Services) -> None:
    card = await an_open_round(services, a_plan(reminder_hours=24))
    day_before = card.closes_at - timedelta(hours=24)
    assert await send(services, day_before) == [PostKind.REMINDER]
    await services.schedule.remind(card.group_id, an_admin(), a_plan(reminder_hours=2), day_before)
    assert not await send(services, card.closes_at - timedelta(hours=2))


async def test_no_reminder_comes_before_its_prompt(services: Services, database: Database) -> None:
    plan = a_plan(reminder_hours=24)
    group = await services.groups.set_up(plan, an_admin(), MORNING)
    await services.openings.attend(group.id, SLOT)
    async with database.write() as session:
        line = (await session.scalars(select(Outbox).filter_by(kind="prompt"))).one()
        line.state, line.due_at = "blocked", SLOT + timedelta(days=9)
    assert not await send(services, SLOT + timedelta(days=4))


async def test_whoever_turned_the_reminder_off_is_not_reminded(
    services: Services, database: Database
) -> None:
    await an_open_round(services, a_plan(reminder_hours=24))
    (card,) = await services.groups.of_guild(GUILD)
    await services.schedule.remind(card.id, an_admin(), a_plan(), NOW)
    assert not await send(services, NOW + timedelta(days=4))


def test_a_reminder_right_after_the_prompt_is_pointless() -> None:
    short = reminding(NOW, NOW + timedelta(hours=24), 24, NOW + timedelta(minutes=1), "UTC")
    assert short.verdict is Verdict.MISSED


async def test_an_open_round_keeps_its_hour_when_the_rhythm_changes(
    services: Services, database: Database
) -> None:
    card = await an_open_round(services)
    other = a_recurrence(weekday=3)
    await services.groups.set_up(a_plan(recurrence=other), an_admin(), NOW)
    async with database.read() as session:
        row = (await session.scalars(select(Round))).one()
    assert (row.state, row.closes_at) == (RoundState.OPEN, card.closes_at)


# --- a change while a round is open ---------------------------------------------------------------


async def every_hour(services: Services, begin: datetime, until: datetime) -> None:
    while begin <= until:
        await tick(services, begin)
        await send(services, begin)
        begin += timedelta(hours=1)


async def change(services: Services, now: datetime, **rhythm: object) -> datetime:
    """Change the rhythm; gives when the next prompt is said to come."""
    plan = a_plan(recurrence=a_recurrence(**rhythm))
    card = await services.groups.set_up(plan, an_admin(), now)
    table = await services.outlook.timetable(card.id, GUILD, now)
    assert (await services.groups.preview(plan, GUILD, now, 8)).slots == tuple(
        each.slot for each in table.ahead
    )
    assert card.next_due == table.ahead[0].slot.at
    return card.next_due


async def test_what_is_said_after_a_change_comes_and_the_open_round_keeps_its_end(
    services: Services, database: Database
) -> None:
    card = await an_open_round(services)  # Until Saturday.
    tuesday = SLOT + timedelta(days=1)
    said = await change(services, tuesday, weekday=2)
    assert said == SLOT + timedelta(days=9)  # This week's Wednesday lies in the open round.
    await services.openings.realign()  # As at a restart.
    async with database.read() as session:
        assert await session.scalar(select(Round.closes_at)) == card.closes_at
    await every_hour(services, tuesday, said + timedelta(hours=1))
    assert await slots(database) == [f"{TODAY}", f"{said.date()}"]
    async with database.read() as session:
        assert not (await session.scalars(select(Outbox).filter_by(kind="missed"))).all()


async def test_a_change_to_a_day_after_the_round_holds_in_the_same_week(
    services: Services, database: Database
) -> None:
    card = await an_open_round(services)
    said = await change(services, SLOT + timedelta(days=1), weekday=5)
    assert said == card.closes_at  # Saturday, in the minute in which the round closes.
    await every_hour(services, SLOT + timedelta(days=1), said)
    assert await slots(database) == [f"{TODAY}", f"{said.date()}"]


async def test_an_hour_earlier_costs_a_group_that_is_always_open_no_week(
    services: Services, database: Database
) -> None:
    """The first prompt then waits for the round before it, whose end was told."""
    card = await an_open_round(services, a_plan(days_open=7))
    said = await change(services, SLOT + timedelta(days=1), at=time(17, 30))
    assert said == card.closes_at - timedelta(hours=1)
    await every_hour(services, SLOT + timedelta(days=1), card.closes_at)
    assert await slots(database) == [f"{TODAY}", f"{said.date()}"]
    later = await services.rounds.open_round(1)
    assert later.opens_at == card.closes_at


async def test_what_was_said_comes_also_when_the_round_is_closed_early(
    services: Services, database: Database
) -> None:
    card = await an_open_round(services)
    tuesday = SLOT + timedelta(days=1)
    said = await change(services, tuesday, weekday=2)
    async with database.write() as session:
        (await session.get_one(Round, card.id)).state = RoundState.UNREAD
    table = await services.outlook.timetable(card.group_id, GUILD, tuesday)
    assert table.ahead[0].slot.at == said
    await every_hour(services, tuesday, said)
    assert await slots(database) == [f"{TODAY}", f"{said.date()}"]


async def test_a_date_brought_back_inside_a_round_left_open_longer_is_not_promised(
    services: Services, database: Database, group: int
) -> None:
    week = Dates(TODAY + WEEK, TODAY + WEEK)
    await services.schedule.leave_out(group, an_admin(), week, MORNING, Action.LEFT_OUT)
    await every_hour(services, SLOT, SLOT + timedelta(days=6))
    after = SLOT + timedelta(days=6)
    await services.schedule.bring_back(group, an_admin(), TODAY + WEEK, after)
    said = (await services.outlook.timetable(group, GUILD, after)).ahead[0].slot
    assert said.at == SLOT + 2 * WEEK
    await every_hour(services, after, said.at)
    assert await slots(database) == [f"{TODAY}", f"{said.on}"]
