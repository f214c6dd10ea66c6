"""What a facilitator makes of themes: both forms are kept, and only who may read may shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.ballot.answer import Answer, Leave
from bot.errors import BadInput, NoSuchTheme, NotTheFacilitator
from bot.services.audit import Action
from bot.services.shaping import SharedAsItIs
from bot.themes.kept import LONGEST_NAME, Shaped
from bot.themes.naming import repeats_what_is_not_for_all
from db.models import Audit
from tests.making import a_clinician, a_facilitator
from tests.reading import a_round
from tests.themed import TOPICS, a_read_round, a_sealed_round

if TYPE_CHECKING:
    from bot.services import Services
    from bot.services.values import RoundCard
    from bot.themes.told import Theme
    from db.engine import Database

ALONE = Leave.FACILITATOR


async def themes(services: Services, card: RoundCard) -> tuple[Theme, ...]:
    found = await services.summaries.of_round(card.id, a_facilitator(), card.closes_at)
    assert found.summary.told is not None
    return found.summary.told.themes


async def shape(services: Services, card: RoundCard, number: int, shaped: Shaped) -> None:
    await services.shaping.shape(card.id, number, shaped, a_facilitator(), card.closes_at)


async def test_a_theme_takes_the_name_it_is_given_and_gives_it_back(services: Services) -> None:
    card = await a_read_round(services)
    before = await themes(services, card)
    number = before[0].number
    await shape(services, card, number, Shaped("What carries us"))
    (named, *_) = (each for each in await themes(services, card) if each.number == number)
    assert (named.heading, named.named, named.clause) == ("What carries us", True, False)
    await shape(services, card, number, Shaped())
    assert await themes(services, card) == before


async def test_joined_themes_stand_as_one_with_all_answers_and_one_quote_each(
    services: Services,
) -> None:
    card = await a_read_round(services)
    one, other, third = await themes(services, card)
    await shape(services, card, other.number, Shaped(into=one.number))
    joined, left = await themes(services, card)
    assert joined.voices == one.voices + other.voices
    assert set(joined.rests_on) == {*one.rests_on, *other.rests_on}
    assert set(joined.quotes) <= {*one.quotes, *other.quotes}
    assert joined.merged == 1
    assert left == third


async def test_joining_never_makes_a_chain_or_a_circle(services: Services) -> None:
    card = await a_read_round(services)
    one, other, third = (each.number for each in await themes(services, card))
    await shape(services, card, one, Shaped(into=other))
    await shape(services, card, other, Shaped(into=third))
    (all_of_them,) = await themes(services, card)
    assert (all_of_them.number, all_of_them.voices) == (third, 18)
    await shape(services, card, third, Shaped(into=one))
    assert [each.number for each in await themes(services, card)] == [one]
    with pytest.raises(NoSuchTheme):
        await shape(services, card, one, Shaped(into=one))


async def test_what_was_joined_is_separated_again_with_the_names_it_had(
    services: Services,
) -> None:
    card = await a_read_round(services)
    one, other, third = (each.number for each in await themes(services, card))
    await shape(services, card, other, Shaped("What carries us"))
    before = await themes(services, card)
    await shape(services, card, other, Shaped("What carries us", into=one))
    await shape(services, card, third, Shaped(into=one))
    assert len(await themes(services, card)) == 1
    await services.shaping.separate(card.id, one, a_facilitator(), card.closes_at)
    assert await themes(services, card) == before
    with pytest.raises(NoSuchTheme):
        await services.shaping.separate(card.id, one, a_facilitator(), card.closes_at)


async def test_a_new_name_that_comes_with_a_join_is_for_both(services: Services) -> None:
    card = await a_read_round(services)
    one, other, _ = (each.number for each in await themes(services, card))
    await shape(services, card, other, Shaped("Work trouble", into=one))
    joined = next(each for each in await themes(services, card) if each.number == one)
    assert (joined.heading, joined.named, joined.merged) == ("Work trouble", True, 1)


async def test_a_dropped_theme_is_shown_to_nobody_else_and_can_come_back(
    services: Services,
) -> None:
    card = await a_read_round(services)
    number = (await themes(services, card))[0].number
    now = card.closes_at
    await services.shaping.drop(card.id, number, a_facilitator(), now, dropped=True)
    found = await themes(services, card)
    assert found[-1].number == number
    assert not found[-1].tellable
    await services.shaping.drop(card.id, number, a_facilitator(), now, dropped=False)
    assert all(each.tellable for each in await themes(services, card))


async def test_naming_a_theme_that_was_left_out_does_not_put_it_back_in(
    services: Services,
) -> None:
    card = await a_read_round(services)
    number = (await themes(services, card))[0].number
    await services.shaping.drop(card.id, number, a_facilitator(), card.closes_at, dropped=True)
    await shape(services, card, number, Shaped("What carries us"))
    named = (await themes(services, card))[-1]
    assert (named.number, named.heading, named.dropped) == (number, "What carries us", True)


async def test_a_form_from_before_a_theme_was_joined_does_not_undo_the_join(
    services: Services,
) -> None:
    card = await a_read_round(services)
    one, other, third = (each.number for each in await themes(services, card))
    await shape(services, card, other, Shaped(into=one))
    joined = await themes(services, card)
    for late in (Shaped(), Shaped("A name"), Shaped(into=third)):
        with pytest.raises(NoSuchTheme):
            await shape(services, card, other, late)
    assert await themes(services, card) == joined


async def test_what_is_shared_stays_as_the_group_read_it_until_it_is_taken_back(
    services: Services,
) -> None:
    card = await a_read_round(services)
    now, reader = card.closes_at, a_facilitator()
    await services.sharing.share(card.id, reader, now)
    before = await themes(services, card)
    for change in (
        services.shaping.shape(card.id, 0, Shaped("A name"), reader, now),
        services.shaping.shape(card.id, 0, Shaped(into=1), reader, now),
        services.shaping.drop(card.id, 0, reader, now, dropped=True),
        services.shaping.separate(card.id, 0, reader, now),
    ):
        with pytest.raises(SharedAsItIs, match="Nothing was changed"):
            await change
    assert await themes(services, card) == before
    await services.sharing.take_back(card.id, reader, now)
    await shape(services, card, 0, Shaped("A name"))
    assert "A name" in {each.heading for each in await themes(services, card)}


async def test_suggestions_are_checked_also_when_the_summary_is_shared(services: Services) -> None:
    card = await a_read_round(services)
    await services.sharing.share(card.id, a_facilitator(), card.closes_at)
    with pytest.raises(NoSuchTheme):  # There is none in this round; but it was not refused.
        await services.shaping.decide(card.id, 0, a_facilitator(), card.closes_at, confirmed=True)


@pytest.mark.parametrize("number", [-1, 99])
async def test_a_theme_that_is_not_there_changes_nothing(services: Services, number: int) -> None:
    card = await a_read_round(services)
    before = await themes(services, card)
    with pytest.raises(NoSuchTheme):
        await shape(services, card, number, Shaped("A name"))
    with pytest.raises(NoSuchTheme):
        await shape(services, card, before[0].number, Shaped(into=number))
    with pytest.raises(NoSuchTheme):
        await services.shaping.drop(card.id, number, a_facilitator(), card.closes_at, dropped=True)
    assert await themes(services, card) == before


async def test_before_the_words_are_read_there_is_nothing_to_shape(services: Services) -> None:
    card = await a_sealed_round(services)
    with pytest.raises(NoSuchTheme):
        await shape(services, card, 0, Shaped("A name"))
    with pytest.raises(NoSuchTheme):
        await services.shaping.told(card.id, a_facilitator())


@pytest.mark.parametrize("name", ["   ", "n" * (LONGEST_NAME + 1), "What Peter Miller said"])
async def test_a_name_the_group_should_not_read_is_refused(services: Services, name: str) -> None:
    card = await a_read_round(services)
    before = await themes(services, card)
    with pytest.raises(BadInput, match="Nothing was changed"):
        await shape(services, card, before[0].number, Shaped(name))
    assert await themes(services, card) == before


async def test_no_name_takes_to_the_group_what_was_left_to_the_facilitator_alone(
    services: Services,
) -> None:
    said = a_round(18, TOPICS)
    said[4] = Answer("Her brother drowned that spring, and the river never left us.", ALONE)
    said[7] = Answer("We stayed at the river, and the water was cold.", Leave.GROUP)
    card = await a_read_round(services, said)
    before = await themes(services, card)
    for name in ("BROTHER drowned – that  spring!", "How her brother drowned that spring"):
        with pytest.raises(BadInput, match="let only you read"):
            await shape(services, card, before[0].number, Shaped(name))
    assert await themes(services, card) == before
    for name in ("That spring", "Stayed at the river", "A river and the cold"):
        await shape(services, card, before[0].number, Shaped(name))


def test_four_words_are_repeated_only_where_no_answer_for_the_group_holds_them_as_well() -> None:
    alone = Answer("In the middle of it I froze.", ALONE)
    for_all = Answer("In the middle of everything we laughed.", Leave.GROUP)
    assert repeats_what_is_not_for_all("In the middle of it", [alone, for_all])
    assert repeats_what_is_not_for_all("In the middle of all", [alone])
    assert not repeats_what_is_not_for_all("In the middle of all", [alone, for_all])
    assert not repeats_what_is_not_for_all("In the middle", [alone])
    assert not repeats_what_is_not_for_all("In the middle of all", [])


async def test_only_the_frozen_role_shapes_and_each_change_is_on_record(
    services: Services, database: Database
) -> None:
    card = await a_read_round(services)
    for try_it in (
        services.shaping.shape(card.id, 0, Shaped("A name"), a_clinician(), card.closes_at),
        services.shaping.drop(card.id, 0, a_clinician(), card.closes_at, dropped=True),
        services.shaping.separate(card.id, 0, a_clinician(), card.closes_at),
        services.shaping.decide(card.id, 0, a_clinician(), card.closes_at, confirmed=True),
    ):
        with pytest.raises(NotTheFacilitator):
            await try_it
    await shape(services, card, 0, Shaped("A name"))
    async with database.read() as session:
        done = list(await session.scalars(select(Audit.action).order_by(Audit.id)))
    assert done[-1] == Action.SHAPED
    assert done.count(Action.SHAPED) == 1


async def test_a_suggestion_that_was_never_made_cannot_be_checked(services: Services) -> None:
    card = await a_read_round(services)
    with pytest.raises(NoSuchTheme):
        await services.shaping.decide(card.id, 0, a_facilitator(), card.closes_at, confirmed=True)
