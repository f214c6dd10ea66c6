"""Doors that were tampered with, or whose house lost something: one clear reply, and no loss."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.ballot.tokens import Token
from bot.errors import KeysMissing, NotTheFacilitator, RoundClosed, TooFewToClose, UnknownReceipt
from bot.views import custom_ids
from bot.views.catalogue import trouble
from tests.journeys.group import (
    a_group,
    a_prompt_posted,
    a_sealed_round,
    a_stray_button,
    all_answer,
    code_of,
)
from tests.journeys.world import (
    ANSWER,
    answer,
    buttons,
    command,
    from_another_client,
    posts,
    press,
    submit,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.services import Services
    from tests.journeys.world import World

WORDS = "I reached for the breathing exercise, and it was me who needed the air."
TOKEN = Token(bytes(range(16)))
FAR = 10**17


@pytest.mark.parametrize(
    "custom_id",
    [
        "sb:answer:",
        "sb:answer:007",
        f"sb:edit:1:{TOKEN.code[:-1]}",
        f"sb:edit:1:{TOKEN.code.lower()}x",
        f"sb:withdrawn:{10**18}:{TOKEN.code}",
        f"sb:remove:1:{'0g' * 16}",
        "sb:forget:-1",
        f"sb:write:1:{TOKEN.code}",
        "sb:something-new:1",
    ],
)
async def test_a_button_that_no_door_knows_gets_one_constant_reply(
    world: World, services: Services, custom_id: str
) -> None:
    await a_prompt_posted(world, services)
    reply = await press(world.clinicians[0], await a_stray_button(world, custom_id), "Stray")
    assert reply.ephemeral
    assert texts(reply).strip() == trouble.STRANGE


@pytest.mark.parametrize("custom_id", ["sb:write:1:cut", "sb:answer:1", "sb:later:1"])
async def test_a_form_that_no_door_knows_brings_its_text_back(
    world: World, services: Services, custom_id: str
) -> None:
    post = await a_prompt_posted(world, services)
    form = from_another_client(await press(world.clinicians[0], post, ANSWER), custom_id)
    reply = await submit(world.clinicians[0], form, text=WORDS, leave="group")
    assert reply.ephemeral
    assert trouble.STRANGE in texts(reply)
    assert WORDS in texts(reply)


async def test_a_round_of_another_server_and_one_that_never_was_sound_the_same(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    code = code_of(await answer(world.clinicians[0], post, WORDS))
    card = await services.rounds.open_round((await services.groups.of_guild(world.guild.id))[0].id)
    elsewhere = world.env.create_guild("Another practice")
    channel = elsewhere.create_text_channel("supervision")
    role = elsewhere.create_role("Facilitator")
    stranger = elsewhere.add_member(world.env.create_user("stranger"), roles=[role])
    refusals = {
        "sb:answer:{}": RoundClosed(),
        f"sb:retry:{{}}:{code}": RoundClosed(),
        f"sb:edit:{{}}:{code}": UnknownReceipt(),
        f"sb:withdraw:{{}}:{code}": UnknownReceipt(),
        f"sb:withdrawn:{{}}:{code}": UnknownReceipt(),
        "sb:summary:{}": NotTheFacilitator(),
        "sb:close:{}": NotTheFacilitator(),
        "sb:closed:{}": NotTheFacilitator(),
        "sb:turn:{}:0": NotTheFacilitator(),
        "sb:all:{}:0": NotTheFacilitator(),
        f"sb:remove:{{}}:{'00' * 16}": NotTheFacilitator(),
        f"sb:removed:{{}}:{'00' * 16}": NotTheFacilitator(),
    }
    for template, refusal in refusals.items():
        for round_id in (card.id, FAR):
            stray = await a_stray_button(world, template.format(round_id), channel)
            reply = await press(stranger, stray, "Stray")
            assert texts(reply).strip() == str(refusal), template
    assert WORDS in texts(await command(world.clinicians[0], world.channel, "receipt", code=code))


@pytest.mark.parametrize("make", [custom_ids.edit, custom_ids.withdraw, custom_ids.withdraw_now])
async def test_a_receipt_of_another_round_opens_nothing_in_this_one(
    world: World, services: Services, make: Callable[[int, Token], str]
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[5]
    code = code_of(await answer(ana, post, WORDS))
    await all_answer(world, post, 3)
    await world.pass_time(timedelta(days=7))
    (group,) = await services.groups.of_guild(world.guild.id)
    newer = await services.rounds.open_round(group.id)
    stray = await a_stray_button(world, make(newer.id, Token.parse(code)))
    assert texts(await press(ana, stray, "Stray")).strip() == str(UnknownReceipt())
    found = await command(ana, world.channel, "receipt", code=code)
    assert buttons(found) == ("Withdraw",)
    assert WORDS in texts(found)


async def test_a_form_for_a_round_that_never_was_brings_its_text_back(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    opened = await press(world.clinicians[0], post, ANSWER)
    form = from_another_client(opened, custom_ids.write(FAR, TOKEN))
    reply = await submit(world.clinicians[0], form, text=WORDS, leave="group")
    assert str(RoundClosed()) in texts(reply)
    assert WORDS in texts(reply)


async def test_without_the_keys_folder_everybody_is_told_and_nothing_is_lost(
    world: World, services: Services, keys_dir: Path
) -> None:
    post = await a_prompt_posted(world, services)
    ana, ben = world.clinicians[4:6]
    receipt = await answer(ana, post, WORDS)
    form = await press(ben, post, ANSWER)
    aside = lose(keys_dir)
    missing = str(KeysMissing())
    handed_back = await submit(ben, form, text="What I wrote meanwhile.", leave="group")
    assert missing in texts(handed_back)
    assert "What I wrote meanwhile." in texts(handed_back)
    for reply in (
        await press(ben, post, ANSWER),
        await press(ana, receipt, "Edit"),
        await press(ana, receipt, "Withdraw"),
        await command(ana, world.channel, "receipt", code=code_of(receipt)),
    ):
        assert texts(reply).strip() == missing
    find_again(aside, keys_dir)
    again = await press(ben, handed_back, "Try again")
    stored = await submit(ben, again, text="What I wrote meanwhile.", leave="group")
    assert "Stored without your name" in texts(stored)
    found = await command(ana, world.channel, "receipt", code=code_of(receipt))
    assert WORDS in texts(found)


async def test_a_sealed_round_without_its_key_says_so_and_reads_again_with_it(
    world: World, services: Services, keys_dir: Path
) -> None:
    line = await a_sealed_round(world, services)
    shown = await press(world.facilitator, line, "Open the summary")
    aside = lose(keys_dir)
    for reply in (
        await press(world.facilitator, line, "Open the summary"),
        await press(world.facilitator, shown, "All answers"),
        await command(world.facilitator, world.channel, "summary"),
    ):
        assert texts(reply).strip() == str(KeysMissing())
    find_again(aside, keys_dir)
    assert "Voice 1." in texts(await press(world.facilitator, shown, "All answers"))


async def test_an_admin_lowering_k_or_moving_the_role_changes_nothing_of_an_open_round(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services, k=4)
    await all_answer(world, post, 3)
    others = world.guild.create_role("Others")
    await world.hand_role(world.facilitator, world.clinicians[5], others)
    await a_group(world, services, k=3, facilitator_role_id=others.id)
    newcomer = world.clinicians[5]
    assert "at least 4 people" in texts(posts(world.channel)[0])
    status = await command(newcomer, world.channel, "summary")
    assert texts(status).strip() == str(NotTheFacilitator())
    (group,) = await services.groups.of_guild(world.guild.id)
    card = await services.rounds.open_round(group.id)
    stray = await a_stray_button(world, custom_ids.close_now(card.id))
    assert texts(await press(newcomer, stray, "Stray")).strip() == str(NotTheFacilitator())
    assert texts(await press(world.facilitator, stray, "Stray")).strip() == str(TooFewToClose(4))


def lose(keys_dir: Path) -> Path:
    """Move every key away, as an unmounted volume would."""
    aside = keys_dir.with_name("aside")
    shutil.move(keys_dir, aside)
    keys_dir.mkdir()
    return aside


def find_again(aside: Path, keys_dir: Path) -> None:
    shutil.rmtree(keys_dir)
    shutil.move(aside, keys_dir)
