"""The week of a clinician, by clicks: from the prompt to the receipt, and what may go wrong."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.journeys.group import a_group, a_prompt_posted, all_answer
from tests.journeys.world import (
    ANSWER,
    answer,
    buttons,
    command,
    from_another_client,
    posts,
    press,
    seen_by,
    submit,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.client import SupervisionBot
    from bot.services import Services
    from tests.journeys.world import World

WORDS = "I reached for the breathing exercise, and it was me who needed the air."


async def test_the_prompt_comes_when_it_is_due_and_says_what_one_needs_to_know(
    world: World, services: Services
) -> None:
    await a_group(world, services, contacts="Duty line 0123")
    assert not posts(world.channel)
    await world.pass_time(timedelta())
    (post,) = posts(world.channel)
    shown = texts(post)
    for part in ("Prompt 0", "What moves you", "Duty line 0123", "own name", "at least 3 people"):
        assert part in shown
    assert buttons(post) == (ANSWER, "How anonymous is this?")


async def test_an_answer_comes_back_privately_with_its_receipt(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    ana, ben = world.clinicians[:2]
    receipt = await answer(ana, post, WORDS, leave="facilitator", strands=["fear"], position=4)
    assert receipt.ephemeral
    shown = texts(receipt)
    for part in (WORDS, "Stored without your name", "my own unease", "only the facilitator"):
        assert part in shown
    assert WORDS not in seen_by(ben, world.channel)
    assert WORDS not in seen_by(world.facilitator, world.channel)


async def test_the_command_does_the_same_as_the_button(world: World, services: Services) -> None:
    await a_prompt_posted(world, services)
    form = await command(world.clinicians[0], world.channel, "answer")
    receipt = await submit(world.clinicians[0], form, text=WORDS, leave="group")
    assert "Stored without your name" in texts(receipt)


async def test_whoever_has_answered_is_told_so_instead_of_getting_a_form(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    await answer(world.clinicians[0], post, WORDS)
    again = await press(world.clinicians[0], post, ANSWER)
    assert again.modal is None
    assert "already answered" in texts(again)


@pytest.mark.parametrize(
    ("text", "sentence"), [(" \n ", "no words"), ("a" * 3001, "3,001 characters")]
)
async def test_an_unusable_text_comes_back_whole(
    world: World, services: Services, text: str, sentence: str
) -> None:
    post = await a_prompt_posted(world, services)
    form = from_another_client(await press(world.clinicians[0], post, ANSWER))
    reply = await submit(world.clinicians[0], form, text=text, leave="group")
    assert reply.ephemeral
    assert sentence in texts(reply)
    assert text.strip() in texts(reply)


async def test_a_form_sent_after_the_round_closed_gets_its_text_back(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    await all_answer(world, post, 3)
    late = world.clinicians[4]
    form = await press(late, post, ANSWER)
    await world.pass_time(timedelta(days=5))
    reply = await submit(late, form, text=WORDS, leave="group")
    assert "closed" in texts(reply)
    assert WORDS in texts(reply)
    assert not buttons(reply)


async def test_a_form_sent_while_the_store_is_locked_comes_back_and_can_be_sent_again(
    world: World, services: Services, data_dir: Path
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    form = await press(ana, post, ANSWER)
    other = sqlite3.connect(data_dir / "supervision.db")
    other.execute("BEGIN IMMEDIATE")
    reply = await submit(ana, form, text=WORDS, leave="group")
    other.rollback()
    other.close()
    assert "The database could not be reached" in texts(reply)
    assert WORDS in texts(reply)
    again = await press(ana, reply, "Try again")
    assert WORDS in str(again.modal)
    receipt = await submit(ana, again, text=WORDS, leave="group")
    assert "Stored without your name" in texts(receipt)


async def test_while_discord_has_the_server_out_of_reach_it_is_not_the_database_that_is_blamed(
    world: World, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    form = await press(ana, post, ANSWER)
    with monkeypatch.context() as outage:
        outage.setattr(world.env.bot.get_guild(world.guild.id), "unavailable", True)
        reply = await submit(ana, form, text=WORDS, leave="group")
    assert "Discord has not told the bot enough about this server" in texts(reply)
    assert "database" not in texts(reply)
    assert WORDS in texts(reply)
    again = await press(ana, reply, "Try again")
    receipt = await submit(ana, again, text=WORDS, leave="group")
    assert "Stored without your name" in texts(receipt)


async def test_a_form_opened_before_a_restart_is_stored_after_it(
    world: World, services: Services, make_bot: Callable[[], SupervisionBot]
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    form = await press(ana, post, ANSWER)
    await world.restart(make_bot())
    receipt = await submit(ana, form, text=WORDS, leave="group")
    assert "Stored without your name" in texts(receipt)


async def test_a_prompt_posted_before_a_restart_can_be_answered_after_it(
    world: World, services: Services, make_bot: Callable[[], SupervisionBot]
) -> None:
    post = await a_prompt_posted(world, services)
    await world.restart(make_bot())
    assert "Stored" in texts(await answer(world.clinicians[0], post, WORDS))
    await world.pass_time(timedelta(minutes=5))
    assert len(posts(world.channel)) == 1


async def test_the_same_form_sent_twice_is_stored_once(world: World, services: Services) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    form = await press(ana, post, ANSWER)
    await submit(ana, form, text="First words, a little rough.", leave="group")
    second = await submit(ana, from_another_client(form), text=WORDS, leave="group")
    assert "replaces your earlier version" in texts(second)


async def test_without_an_open_round_the_command_says_so(world: World, services: Services) -> None:
    await a_group(world, services)
    reply = await command(world.clinicians[0], world.channel, "answer")
    assert "No round is open" in texts(reply)


async def test_how_anonymous_this_is_can_be_read_on_the_prompt_and_by_command(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    pressed = await press(world.clinicians[0], post, "How anonymous is this?")
    typed = await command(world.clinicians[0], world.channel, "privacy")
    assert pressed.ephemeral
    assert texts(pressed) == texts(typed)
    assert "Discord" in texts(pressed)


async def test_a_channel_without_a_group_is_told_apart(world: World) -> None:
    reply = await command(world.clinicians[0], world.channel, "answer")
    assert "no supervision group" in texts(reply)
