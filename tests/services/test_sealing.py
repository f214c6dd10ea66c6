"""What happens to roll, box and keys when a round ends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.ballot.keys import Key
from bot.ballot.keystore import KeyStore, Use
from bot.errors import KeysMissing, NotTheFacilitator, NotYet, TooFewToClose
from bot.services.values import PostKind, RoundState
from db.models import Box, Outbox, Roll, Round
from tests.living import an_open_round, answered, clinicians
from tests.making import GUILD, NOW, a_clinician, a_facilitator, a_plan

if TYPE_CHECKING:
    from bot.services import Services
    from bot.services.values import RoundCard
    from db.engine import Database


async def the_round(database: Database) -> Round:
    async with database.read() as session:
        return (await session.scalars(select(Round))).one()


async def kinds_owed(database: Database) -> list[str]:
    async with database.read() as session:
        return sorted(await session.scalars(select(Outbox.kind).where(Outbox.state == "due")))


async def test_k_voices_are_sealed_when_their_time_is_over(
    services: Services, database: Database, keys: KeyStore
) -> None:
    card = await an_open_round(services)
    await answered(services, card, *clinicians(3))
    assert await services.rounds.ended(card.closes_at) == [card.id]
    await services.rounds.end(card.id, card.closes_at)
    row = await the_round(database)
    assert (row.state, row.voices) == (RoundState.SEALED, 3)
    assert await kinds_owed(database) == [PostKind.SUMMARY, PostKind.UNSHARED]
    assert keys.has(row.key_name, Use.SEALED)
    assert not keys.has(row.key_name, Use.ROLL)
    assert not keys.has(row.key_name, Use.TEXT)


async def test_the_seal_forgets_the_roll_and_renames_every_ballot(
    services: Services, database: Database
) -> None:
    card = await an_open_round(services)
    receipts = await answered(services, card, *clinicians(4))
    async with database.read() as session:
        before = {line.id: line.body for line in await session.scalars(select(Box))}
    await services.rounds.end(card.id, card.closes_at)
    async with database.read() as session:
        after = {line.id: line.body for line in await session.scalars(select(Box))}
        assert not (await session.scalars(select(Roll))).all()
    assert not set(before) & set(after)
    assert not set(before.values()) & set(after.values())
    assert set(after) == {receipt.token.sealed_id for receipt in receipts}


async def test_below_k_a_round_stays_open_once_until_the_next_prompt(
    services: Services, database: Database
) -> None:
    card = await an_open_round(services)
    await answered(services, card, *clinicians(2))
    await services.rounds.end(card.id, card.closes_at)
    row = await the_round(database)
    assert (row.state, row.extended) == (RoundState.OPEN, True)
    assert row.closes_at == NOW + timedelta(days=7)
    assert await kinds_owed(database) == [PostKind.EXTENDED]


async def test_a_round_that_reaches_k_while_extended_is_sealed(
    services: Services, database: Database
) -> None:
    card = await an_open_round(services)
    await answered(services, card, *clinicians(2))
    await services.rounds.end(card.id, card.closes_at)
    await answered(services, card, a_clinician(50), now=card.closes_at + timedelta(hours=1))
    await services.rounds.end(card.id, NOW + timedelta(days=7))
    assert (await the_round(database)).state == RoundState.SEALED


async def test_still_below_k_the_texts_are_shredded_unread(
    services: Services, database: Database, keys: KeyStore
) -> None:
    card = await an_open_round(services)
    await answered(services, card, *clinicians(2))
    await services.rounds.end(card.id, card.closes_at)
    await services.rounds.end(card.id, NOW + timedelta(days=7))
    row = await the_round(database)
    assert (row.state, row.voices) == (RoundState.UNREAD, None)
    async with database.read() as session:
        assert not (await session.scalars(select(Box))).all()
        assert not (await session.scalars(select(Roll))).all()
    assert not any(keys.has(row.key_name, use) for use in Use)


async def test_a_facilitators_own_answer_does_not_count_towards_k(
    services: Services, database: Database
) -> None:
    card = await an_open_round(services)
    await answered(services, card, *clinicians(2), a_facilitator())
    status = await services.rounds.status(card.group_id, a_facilitator())
    assert status is not None
    assert not status.enough
    with pytest.raises(TooFewToClose):
        await services.rounds.close_now(card.id, a_facilitator(), NOW)
    await answered(services, card, a_clinician(3))
    sealed = await services.rounds.close_now(card.id, a_facilitator(), NOW)
    assert sealed.voices == 4


@pytest.mark.parametrize("count", [0, 1, 2])
async def test_below_k_every_refusal_is_the_same_whatever_the_count(
    services: Services, count: int
) -> None:
    card = await an_open_round(services)
    await answered(services, card, *clinicians(count))
    reader = a_facilitator()
    with pytest.raises(TooFewToClose) as closing:
        await services.rounds.close_now(card.id, reader, NOW)
    with pytest.raises(NotYet) as reading:
        await services.summaries.latest(card.group_id, reader, NOW)
    assert str(closing.value) == str(TooFewToClose(3))
    assert str(reading.value) == str(NotYet(3))


async def test_at_least_k_once_said_stays_said(services: Services, database: Database) -> None:
    card = await an_open_round(services)
    receipts = await answered(services, card, *clinicians(3))
    status = await services.rounds.status(card.group_id, a_facilitator())
    assert status is not None
    assert status.enough
    assert (await the_round(database)).enough
    await services.receipts.withdraw(receipts[0].token, GUILD, NOW)
    again = await services.rounds.status(card.group_id, a_facilitator())
    assert again is not None
    assert again.enough
    # Closing refuses nothing either: it ends as any round below k does.
    closed = await services.rounds.close_now(card.id, a_facilitator(), NOW)
    assert closed.state is RoundState.OPEN
    await services.rounds.end(card.id, NOW)
    assert (await the_round(database)).extended


async def test_nobody_without_the_role_closes_or_looks(services: Services) -> None:
    card = await an_open_round(services)
    await answered(services, card, *clinicians(5))
    for attempt in (
        services.rounds.status(card.group_id, a_clinician()),
        services.rounds.close_now(card.id, a_clinician(), NOW),
        services.summaries.latest(card.group_id, a_clinician(), NOW),
        services.summaries.of_round(card.id, a_clinician(), NOW),
        services.summaries.answers(card.id, a_clinician(), NOW),
    ):
        with pytest.raises(NotTheFacilitator):
            await attempt


async def test_changing_k_or_the_role_leaves_an_open_round_as_it_was_promised(
    services: Services, database: Database
) -> None:
    card = await an_open_round(services, a_plan(k=5))
    await services.groups.set_up(a_plan(k=3, facilitator_role_id=1), a_clinician(), NOW)
    row = await the_round(database)
    assert (row.k, row.facilitator_role_id) == (5, card.facilitator_role_id)


@pytest.mark.parametrize("crash", ["before the commit", "after the commit"])
async def test_a_crash_around_the_seals_commit_loses_nothing(
    services: Services, database: Database, keys: KeyStore, crash: str
) -> None:
    card = await an_open_round(services)
    await answered(services, card, *clinicians(3))
    name = (await the_round(database)).key_name
    if crash == "before the commit":
        keys.create(name, Use.SEALED)
    else:
        kept = {use: keys.read(name, use) for use in (Use.ROLL, Use.TEXT)}
        await services.rounds.end(card.id, card.closes_at)
        for use, key in kept.items():  # as if the process had died before destroying them
            (keys._folder / f"{name}.{use}.key").write_bytes(key)
    await services.sealing.recover()
    await services.rounds.end(card.id, card.closes_at)
    found = await services.summaries.answers(card.id, a_facilitator(), NOW)
    assert len(found.answers) == 3
    sealed_under = (await the_round(database)).key_name
    assert keys.kept() == {Key(sealed_under, Use.SEALED)}


async def test_keys_that_outlived_their_round_are_destroyed_at_the_next_tick(
    services: Services, database: Database, keys: KeyStore
) -> None:
    card = await an_open_round(services)
    await answered(services, card, *clinicians(3))
    name = (await the_round(database)).key_name
    kept = {use: keys.read(name, use) for use in (Use.ROLL, Use.TEXT)}
    await services.rounds.end(card.id, card.closes_at)
    for use, key in kept.items():  # as if destroying them had failed
        (keys._folder / f"{name}.{use}.key").write_bytes(key)
    await services.sealing.mend(NOW)
    sealed_under = (await the_round(database)).key_name
    assert keys.kept() == {Key(sealed_under, Use.SEALED)}


async def test_mending_leaves_an_open_round_alone(
    services: Services, database: Database, keys: KeyStore
) -> None:
    await an_open_round(services)
    name = (await the_round(database)).key_name
    await services.sealing.mend(NOW)
    await services.sealing.require_keys()
    assert keys.has(name, Use.ROLL)


async def test_an_open_round_without_its_keys_stops_the_start(
    services: Services, database: Database, keys: KeyStore
) -> None:
    await an_open_round(services)
    keys.destroy((await the_round(database)).key_name, Use.TEXT)
    with pytest.raises(KeysMissing):
        await services.sealing.recover()


async def test_what_the_facilitator_reads_is_what_was_written(services: Services) -> None:
    card: RoundCard = await an_open_round(services)
    receipts = await answered(services, card, *clinicians(6))
    await services.rounds.end(card.id, card.closes_at)
    found = await services.summaries.answers(card.id, a_facilitator(), NOW)
    assert {each.answer.text for each in found.answers} == {r.answer.text for r in receipts}
    summary = (await services.summaries.latest(card.group_id, a_facilitator(), NOW)).summary
    assert summary.asked.voices == 6
