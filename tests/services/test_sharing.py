"""Sharing a summary: once, by the frozen role, with nothing on it that has left or will leave."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from bot.errors import NotTheFacilitator, NotYet
from bot.rotation.walltime import local
from bot.services.sharing import BeingRead, BeingTakenBack, NotShared
from bot.services.values import Analysis, PostKind, PostState, RoundState, Sharing
from db.models import Audit, Outbox, Round, Summary
from tests.living import an_open_round, answered, clinicians
from tests.making import GUILD, a_clinician, a_facilitator, a_plan, a_recurrence, an_admin

if TYPE_CHECKING:
    from bot.services import Services
    from bot.services.values import GroupPlan, Post, Receipt, RoundCard
    from db.engine import Database

WORDS = "I leaned on the exercise because the silence in the room had become too much for me"
READER = a_facilitator()


async def a_sealed_round(
    services: Services, database: Database, plan: GroupPlan | None = None
) -> tuple[RoundCard, list[Receipt]]:
    """Sealed, read for themes, and its lines sent, so that only what a test does is due."""
    card = await an_open_round(services, plan)
    receipts = await answered(services, card, *clinicians(4), text=WORDS)
    await services.rounds.end(card.id, card.closes_at)
    async with database.write() as session:
        await session.execute(update(Summary).values(analysis=Analysis.FAILED))
    for post_id in await services.posts.due(card.closes_at):
        await sent(services, post_id, card.closes_at)
    return card, receipts


async def sent(services: Services, post_id: int, now: datetime, message_id: int = 7001) -> Post:
    claimed = await services.posts.claim(post_id, now)
    assert claimed is not None
    ready = await services.posts.ready(claimed, now)
    assert ready is not None
    assert await services.posts.posted(ready, message_id)
    return ready


async def shared(services: Services, card: RoundCard, now: datetime) -> Post:
    await services.sharing.share(card.id, READER, now)
    *_, post_id = await services.posts.due(now)
    return await sent(services, post_id, now)


async def line(database: Database, kind: PostKind) -> Outbox | None:
    async with database.read() as session:
        return (await session.scalars(select(Outbox).where(Outbox.kind == kind))).one_or_none()


async def actions(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(Audit.action).order_by(Audit.id)))


def quoted(post: Post) -> str:
    assert post.heard is not None
    return " ".join(quote.text for quote in post.heard.quotes)


async def test_shared_twice_at_the_same_moment_it_is_owed_and_noted_once(
    services: Services, database: Database
) -> None:
    card, _ = await a_sealed_round(services, database)
    results = await asyncio.gather(
        *(services.sharing.share(card.id, READER, card.closes_at) for _ in range(2))
    )
    assert sorted(each.already for each in results) == [False, True]
    assert len(await services.posts.due(card.closes_at)) == 1
    assert (await actions(database)).count("shared the summary") == 1


async def test_only_the_frozen_role_of_the_same_server_shares_or_takes_back(
    services: Services, database: Database
) -> None:
    card, _ = await a_sealed_round(services, database)
    elsewhere = replace(READER, guild_id=GUILD + 1)
    for nobody in (a_clinician(), an_admin(), elsewhere):
        for door in (services.sharing.share, services.sharing.take_back):
            with pytest.raises(NotTheFacilitator):
                await door(card.id, nobody, card.closes_at)
    assert await line(database, PostKind.HEARD) is None


async def test_an_open_or_unread_round_is_never_shared(
    services: Services, database: Database
) -> None:
    card = await an_open_round(services)
    with pytest.raises(NotYet):
        await services.sharing.share(card.id, READER, card.closes_at)
    async with database.write() as session:
        await session.execute(update(Round).values(state=RoundState.UNREAD))
    with pytest.raises(NotYet):
        await services.sharing.share(card.id, READER, card.closes_at)


async def test_while_words_are_read_nothing_is_shared_that_nobody_could_look_at(
    services: Services, database: Database
) -> None:
    card, _ = await a_sealed_round(services, database)
    async with database.write() as session:
        await session.execute(update(Summary).values(analysis=Analysis.DUE))
    with pytest.raises(BeingRead):
        await services.sharing.share(card.id, READER, card.closes_at)


async def test_it_is_shared_again_only_once_the_earlier_card_is_gone(
    services: Services, database: Database
) -> None:
    card, _ = await a_sealed_round(services, database)
    now = card.closes_at
    with pytest.raises(NotShared):
        await services.sharing.take_back(card.id, READER, now)
    await shared(services, card, now)
    await services.sharing.take_back(card.id, READER, now)
    with pytest.raises(BeingTakenBack):
        await services.sharing.share(card.id, READER, now)
    (post_id,) = await services.posts.due(now)
    taking = await services.posts.claim(post_id, now)
    assert taking is not None
    assert (taking.kind, taking.message_id) == (PostKind.TAKEN, 7001)
    await services.posts.taken_down(taking, 7001)
    later = now + timedelta(minutes=1)
    assert not (await services.sharing.share(card.id, READER, later)).already
    again = await line(database, PostKind.HEARD)
    assert again is not None
    assert (again.state, again.message_id) == (PostState.DUE, None)


async def test_the_summary_says_whether_it_is_shared(
    services: Services, database: Database
) -> None:
    card, _ = await a_sealed_round(services, database)
    now, seen = card.closes_at, []
    for door in (None, services.sharing.share, services.sharing.take_back):
        if door is not None:
            await door(card.id, READER, now)
        seen.append((await services.summaries.of_round(card.id, READER, now)).shared)
    assert seen == [False, True, False]


async def test_words_that_are_leaving_are_not_on_a_card_shared_before_the_night(
    services: Services, database: Database
) -> None:
    card, receipts = await a_sealed_round(services, database)
    for receipt in receipts:
        await services.receipts.withdraw(receipt.token, GUILD, card.closes_at)
    assert WORDS not in quoted(await shared(services, card, card.closes_at))
    read = await services.summaries.of_round(card.id, READER, card.closes_at)
    assert WORDS in " ".join(quote.text for quote in read.summary.quotes)


async def test_the_real_sweep_has_the_card_say_only_what_is_left(
    services: Services, database: Database
) -> None:
    card, receipts = await a_sealed_round(services, database)
    assert WORDS in quoted(await shared(services, card, card.closes_at))
    for receipt in receipts:
        await services.receipts.withdraw(receipt.token, GUILD, card.closes_at)
    assert not await services.posts.due(card.closes_at)
    morning = card.closes_at + timedelta(days=1)
    for round_id in await services.sweeping.rounds_due(morning):
        await services.sweeping.sweep(round_id, morning)
    (post_id,) = await services.posts.due(morning)
    after = await sent(services, post_id, morning)
    assert after.message_id == 7001
    assert WORDS not in quoted(after)
    assert after.heard is not None
    assert after.heard.asked.voices == 4


async def test_a_sweep_without_anything_leaving_touches_no_card(
    services: Services, database: Database
) -> None:
    card, _ = await a_sealed_round(services, database)
    await shared(services, card, card.closes_at)
    morning = card.closes_at + timedelta(days=1)
    for round_id in await services.sweeping.rounds_due(morning):
        await services.sweeping.sweep(round_id, morning)
    assert not await services.posts.due(morning)


async def test_a_sender_that_read_the_box_before_the_sweep_is_fenced_off(
    services: Services, database: Database
) -> None:
    card, receipts = await a_sealed_round(services, database)
    await services.receipts.withdraw(receipts[0].token, GUILD, card.closes_at)
    morning = card.closes_at + timedelta(days=1)
    await services.sharing.share(card.id, READER, morning)
    (post_id,) = await services.posts.due(morning)
    claimed = await services.posts.claim(post_id, morning)
    assert claimed is not None
    assert await services.posts.ready(claimed, morning) is not None
    for round_id in await services.sweeping.rounds_due(morning):
        await services.sweeping.sweep(round_id, morning)
    assert not await services.posts.posted(claimed, 7001)
    taken_over = await services.posts.claim(post_id, morning + timedelta(minutes=3))
    assert taken_over is not None
    assert taken_over.uncertain


async def test_past_retention_the_card_is_counts_and_can_still_be_shared(
    services: Services, database: Database
) -> None:
    card, _ = await a_sealed_round(services, database)
    end = card.closes_at + timedelta(days=92)
    await services.sweeping.sweep(card.id, end)
    post = await shared(services, card, end)
    assert post.heard is not None
    assert not post.heard.kept
    assert quoted(post) == ""
    assert post.heard.asked.voices == 4


async def test_the_mode_is_frozen_when_a_round_opens(
    services: Services, database: Database
) -> None:
    card = await an_open_round(services, a_plan(sharing=Sharing.COUNTS))
    await services.groups.set_up(a_plan(), an_admin(), card.opens_at)
    await answered(services, card, *clinicians(4))
    await services.rounds.end(card.id, card.closes_at)
    assert await line(database, PostKind.COUNTS) is not None
    assert await line(database, PostKind.UNSHARED) is None


async def test_the_counts_at_close_hold_no_word(services: Services, database: Database) -> None:
    card = await an_open_round(services, a_plan(sharing=Sharing.COUNTS))
    await answered(services, card, *clinicians(4), text=WORDS)
    await services.rounds.end(card.id, card.closes_at)
    owed = await line(database, PostKind.COUNTS)
    assert owed is not None
    post = await sent(services, owed.id, card.closes_at)
    assert post.heard is not None
    assert (post.heard.themes, post.heard.quotes, post.heard.questions) == ((), (), ())
    assert post.heard.asked.voices == 4


async def test_a_round_that_closes_at_night_is_mentioned_the_third_morning_after(
    services: Services, database: Database
) -> None:
    late = a_plan(recurrence=a_recurrence(at=time(18, 30)))
    card = await an_open_round(services, late)
    await answered(services, card, *clinicians(4))
    at_night = card.closes_at + timedelta(hours=5)
    await services.rounds.end(card.id, at_night)
    owed = await line(database, PostKind.UNSHARED)
    assert owed is not None
    assert local(owed.due_at, "Europe/Berlin").time() == time(8)
    assert timedelta(days=3) <= owed.due_at - at_night < timedelta(days=3, hours=12)


@pytest.mark.parametrize("late", [timedelta(hours=6), timedelta(days=4)])
async def test_late_it_is_said_by_day_or_not_at_all(
    services: Services, database: Database, late: timedelta
) -> None:
    await a_sealed_round(services, database)
    owed = await line(database, PostKind.UNSHARED)
    assert owed is not None
    now = owed.due_at + late
    claimed = await services.posts.claim(owed.id, now)
    assert claimed is not None
    assert await services.posts.ready(claimed, now) is None
    after = await line(database, PostKind.UNSHARED)
    assert after is not None
    assert after.state == (PostState.DUE if late < timedelta(days=1) else PostState.MISSED)
    assert after.state == PostState.MISSED or local(after.due_at, "Europe/Berlin").hour == 8


@pytest.mark.parametrize("undone", [False, True])
async def test_nothing_is_said_once_a_facilitator_has_decided(
    services: Services, database: Database, *, undone: bool
) -> None:
    card, _ = await a_sealed_round(services, database)
    await shared(services, card, card.closes_at)
    if undone:
        await services.sharing.take_back(card.id, READER, card.closes_at)
    owed = await line(database, PostKind.UNSHARED)
    assert owed is not None
    claimed = await services.posts.claim(owed.id, owed.due_at)
    assert claimed is not None
    assert await services.posts.ready(claimed, owed.due_at) is None


async def test_a_group_that_is_forgotten_is_reminded_of_nothing(
    services: Services, database: Database
) -> None:
    card, _ = await a_sealed_round(services, database)
    await services.groups.forget(card.group_id, an_admin(), card.closes_at)
    owed = await line(database, PostKind.UNSHARED)
    assert owed is not None
    assert owed.state == PostState.MISSED
