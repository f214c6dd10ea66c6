"""A facilitator takes an answer out, by clicks, and learns nothing about whose it was."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.errors import NoSuchAnswer, NotTheFacilitator
from bot.services.values import Caller
from bot.views import custom_ids
from tests.journeys.group import (
    a_prompt_posted,
    a_sealed_round,
    a_stray_button,
    all_answer,
    code_of,
    the_night,
)
from tests.journeys.world import answer, buttons, command, posts, press, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from simcord import InteractionResult

    from bot.client import SupervisionBot
    from bot.services import Services
    from tests.journeys.world import World

HARMFUL = "Words that name a colleague, and that nobody in this group should have to read."


async def all_answers(world: World) -> InteractionResult:
    shown = await command(world.facilitator, world.channel, "summary")
    return await press(world.facilitator, shown, "All answers")


async def removed_of_one(world: World, services: Services) -> tuple[InteractionResult, str]:
    """A sealed round in which the one answer with HARMFUL is asked to leave; and its code."""
    post = await a_prompt_posted(world, services)
    receipt = await answer(world.clinicians[5], post, HARMFUL)
    await all_answer(world, post, 3)
    await world.pass_time(timedelta(days=5))
    asked = await press_beside(world, await all_answers(world), HARMFUL)
    assert HARMFUL in texts(asked)
    return await press(world.facilitator, asked, "Remove it"), code_of(receipt)


async def press_beside(world: World, shown: InteractionResult, text: str) -> InteractionResult:
    """Press *Remove* beside the answer that holds ``text``."""
    assert shown.response is not None
    (box,) = (part for part in shown.response.components if text in str(part))
    _, beside = box["components"]
    custom_id = beside["accessory"]["custom_id"]
    return await world.facilitator.click(shown.response, custom_id=custom_id)


async def test_each_answer_can_be_removed(world: World, services: Services) -> None:
    await a_sealed_round(world, services)
    assert buttons(await all_answers(world)) == ("Remove",) * 4


async def test_removing_is_asked_once_and_takes_the_words_out_in_the_night(
    world: World, services: Services
) -> None:
    done, _ = await removed_of_one(world, services)
    for part in ("in the coming night", "author stays unknown", "nobody can answer again"):
        assert part in texts(done)
    meanwhile = await all_answers(world)
    assert HARMFUL in texts(meanwhile)
    assert texts(meanwhile).count("**Removed:**") == 1
    assert buttons(meanwhile) == ("Remove",) * 3
    await the_night(world)
    after = texts(await all_answers(world))
    assert HARMFUL not in after
    assert "1 answer was removed by the facilitator" in after
    summary = texts(await command(world.facilitator, world.channel, "summary"))
    assert "1 answer was removed by the facilitator" in summary
    assert "4 people" in summary


async def test_until_asked_a_second_time_nothing_is_removed(
    world: World, services: Services
) -> None:
    await a_sealed_round(world, services)
    await press_beside(world, await all_answers(world), "Voice 1.")
    await the_night(world)
    shown = texts(await all_answers(world))
    assert "Voice 1." in shown
    assert "removed" not in shown


async def test_the_author_reads_by_receipt_that_it_was_removed_and_changes_nothing_of_it(
    world: World, services: Services
) -> None:
    _, code = await removed_of_one(world, services)
    author = world.clinicians[5]
    found = await command(author, world.channel, "receipt", code=code)
    assert "Removed by the facilitator" in texts(found)
    assert HARMFUL in texts(found)
    assert not buttons(found)
    before = texts(await all_answers(world))
    await author_tries_to_withdraw(world, services, code)
    assert texts(await all_answers(world)) == before
    await the_night(world)
    gone = await command(author, world.channel, "receipt", code=code)
    assert "no answer under this code" in texts(gone)


async def author_tries_to_withdraw(world: World, services: Services, code: str) -> None:
    (group,) = await services.groups.of_guild(world.guild.id)
    latest = await services.summaries.sealed_rounds(group.id, reader(world))
    stray = await a_stray_button(world, f"sb:withdrawn:{latest[0].id}:{code}")
    tried = await press(world.clinicians[5], stray, "Stray")
    assert "Removed by the facilitator" in texts(tried)


async def test_nobody_without_the_role_removes_anything_by_any_button(
    world: World, services: Services
) -> None:
    await a_sealed_round(world, services)
    (group,) = await services.groups.of_guild(world.guild.id)
    (sealed,) = await services.summaries.sealed_rounds(group.id, reader(world))
    found = await services.summaries.answers(sealed.id, reader(world), world.clock())
    handle = found.answers[0].handle
    for custom_id in (
        custom_ids.remove(sealed.id, handle),
        custom_ids.remove_now(sealed.id, handle),
        custom_ids.remove(sealed.id, "00" * 16),
        custom_ids.remove(sealed.id + 1, handle),
    ):
        stray = await a_stray_button(world, custom_id)
        for member in (world.clinicians[0], world.admin):
            tried = await press(member, stray, "Stray")
            assert tried.ephemeral
            assert texts(tried).strip() == str(NotTheFacilitator())
    await the_night(world)
    assert "removed" not in texts(await all_answers(world))


async def test_a_made_up_handle_or_another_round_s_removes_nothing(
    world: World, services: Services
) -> None:
    await a_sealed_round(world, services)
    (group,) = await services.groups.of_guild(world.guild.id)
    (sealed,) = await services.summaries.sealed_rounds(group.id, reader(world))
    for make in (custom_ids.remove, custom_ids.remove_now):
        stray = await a_stray_button(world, make(sealed.id, "00" * 16))
        tried = await press(world.facilitator, stray, "Stray")
        assert texts(tried).strip() == str(NoSuchAnswer())


async def test_removing_works_after_a_restart_and_twice_is_once(
    world: World, services: Services, make_bot: Callable[[], SupervisionBot]
) -> None:
    await a_sealed_round(world, services)
    shown = await all_answers(world)
    asked, also_asked = [await press_beside(world, shown, "Voice 2.") for _ in range(2)]
    await world.restart(make_bot())
    first = await press(world.facilitator, asked, "Remove it")
    assert texts(await press(world.facilitator, also_asked, "Remove it")) == texts(first)
    await the_night(world)
    left = texts(await all_answers(world))
    assert "Voice 2." not in left
    assert "1 answer was removed" in left
    assert len(posts(world.channel)) == 2


def reader(world: World) -> Caller:
    return Caller(world.facilitator.id, world.guild.id, (world.facilitators.id,))
