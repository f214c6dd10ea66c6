"""What leaves at night: withdrawn and removed words, texts no longer kept, forgotten groups."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.ballot.envelope import Mark
from bot.ballot.keystore import KeyStore, Use
from bot.ballot.tokens import Token
from bot.errors import NoSuchAnswer, NotTheFacilitator, UnknownReceipt
from bot.services.nights import night_after
from bot.services.values import RoundState
from db.base import Base
from db.models import Box, Erasure, Round
from tests.living import an_open_round, answered, clinicians
from tests.making import (
    GUILD,
    NOW,
    a_clinician,
    a_facilitator,
    a_plan,
    an_admin,
    an_answer,
)

if TYPE_CHECKING:
    from pathlib import Path

    from bot.services import Services
    from bot.services.values import Receipt, RoundCard
    from db.engine import Database

CANARY = "A sentence that only one person in this whole group would ever write."


async def a_sealed_round(services: Services) -> tuple[RoundCard, list[Receipt]]:
    card = await an_open_round(services)
    receipts = await answered(services, card, *clinicians(4), text=CANARY)
    await services.rounds.end(card.id, card.closes_at)
    return card, receipts


async def sweep(services: Services, now: datetime) -> None:
    for round_id in await services.sweeping.rounds_due(now):
        await services.sweeping.sweep(round_id, now)
    for group_id in await services.sweeping.groups_due(now):
        await services.sweeping.forget(group_id, now)
    await services.sweeping.compact()


async def texts(services: Services, card: RoundCard, now: datetime) -> set[str]:
    found = await services.summaries.answers(card.id, a_facilitator(), now)
    return {each.answer.text for each in found.answers}


def files_in(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.iterdir()]


async def row_of(database: Database) -> Round:
    async with database.read() as session:
        return (await session.scalars(select(Round))).one()


async def test_while_the_round_is_open_a_withdrawn_answer_is_gone_at_once(
    services: Services, database: Database
) -> None:
    card = await an_open_round(services)
    first, *_ = await answered(services, card, *clinicians(3))
    withdrawn = await services.receipts.withdraw(first.token, GUILD, NOW)
    assert (withdrawn.mark, withdrawn.answer.text) == (Mark.WITHDRAWN, "")
    await services.rounds.end(card.id, card.closes_at)
    assert (await row_of(database)).state == RoundState.OPEN  # two voices are left: below k


async def test_a_withdrawn_slot_can_be_filled_again_with_the_same_receipt_only(
    services: Services,
) -> None:
    card = await an_open_round(services)
    (receipt,) = await answered(services, card, a_clinician())
    await services.receipts.withdraw(receipt.token, GUILD, NOW)
    again = await services.answers.submit(
        card.id, receipt.token, a_clinician(), an_answer("Said better."), NOW
    )
    assert again.edited
    found = await services.receipts.find(receipt.token, GUILD)
    assert (found.answer.text, found.mark) == ("Said better.", Mark.LIVE)


async def test_after_the_seal_withdrawn_words_stay_until_the_night_and_then_leave(
    services: Services,
) -> None:
    card, receipts = await a_sealed_round(services)
    later = card.closes_at + timedelta(hours=2)
    await services.receipts.withdraw(receipts[0].token, GUILD, later)
    assert receipts[0].answer.text in await texts(services, card, later)
    night = night_after(later, "Europe/Berlin")
    await sweep(services, night - timedelta(seconds=1))
    assert receipts[0].answer.text in await texts(services, card, later)
    await sweep(services, night)
    assert receipts[0].answer.text not in await texts(services, card, night)


async def test_counts_stay_as_they_were_sealed_when_words_leave(services: Services) -> None:
    card, receipts = await a_sealed_round(services)
    for receipt in receipts:
        await services.receipts.withdraw(receipt.token, GUILD, card.closes_at)
    await sweep(services, card.closes_at + timedelta(days=1))
    found = await services.summaries.of_round(card.id, a_facilitator(), NOW)
    assert (found.summary.asked.voices, found.summary.kept) == (4, 0)
    assert not found.summary.quotes


async def test_a_removed_answer_leaves_at_night_and_its_author_stays_unknown(
    services: Services,
) -> None:
    card, _ = await a_sealed_round(services)
    before = await services.summaries.answers(card.id, a_facilitator(), NOW)
    handle = before.answers[0].handle
    with pytest.raises(NotTheFacilitator):
        await services.summaries.remove(card.id, handle, a_clinician(), card.closes_at)
    await services.summaries.remove(card.id, handle, a_facilitator(), card.closes_at)
    await sweep(services, card.closes_at + timedelta(days=1))
    after = await services.summaries.answers(card.id, a_facilitator(), NOW)
    assert (len(after.answers), after.removed) == (3, 1)
    with pytest.raises(NoSuchAnswer):
        await services.summaries.remove(card.id, handle, a_facilitator(), card.closes_at)


async def test_a_receipt_opens_its_own_answer_and_nothing_else(services: Services) -> None:
    _, receipts = await a_sealed_round(services)
    found = await services.receipts.find(receipts[1].token, GUILD)
    assert found.answer == receipts[1].answer
    for token, guild in ((Token.new(), GUILD), (receipts[1].token, GUILD + 1)):
        with pytest.raises(UnknownReceipt):
            await services.receipts.find(token, guild)
        with pytest.raises(UnknownReceipt):
            await services.receipts.withdraw(token, guild, NOW)


async def test_past_retention_the_key_is_destroyed_the_counts_stay_and_a_record_is_written(
    services: Services, database: Database, keys: KeyStore
) -> None:
    card, receipts = await a_sealed_round(services)
    over = card.closes_at + timedelta(days=91, hours=12)
    await sweep(services, over - timedelta(days=2))
    assert await texts(services, card, over)
    await sweep(services, over)
    row = await row_of(database)
    assert row.state == RoundState.COUNTED
    assert not any(keys.has(row.key_name, use) for use in Use)
    found = await services.summaries.of_round(card.id, a_facilitator(), over)
    assert (found.summary.asked.voices, found.summary.kept) == (4, 0)
    with pytest.raises(UnknownReceipt):
        await services.receipts.find(receipts[0].token, GUILD)
    async with database.read() as session:
        assert not (await session.scalars(select(Box))).all()
        assert [e.what for e in await session.scalars(select(Erasure))] == ["the texts of a round"]


async def test_a_crash_after_the_key_died_is_finished_by_the_next_sweep(
    services: Services, database: Database, keys: KeyStore
) -> None:
    card, _ = await a_sealed_round(services)
    keys.destroy((await row_of(database)).key_name, Use.SEALED)
    await sweep(services, card.closes_at + timedelta(days=120))
    assert (await row_of(database)).state == RoundState.COUNTED


async def test_a_forgotten_group_is_kept_for_seven_days_and_then_leaves_nothing_but_the_record(
    services: Services, database: Database, keys_dir: Path
) -> None:
    card, _ = await a_sealed_round(services)
    await services.guarding.allow(card.group_id, "Tamalpa", an_admin(), NOW)
    await services.groups.forget(card.group_id, an_admin(), card.closes_at)
    assert not await services.openings.due(card.closes_at + timedelta(days=6))
    await sweep(services, card.closes_at + timedelta(days=6, hours=23))
    assert await texts(services, card, NOW)
    await sweep(services, card.closes_at + timedelta(days=7))
    async with database.read() as session:
        for table in set(Base.metadata.sorted_tables) - {Erasure.__table__}:
            assert not (await session.execute(select(table))).all(), table.name
        assert [e.what for e in await session.scalars(select(Erasure))] == ["a whole group"]
    assert not files_in(keys_dir)


async def test_a_removed_bot_ends_its_groups_in_that_guild_alone(
    services: Services, database: Database
) -> None:
    card, _ = await a_sealed_round(services)
    await services.groups.forget_guild(GUILD + 1, card.closes_at)
    assert not await services.sweeping.groups_due(card.closes_at + timedelta(days=8))
    await services.groups.forget_guild(GUILD, card.closes_at)
    assert await services.sweeping.groups_due(card.closes_at + timedelta(days=8))


async def test_after_retention_no_six_words_of_any_answer_stand_in_any_file(
    services: Services, data_dir: Path
) -> None:
    card, _ = await a_sealed_round(services)
    await sweep(services, card.closes_at + timedelta(days=120))
    words = CANARY.split()
    windows = [" ".join(words[n : n + 6]).encode() for n in range(len(words) - 5)]
    for content in files_in(data_dir):
        assert not any(window in content for window in windows)


def test_the_night_is_the_same_for_everything_of_a_day() -> None:
    nights = {night_after(NOW + timedelta(hours=h), "Europe/Berlin") for h in range(8)}
    assert len(nights) == 1


async def test_a_forgotten_group_gets_no_prompt_that_was_already_due(services: Services) -> None:
    group = await services.groups.set_up(a_plan(), an_admin(), NOW - timedelta(hours=5))
    await services.openings.attend(group.id, NOW)
    assert await services.posts.due(NOW)
    await services.groups.forget(group.id, an_admin(), NOW)
    assert not await services.posts.due(NOW + timedelta(days=6))


async def test_how_long_texts_are_kept_is_what_was_promised_when_the_round_opened(
    services: Services, database: Database
) -> None:
    card = await an_open_round(services, a_plan(retention_days=30))
    await answered(services, card, *clinicians(3))
    await services.groups.set_up(a_plan(retention_days=365), an_admin(), NOW)
    await services.rounds.end(card.id, card.closes_at)
    row = await row_of(database)
    assert row.keep_until is not None
    assert row.keep_until - card.closes_at < timedelta(days=32)


async def test_a_lost_key_does_not_bring_the_sweep_back_for_ever(
    services: Services, database: Database, keys: KeyStore
) -> None:
    card, _ = await a_sealed_round(services)
    keys.destroy((await row_of(database)).key_name, Use.SEALED)
    night = card.closes_at + timedelta(days=1)
    await sweep(services, night)
    assert not await services.sweeping.rounds_due(night)
