"""An answer on its way into the ballot box, on a real SQLite file."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.ballot.tokens import Token
from bot.errors import AlreadyAnswered, RoundClosed, StoreUnavailable, UnusableAnswer
from db.models import Box, Roll
from tests.living import an_open_round, answered
from tests.making import NOW, a_clinician, a_facilitator, an_answer

if TYPE_CHECKING:
    from pathlib import Path

    from bot.services import Services
    from db.engine import Database


async def rows(database: Database, table: type[Box | Roll]) -> int:
    async with database.read() as session:
        return len((await session.scalars(select(table))).all())


async def test_an_answer_becomes_one_ballot_and_one_line_on_the_roll(
    services: Services, database: Database
) -> None:
    card = await an_open_round(services)
    (receipt,) = await answered(services, card, a_clinician())
    assert not receipt.edited
    assert receipt.counts
    assert (await rows(database, Box), await rows(database, Roll)) == (1, 1)


async def test_the_same_form_sent_twice_is_an_edit_and_not_a_second_answer(
    services: Services, database: Database
) -> None:
    card, token = await an_open_round(services), Token.new()
    await services.answers.submit(card.id, token, a_clinician(), an_answer("First words."), NOW)
    again = await services.answers.submit(
        card.id, token, a_clinician(), an_answer("Better words."), NOW
    )
    assert again.edited
    assert again.answer.text == "Better words."
    assert (await rows(database, Box), await rows(database, Roll)) == (1, 1)


async def test_the_same_form_sent_twice_at_the_same_instant_leaves_one_ballot(
    services: Services, database: Database
) -> None:
    card, token = await an_open_round(services), Token.new()
    sent = [
        services.answers.submit(card.id, token, a_clinician(), an_answer(), NOW) for _ in range(4)
    ]
    receipts = await asyncio.gather(*sent)
    assert sorted(receipt.edited for receipt in receipts) == [False, True, True, True]
    assert (await rows(database, Box), await rows(database, Roll)) == (1, 1)


async def test_a_person_with_two_forms_answers_once(services: Services, database: Database) -> None:
    card = await an_open_round(services)
    sent = [
        services.answers.submit(card.id, Token.new(), a_clinician(), an_answer(), NOW)
        for _ in range(4)
    ]
    results = await asyncio.gather(*sent, return_exceptions=True)
    refused = [result for result in results if isinstance(result, AlreadyAnswered)]
    assert len(refused) == 3
    assert (await rows(database, Box), await rows(database, Roll)) == (1, 1)


async def test_twelve_people_at_the_same_instant_are_all_stored(
    services: Services, database: Database
) -> None:
    card = await an_open_round(services)
    sent = [
        services.answers.submit(card.id, Token.new(), a_clinician(n), an_answer(), NOW)
        for n in range(12)
    ]
    await asyncio.gather(*sent)
    assert (await rows(database, Box), await rows(database, Roll)) == (12, 12)


async def test_whoever_answered_is_told_before_writing_again(services: Services) -> None:
    card = await an_open_round(services)
    assert (await services.answers.begin(card.id, Token.new(), a_clinician(), NOW)).counts
    await answered(services, card, a_clinician())
    with pytest.raises(AlreadyAnswered):
        await services.answers.begin(card.id, Token.new(), a_clinician(), NOW)


async def test_whoever_lost_only_the_reply_may_open_the_same_form_again(services: Services) -> None:
    card = await an_open_round(services)
    (receipt,) = await answered(services, card, a_clinician())
    paper = await services.answers.begin(card.id, receipt.token, a_clinician(), NOW)
    assert paper.round.id == card.id


async def test_a_facilitator_is_told_that_their_answer_does_not_count(services: Services) -> None:
    card = await an_open_round(services)
    assert not (await services.answers.begin(card.id, Token.new(), a_facilitator(), NOW)).counts
    (receipt,) = await answered(services, card, a_facilitator())
    assert not receipt.counts


@pytest.mark.parametrize("late", [timedelta(days=5), timedelta(days=50)])
async def test_an_answer_after_closing_is_refused(services: Services, late: timedelta) -> None:
    card = await an_open_round(services)
    with pytest.raises(RoundClosed):
        await answered(services, card, a_clinician(), now=NOW + late)


async def test_a_form_from_another_guild_or_of_no_round_gets_the_same_refusal(
    services: Services,
) -> None:
    card = await an_open_round(services)
    stranger = replace(a_clinician(), guild_id=1)
    with pytest.raises(RoundClosed) as foreign:
        await answered(services, card, stranger)
    with pytest.raises(RoundClosed) as unknown:
        await answered(services, replace(card, id=999), a_clinician())
    assert str(foreign.value) == str(unknown.value)


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (an_answer(""), "no words"),
        (an_answer(" \n\t "), "no words"),
        (an_answer("a" * 3001), "3,001"),
        (an_answer(strands=("evidence",)), "strand"),
        (an_answer(position=6), "scale"),
    ],
)
async def test_an_unusable_answer_leaves_nothing(
    services: Services, database: Database, answer: object, word: str
) -> None:
    card = await an_open_round(services)
    with pytest.raises(UnusableAnswer, match=word):
        await services.answers.submit(card.id, Token.new(), a_clinician(), answer, NOW)  # type: ignore[arg-type]
    assert (await rows(database, Box), await rows(database, Roll)) == (0, 0)


async def test_three_thousand_characters_fit(services: Services) -> None:
    card = await an_open_round(services)
    answer = an_answer("🌱" * 3000)
    receipt = await services.answers.submit(card.id, Token.new(), a_clinician(), answer, NOW)
    assert receipt.answer.text == "🌱" * 3000


async def test_a_locked_database_is_said_within_three_seconds_and_nothing_is_stored(
    services: Services, database: Database, data_dir: Path
) -> None:
    card = await an_open_round(services)
    other = sqlite3.connect(data_dir / "supervision.db")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable):
        await asyncio.wait_for(answered(services, card, a_clinician()), timeout=3)
    other.rollback()
    other.close()
    assert (await rows(database, Box), await rows(database, Roll)) == (0, 0)


async def test_no_value_of_an_answer_shows_in_its_repr(services: Services) -> None:
    card = await an_open_round(services)
    (receipt,) = await answered(services, card, a_clinician(7))
    assert "hurting" not in repr(receipt)
    assert receipt.token.code not in repr(receipt)
    assert "7" not in repr(a_clinician(7))
