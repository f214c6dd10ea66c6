"""An author comes back, by clicks: with the receipt's buttons, with the code, and with neither."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.errors import UnknownReceipt
from bot.services.values import Caller
from bot.views import custom_ids
from tests.journeys.group import a_prompt_posted, all_answer, code_of, the_night
from tests.journeys.world import (
    ANSWER,
    answer,
    buttons,
    command,
    posts,
    press,
    submit,
    texts,
)
from tests.making import an_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from simcord import InteractionResult

    from bot.client import SupervisionBot
    from bot.services import Services
    from tests.journeys.world import World

WORDS = "I reached for the breathing exercise, and it was me who needed the air."
BETTER = "I reached for the exercise because the silence frightened me, more than her."
NOTHING_FOUND = str(UnknownReceipt())


def chosen_in(form: InteractionResult) -> list[str]:
    """What is chosen beforehand in a form."""
    assert form.modal is not None
    fields = [part["component"] for part in form.modal["components"] if "component" in part]
    options = [option for field in fields for option in field.get("options", [])]
    return [option["value"] for option in options if option.get("default")]


async def all_words(world: World) -> str:
    shown = await press(world.facilitator, posts(world.channel)[-1], "Open the summary")
    return texts(await press(world.facilitator, shown, "All answers"))


async def test_edit_opens_the_form_as_it_was_sent_and_replaces_it(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    receipt = await answer(ana, post, WORDS, leave="facilitator", strands=["fear"], position=4)
    form = await press(ana, receipt, "Edit")
    assert WORDS in str(form.modal)
    assert chosen_in(form) == ["4", "fear", "facilitator"]
    edited = await submit(ana, form, text=BETTER, leave="group")
    assert "replaces your earlier version" in texts(edited)
    assert code_of(edited) == code_of(receipt)
    found = await command(ana, world.channel, "receipt", code=code_of(receipt))
    assert BETTER in texts(found)
    assert WORDS not in texts(found)


async def test_an_edited_answer_is_one_voice(world: World, services: Services) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[5]
    receipt = await answer(ana, post, WORDS)
    for words in (BETTER, WORDS, BETTER):
        await submit(ana, await press(ana, receipt, "Edit"), text=words, leave="group")
    await all_answer(world, post, 2)
    await world.pass_time(timedelta(days=5))
    read = await all_words(world)
    assert "3 answers" in read
    assert BETTER in read
    assert WORDS not in read


async def test_withdrawing_is_asked_once_and_empties_the_answer_at_once(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    receipt = await answer(ana, post, WORDS)
    asked = await press(ana, receipt, "Withdraw")
    assert asked.ephemeral
    assert WORDS in texts(await command(ana, world.channel, "receipt", code=code_of(receipt)))
    done = await press(ana, asked, "Withdraw it")
    assert "Your place is kept" in texts(done)
    assert buttons(done) == ("Fill it again",)
    assert WORDS not in texts(await command(ana, world.channel, "receipt", code=code_of(receipt)))


async def test_withdrawing_twice_is_withdrawing_once(world: World, services: Services) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    receipt = await answer(ana, post, WORDS)
    asked = await press(ana, receipt, "Withdraw")
    also_asked = await press(ana, receipt, "Withdraw")
    first = await press(ana, asked, "Withdraw it")
    assert "Withdraw it" not in buttons(first)
    assert texts(await press(ana, also_asked, "Withdraw it")) == texts(first)


async def test_a_withdrawn_place_takes_no_second_answer_but_can_be_filled_again(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    asked = await press(ana, await answer(ana, post, WORDS, leave="facilitator"), "Withdraw")
    done = await press(ana, asked, "Withdraw it")
    assert "already answered" in texts(await press(ana, post, ANSWER))
    form = await press(ana, done, "Fill it again")
    assert WORDS not in str(form.modal)
    assert chosen_in(form) == []
    filled = await submit(ana, form, text=BETTER, leave="group")
    assert "Stored without your name" in texts(filled)
    for member in world.clinicians[1:4]:
        await answer(member, post, "What one of the others had to say about it.")
    await world.pass_time(timedelta(days=5))
    read = await all_words(world)
    assert BETTER in read
    assert WORDS not in read


async def test_after_the_seal_withdrawn_words_leave_in_the_night_and_the_counts_stay(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[5]
    receipt = await answer(ana, post, WORDS)
    await all_answer(world, post, 3)
    await world.pass_time(timedelta(days=5))
    found = await command(ana, world.channel, "receipt", code=code_of(receipt))
    assert "closed and sealed" in texts(found)
    assert buttons(found) == ("Withdraw",)
    asked = await press(ana, found, "Withdraw")
    assert "cannot be unread" in texts(asked)
    also_asked = await press(ana, found, "Withdraw")
    done = await press(ana, asked, "Withdraw it")
    assert "in the coming night" in texts(done)
    again = await press(ana, receipt, "Withdraw")
    assert "Being withdrawn" in texts(again)
    assert not buttons(again)
    assert WORDS in await all_words(world)
    await the_night(world)
    read = await all_words(world)
    assert WORDS not in read
    assert "removed" not in read
    summary = await command(world.facilitator, world.channel, "summary")
    assert "4 people" in texts(summary)
    assert WORDS not in texts(summary)
    for gone in (
        await command(ana, world.channel, "receipt", code=code_of(receipt)),
        await press(ana, receipt, "Withdraw"),
        await press(ana, also_asked, "Withdraw it"),
        await press(ana, receipt, "Edit"),
    ):
        assert texts(gone).strip() == NOTHING_FOUND


async def test_after_the_seal_edit_shows_the_answer_and_what_is_left_to_do(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    receipt = await answer(world.clinicians[5], post, WORDS)
    await all_answer(world, post, 3)
    await world.pass_time(timedelta(days=5))
    shown = await press(world.clinicians[5], receipt, "Edit")
    assert shown.modal is None
    assert "can no longer be changed" in texts(shown)
    assert WORDS in texts(shown)


async def test_an_edit_sent_after_the_round_closed_comes_back_and_changes_nothing(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[5]
    form = await press(ana, await answer(ana, post, WORDS), "Edit")
    await all_answer(world, post, 3)
    await world.pass_time(timedelta(days=5))
    reply = await submit(ana, form, text=BETTER, leave="group")
    assert "closed" in texts(reply)
    assert BETTER in texts(reply)
    read = await all_words(world)
    assert WORDS in read
    assert BETTER not in read


async def test_a_receipt_opened_before_a_restart_works_after_it(
    world: World, services: Services, make_bot: Callable[[], SupervisionBot]
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    receipt = await answer(ana, post, WORDS)
    form = await press(ana, receipt, "Edit")
    entering = await press(ana, await press(ana, post, ANSWER), "Enter receipt code")
    await world.restart(make_bot())
    assert BETTER in texts(await submit(ana, form, text=BETTER, leave="group"))
    assert BETTER in texts(await submit(ana, entering, code=code_of(receipt)))
    asked = await press(ana, receipt, "Withdraw")
    await world.restart(make_bot())
    assert "Your place is kept" in texts(await press(ana, asked, "Withdraw it"))


async def test_the_same_form_sent_twice_at_once_is_one_answer(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    form = await press(world.clinicians[5], post, ANSWER)
    assert form.modal is not None
    sent = custom_ids.parse_write(form.modal["custom_id"])
    assert sent is not None
    caller = Caller(world.clinicians[5].id, world.guild.id, ())
    # The simulation lets one person act at a time, so both go where the form would bring them.
    both = await asyncio.gather(
        *(services.answers.submit(*sent, caller, an_answer(), world.clock()) for _ in range(2))
    )
    assert sorted(receipt.edited for receipt in both) == [False, True]
    await all_answer(world, post, 2)
    await world.pass_time(timedelta(days=5))
    assert "3 answers" in await all_words(world)
