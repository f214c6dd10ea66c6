"""The way back to an answer by its code alone; a wrong one finds nothing out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.errors import UnknownReceipt
from tests.journeys.group import a_prompt_posted, code_of
from tests.journeys.world import (
    ANSWER,
    answer,
    buttons,
    command,
    press,
    submit,
    texts,
)

if TYPE_CHECKING:
    from bot.services import Services
    from tests.journeys.world import World

WORDS = "I reached for the breathing exercise, and it was me who needed the air."
BETTER = "I reached for the exercise because the silence frightened me, more than her."
NOTHING_FOUND = str(UnknownReceipt())


async def test_answering_again_offers_the_code_and_the_code_leads_to_the_answer(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    receipt = await answer(ana, post, WORDS)
    for again in (
        await press(ana, post, ANSWER),
        await command(ana, world.channel, "answer"),
    ):
        assert "already answered" in texts(again)
        form = await press(ana, again, "Enter receipt code")
        sloppy = " ".join(code_of(receipt).lower())
        found = await submit(ana, form, code=sloppy)
        assert found.ephemeral
        assert WORDS in texts(found)
        assert buttons(found) == ("Edit", "Withdraw")


async def test_a_second_form_gets_its_text_back_with_the_way_to_the_first(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    one, other = await press(ana, post, ANSWER), await press(ana, post, ANSWER)
    await submit(ana, one, text=WORDS, leave="group")
    reply = await submit(ana, other, text=BETTER, leave="group")
    assert "already answered" in texts(reply)
    assert BETTER in texts(reply)
    assert buttons(reply) == ("Enter receipt code",)


@pytest.mark.parametrize("code", ["", "hello", "0" * 25, "Z" * 26, "0" * 26, "🙂" * 26, "x" * 3000])
async def test_whatever_is_wrong_with_a_code_the_answer_is_the_same(
    world: World, services: Services, code: str
) -> None:
    await a_prompt_posted(world, services)
    found = await command(world.clinicians[0], world.channel, "receipt", code=code)
    assert found.ephemeral
    assert texts(found).strip() == NOTHING_FOUND


async def test_a_code_of_another_server_opens_nothing_here(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    code = code_of(await answer(world.clinicians[0], post, WORDS))
    elsewhere = world.env.create_guild("Another practice")
    stranger = elsewhere.add_member(world.env.create_user("stranger"))
    channel = elsewhere.create_text_channel("supervision")
    found = await command(stranger, channel, "receipt", code=code)
    assert texts(found).strip() == NOTHING_FOUND


async def test_after_five_wrong_codes_one_waits_ten_minutes_at_every_door(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    ana, ben = world.clinicians[:2]
    code = code_of(await answer(ana, post, WORDS))
    entering = await press(ana, await press(ana, post, ANSWER), "Enter receipt code")
    for _ in range(4):
        await command(ana, world.channel, "receipt", code="no code")
    assert texts(await submit(ana, entering, code="neither")).strip() == NOTHING_FOUND
    refused = await command(ana, world.channel, "receipt", code=code)
    assert "ten minutes" in texts(refused)
    assert WORDS not in texts(refused)
    assert WORDS in texts(await command(ben, world.channel, "receipt", code=code))
    await world.pass_time(timedelta(minutes=10))
    assert WORDS in texts(await command(ana, world.channel, "receipt", code=code))
