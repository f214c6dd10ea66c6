"""Over time: stored counts alone, of the rounds that one's role may read, and on record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.ballot.tokens import Token
from bot.errors import NotTheFacilitator
from bot.services.audit import Action
from bot.services.values import Caller
from db.models import Audit, Round
from tests.living import answered, clinicians
from tests.making import (
    ADMIN,
    FACILITATOR_ROLE,
    GUILD,
    NOW,
    a_clinician,
    a_facilitator,
    a_plan,
    an_admin,
    an_answer,
)

if TYPE_CHECKING:
    from datetime import datetime

    from bot.services import Services
    from bot.services.values import GroupPlan, RoundCard
    from db.engine import Database

WEEK = timedelta(days=7)
OTHER_ROLE = FACILITATOR_ROLE + 1


async def a_posted_round(services: Services, group_id: int, slot: datetime) -> RoundCard:
    await services.openings.attend(group_id, slot)
    for post_id in await services.posts.due(slot):
        claimed = await services.posts.claim(post_id, slot)
        ready = claimed and await services.posts.ready(claimed, slot)
        if ready and ready.round and ready.round.slot_on == slot.date():
            await services.posts.posted(ready, 5001)
            return ready.round
    raise AssertionError("no prompt was due")


async def sealed_rounds(
    services: Services, count: int, plan: GroupPlan | None = None, first: int = 0
) -> int:
    """As many weeks, each with three voices, two of whom tick *fear*. Gives the group."""
    slot = NOW + first * WEEK
    group = await services.groups.set_up(plan or a_plan(), an_admin(), slot.replace(hour=9))
    for week in range(count):
        card = await a_posted_round(services, group.id, slot + week * WEEK)
        *two, third = clinicians(3)
        await answered(services, card, *two, now=card.opens_at)
        other = an_answer("A third voice among them.", strands=("presence",), position=5)
        await services.answers.submit(card.id, Token.new(), third, other, card.opens_at)
        await services.rounds.end(card.id, card.closes_at)
    return group.id


async def test_counts_come_as_they_were_sealed_oldest_first(services: Services) -> None:
    group_id = await sealed_rounds(services, 5)
    found = await services.courses.over_time(group_id, a_facilitator(), NOW + 5 * WEEK)
    fear = next(each for each in found.courses if each.code == "fear")
    assert found.rounds == 5
    assert [(each.on, each.voices, each.of) for each in fear.rounds] == [
        ((NOW + week * WEEK).date(), 2, 3) for week in range(5)
    ]
    (again,) = found.asked_again  # Four prompts in the deck: the fifth week asks the first again.
    assert [(spread.left, spread.right) for _, spread in again.spreads] == [(2, 1), (2, 1)]


async def test_it_stays_when_the_words_are_no_longer_kept(
    services: Services, database: Database
) -> None:
    group_id = await sealed_rounds(services, 4)
    before = await services.courses.over_time(group_id, a_facilitator(), NOW + 4 * WEEK)
    much_later = NOW + timedelta(days=200)
    for round_id in await services.sweeping.rounds_due(much_later):
        await services.sweeping.sweep(round_id, much_later)
    async with database.read() as session:
        assert set(await session.scalars(select(Round.state))) == {"counted"}
    assert await services.courses.over_time(group_id, a_facilitator(), much_later) == before


async def test_under_four_rounds_only_their_number_is_told(services: Services) -> None:
    group_id = await sealed_rounds(services, 3)
    found = await services.courses.over_time(group_id, a_facilitator(), NOW + 3 * WEEK)
    assert (found.rounds, found.courses, found.asked_again) == (3, (), ())


@pytest.mark.parametrize(
    "caller",
    [
        a_clinician(),
        an_admin(),
        Caller(ADMIN, GUILD, (OTHER_ROLE,)),
        Caller(ADMIN, GUILD + 1, (FACILITATOR_ROLE,)),
    ],
    ids=["clinician", "admin", "another role", "another server"],
)
async def test_nobody_without_the_frozen_role_learns_anything(
    services: Services, database: Database, caller: Caller
) -> None:
    group_id = await sealed_rounds(services, 1)
    for wanted in (group_id, group_id + 1):
        with pytest.raises(NotTheFacilitator):
            await services.courses.over_time(wanted, caller, NOW + WEEK)
    async with database.read() as session:
        assert Action.COMPARED not in set(await session.scalars(select(Audit.action)))


async def test_each_round_is_read_by_the_role_it_opened_with(services: Services) -> None:
    group_id = await sealed_rounds(services, 2)
    await sealed_rounds(services, 3, a_plan(facilitator_role_id=OTHER_ROLE), first=2)
    now = NOW + 6 * WEEK
    first = await services.courses.over_time(group_id, a_facilitator(), now)
    second = await services.courses.over_time(group_id, Caller(7, GUILD, (OTHER_ROLE,)), now)
    both = Caller(7, GUILD, (FACILITATOR_ROLE, OTHER_ROLE))
    assert (first.rounds, second.rounds) == (2, 3)
    assert (await services.courses.over_time(group_id, both, now)).rounds == 5


async def test_an_open_round_is_not_among_them(services: Services) -> None:
    group_id = await sealed_rounds(services, 1)
    card = await a_posted_round(services, group_id, NOW + WEEK)
    await answered(services, card, *clinicians(3), now=card.opens_at)
    found = await services.courses.over_time(group_id, a_facilitator(), card.opens_at)
    assert found.rounds == 1


async def test_each_look_and_each_download_is_on_record(
    services: Services, database: Database
) -> None:
    group_id = await sealed_rounds(services, 1)
    async with database.read() as session:
        round_id = (await session.scalars(select(Round.id))).one()
    await services.courses.over_time(group_id, a_facilitator(), NOW)
    await services.summaries.to_download(round_id, a_facilitator(), NOW)
    async with database.read() as session:
        found = list(await session.scalars(select(Audit).order_by(Audit.id)))
    assert [(line.action, line.round_id) for line in found[-2:]] == [
        (Action.COMPARED, None),
        (Action.DOWNLOADED, round_id),
    ]
    assert {line.actor_id for line in found[-2:]} == {a_facilitator().user_id}


async def test_whoever_may_not_read_a_summary_may_not_download_it(services: Services) -> None:
    await sealed_rounds(services, 1)
    with pytest.raises(NotTheFacilitator):
        await services.summaries.to_download(1, a_clinician(), NOW)
