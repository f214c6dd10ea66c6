"""The outbox: each message sent once, whoever crashes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.services.outbox import nonce_of
from bot.services.values import PostKind, RoundState
from db.models import Group, Outbox, Round
from tests.living import SLOT, an_open_round, answered, clinicians
from tests.making import a_plan, an_admin

if TYPE_CHECKING:
    from datetime import datetime

    from bot.services import Services
    from bot.services.values import Post
    from db.engine import Database


async def a_due_prompt(services: Services) -> int:
    group = await services.groups.set_up(a_plan(), an_admin(), SLOT - timedelta(hours=5))
    await services.openings.attend(group.id, SLOT)
    (post_id,) = await services.posts.due(SLOT)
    return post_id


async def claimed(services: Services, post_id: int, now: datetime) -> Post:
    post = await services.posts.claim(post_id, now)
    assert post is not None
    return post


async def state(database: Database, kind: PostKind = PostKind.PROMPT) -> str:
    async with database.read() as session:
        found = await session.scalars(select(Outbox.state).where(Outbox.kind == kind))
        return str(found.one())


async def test_a_claimed_message_is_nobody_elses(services: Services) -> None:
    post_id = await a_due_prompt(services)
    await claimed(services, post_id, SLOT)
    assert await services.posts.claim(post_id, SLOT) is None
    assert not await services.posts.due(SLOT + timedelta(seconds=119))


async def test_an_abandoned_claim_is_taken_over_as_uncertain(services: Services) -> None:
    post_id = await a_due_prompt(services)
    first = await claimed(services, post_id, SLOT)
    second = await claimed(services, post_id, SLOT + timedelta(seconds=121))
    assert (first.uncertain, second.uncertain) == (False, True)
    assert first.nonce == second.nonce
    assert len(first.nonce) <= 25


def test_the_same_line_of_another_installation_or_date_has_another_nonce() -> None:
    def nonce(seed: int, line_id: int, on: date) -> str:
        line = Outbox(id=line_id, group_id=1, round_id=3, kind="prompt", slot_on=on)
        return nonce_of(Group(id=1, deck_seed=seed), line)

    monday = SLOT.date()
    assert len({nonce(seed, 7, on) for seed in (11, 12) for on in (monday, date(2026, 3, 9))}) == 4
    assert nonce(11, 7, monday) == nonce(11, 8, monday)


async def test_whoever_lost_the_claim_neither_sends_nor_records(services: Services) -> None:
    post_id = await a_due_prompt(services)
    slow = await claimed(services, post_id, SLOT)
    later = SLOT + timedelta(seconds=121)
    fast = await claimed(services, post_id, later)
    assert await services.posts.ready(slow, later) is None
    assert await services.posts.posted(fast, 1)
    assert not await services.posts.posted(slow, 2)


async def test_a_sent_message_is_never_due_again(services: Services, database: Database) -> None:
    post_id = await a_due_prompt(services)
    post = await claimed(services, post_id, SLOT)
    assert await services.posts.posted(post, 1)
    assert not await services.posts.due(SLOT + timedelta(days=30))
    assert await state(database) == "posted"


async def test_a_refused_message_is_tried_again_ever_more_rarely(services: Services) -> None:
    post_id, now = await a_due_prompt(services), SLOT
    pauses = []
    for _ in range(4):
        post = await claimed(services, post_id, now)
        await services.posts.failed(post, now, blocked=True)
        pause = timedelta(minutes=1)
        while not await services.posts.due(now + pause):
            pause += timedelta(minutes=1)
        pauses.append(pause)
        now += pause
    assert pauses == [timedelta(minutes=m) for m in (10, 20, 40, 80)]


async def test_a_prompt_blocked_until_night_waits_for_the_morning(services: Services) -> None:
    post_id = await a_due_prompt(services)
    night = SLOT + timedelta(hours=4)
    post = await claimed(services, post_id, night)
    assert await services.posts.ready(post, night) is None
    morning = SLOT + timedelta(hours=13, minutes=30)
    assert not await services.posts.due(morning - timedelta(seconds=1))
    assert await services.posts.due(morning) == [post_id]


async def test_a_prompt_that_comes_late_keeps_its_open_duration(services: Services) -> None:
    post_id = await a_due_prompt(services)
    late = SLOT + timedelta(hours=2)
    post = await services.posts.ready(await claimed(services, post_id, late), late)
    assert post is not None
    assert post.round is not None
    assert post.round.closes_at == late + timedelta(days=5)


async def test_a_prompt_blocked_for_two_days_is_missed_and_a_person_is_told(
    services: Services, database: Database
) -> None:
    post_id = await a_due_prompt(services)
    late = SLOT + timedelta(hours=49)
    assert await services.posts.ready(await claimed(services, post_id, late), late) is None
    assert await state(database) == "missed"
    assert await state(database, PostKind.MISSED) == "due"
    async with database.read() as session:
        assert (await session.scalars(select(Round.state))).one() == RoundState.UNREAD


async def test_messages_about_a_round_know_its_prompts_message(services: Services) -> None:
    card = await an_open_round(services)
    await answered(services, card, *clinicians(3))
    await services.rounds.end(card.id, card.closes_at)
    (post_id,) = await services.posts.due(card.closes_at)
    post = await claimed(services, post_id, card.closes_at)
    assert (post.kind, post.prompt_message_id) == (PostKind.SUMMARY, 5001)


async def test_of_messages_claimed_together_only_the_abandoned_are_uncertain(
    services: Services,
) -> None:
    plans = [a_plan(channel_id=7000 + n) for n in range(3)]
    for plan in plans:
        group = await services.groups.set_up(plan, an_admin(), SLOT - timedelta(hours=5))
        await services.openings.attend(group.id, SLOT)
    first, *others = await services.posts.due(SLOT)
    await claimed(services, first, SLOT)
    later = SLOT + timedelta(seconds=121)
    together = await services.posts.claim_all([first, *others], later)
    assert sorted((post.id, post.uncertain) for post in together) == [
        (first, True),
        (others[0], False),
        (others[1], False),
    ]
    assert len({post.round.group_id for post in together if post.round}) == 3
    assert not await services.posts.claim_all([first, *others], later)
