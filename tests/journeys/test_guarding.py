"""What a clinician meets when the guard finds something, by clicks, and what nobody else sees."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.guard import Guard
from bot.services.values import Caller
from db import ballots
from tests.journeys.group import a_group, a_prompt_posted
from tests.journeys.world import (
    ANSWER,
    answer,
    buttons,
    command,
    files,
    posts,
    press,
    seen_by,
    submit,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.client import SupervisionBot
    from bot.services import Services
    from tests.journeys.world import World

NAMED = "I sat with Sarah Whitcombe again, and her hurry became mine within a minute."
HARD = "Call me on 020 7946 0958 if you want to hear how it went with that session."
REDACT, EDIT, AS_WRITTEN, DISCARD = (
    "Use the redacted version",
    "Edit",
    "Nothing identifying, save as written",
    "Discard",
)


async def kept(services: Services, world: World) -> int:
    """How many answers are stored, which no door of the product would tell."""
    (group,) = await services.groups.of_guild(world.guild.id)
    card = await services.rounds.open_round(group.id)
    async with services.sealing._store.read() as session:
        return len(await ballots.box_of(session, card.id))


async def test_a_name_is_shown_privately_before_anything_is_stored(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    asked = await answer(ana, post, NAMED, leave="facilitator", strands=["fear"], position=4)
    assert asked.ephemeral
    for part in ("Sarah Whitcombe", "[name]", "not been stored", "may be wrong", NAMED):
        assert part in texts(asked)
    assert buttons(asked) == (REDACT, EDIT, AS_WRITTEN, DISCARD)
    assert await kept(services, world) == 0
    for other in (world.clinicians[1], world.facilitator, world.admin):
        assert "Sarah" not in seen_by(other, world.channel)
    assert len(posts(world.channel)) == 1


async def test_the_redacted_version_is_stored_with_every_choice_as_it_was(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    asked = await answer(ana, post, NAMED, leave="facilitator", strands=["fear"], position=4)
    receipt = await press(ana, asked, REDACT)
    shown = texts(receipt)
    assert NAMED.replace("Sarah Whitcombe", "[name]") in shown
    for part in ("Stored without your name", "my own unease", "only the facilitator", "4 ·"):
        assert part in shown
    assert "Whitcombe" not in shown
    assert await kept(services, world) == 1


async def test_saved_as_written_bears_no_mark_of_the_warning(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    receipt = await press(ana, await answer(ana, post, NAMED), AS_WRITTEN)
    assert NAMED in texts(receipt)
    assert "Stored without your name" in texts(receipt)


async def test_a_phone_number_cannot_be_saved_as_written(world: World, services: Services) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    asked = await answer(ana, post, HARD)
    assert buttons(asked) == (REDACT, EDIT, DISCARD)
    assert "No answer needs one" in texts(asked)
    assert "[phone]" in texts(await press(ana, asked, REDACT))


async def test_edit_opens_the_form_with_the_draft_and_is_looked_at_again(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    form = await press(ana, await answer(ana, post, NAMED), EDIT)
    assert NAMED in str(form.modal)
    again = await submit(ana, form, text=NAMED.replace("Sarah", "Hannah"), leave="group")
    assert "Hannah Whitcombe" in texts(again)
    form = await press(ana, again, EDIT)
    receipt = await submit(ana, form, text="I sat with her again, and hurried.", leave="group")
    assert "Stored without your name" in texts(receipt)
    assert await kept(services, world) == 1


async def test_once_reworded_the_warning_is_gone_and_can_bring_nothing_back(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    asked = await answer(ana, post, NAMED)
    form = await press(ana, asked, EDIT)
    receipt = await submit(ana, form, text="I sat with her again, and hurried.", leave="group")
    assert "Stored without your name" in texts(receipt)
    assert "Whitcombe" not in seen_by(ana, world.channel)


async def test_discarding_leaves_nothing_and_one_can_answer_afresh(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    gone = await press(ana, await answer(ana, post, NAMED), DISCARD)
    assert "was not stored" in texts(gone)
    assert NAMED not in texts(gone)
    assert await kept(services, world) == 0
    assert "Stored" in texts(await answer(ana, post, "I hurried, and noticed it too late."))


async def test_a_draft_outlives_a_restart(
    world: World, services: Services, make_bot: Callable[[], SupervisionBot]
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    asked = await answer(ana, post, NAMED, strands=["safety"])
    await world.restart(make_bot())
    receipt = texts(await press(ana, asked, REDACT))
    assert "[name]" in receipt
    assert "keeping it safe" in receipt


async def test_an_edit_by_receipt_is_looked_at_too(world: World, services: Services) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    receipt = await answer(ana, post, "I hurried, and noticed it too late.")
    asked = await submit(ana, await press(ana, receipt, "Edit"), text=NAMED, leave="group")
    assert "not been stored" in texts(asked)
    assert "replaces your earlier version" in texts(await press(ana, asked, REDACT))


async def test_if_the_guard_fails_nothing_is_stored_and_the_text_returns(
    world: World,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    expected_errors: pytest.LogCaptureFixture,
) -> None:
    post = await a_prompt_posted(world, services)

    def broken(*_: object) -> None:
        raise ValueError(NAMED)

    monkeypatch.setattr(Guard, "find", broken)
    reply = await answer(world.clinicians[0], post, NAMED)
    assert "could not be checked" in texts(reply)
    assert NAMED in texts(reply)
    assert await kept(services, world) == 0
    assert not any("Sarah" in r.getMessage() for r in expected_errors.records)


async def test_nothing_of_a_warning_reaches_the_log(
    world: World, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    await press(ana, await answer(ana, post, NAMED), REDACT)
    assert not any("Sarah" in r.getMessage() for r in caplog.records)


async def test_a_group_lets_words_of_its_own_pass(world: World, services: Services) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    sentence = "What I learned at the Tamalpa studio came back when I had no words."
    assert "Tamalpa" in texts(await answer(ana, post, sentence))
    refused = await command(ana, world.channel, "guard allow", word="Tamalpa")
    assert "Only the facilitator" in texts(refused)
    allowed = await command(world.facilitator, world.channel, "guard allow", word="Tamalpa")
    assert "passes" in texts(allowed)
    assert "Tamalpa" in texts(await command(ana, world.channel, "guard list"))
    assert "Stored" in texts(await answer(ana, post, sentence))
    again = await command(world.facilitator, world.channel, "guard ask-again", word="Tamalpa")
    assert "asks about" in texts(again)


async def test_a_list_of_words_that_is_too_long_for_a_message_comes_as_a_file(
    world: World, services: Services
) -> None:
    group = await a_group(world, services)
    admin = Caller(world.admin.id, world.guild.id, ())
    listed = [f"{number:03}_{'x' * 56}" for number in range(100)]
    for word in listed:
        await services.guarding.allow(group.id, word, admin, world.clock())
    shown = await command(world.facilitator, world.channel, "guard list")
    assert "the file holds all of them" in texts(shown)
    (content,) = (await files(shown)).values()
    assert content.decode().splitlines() == listed


@pytest.mark.parametrize("word", ["", "   ", "x" * 61])
async def test_an_impossible_word_is_refused(world: World, services: Services, word: str) -> None:
    await a_group(world, services)
    reply = await command(world.admin, world.channel, "guard allow", word=word or " ")
    assert "1 to 60 characters" in texts(reply)


async def test_a_draft_whose_round_closed_meanwhile_is_handed_back(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    asked = await answer(ana, post, NAMED)
    for number, member in enumerate(world.clinicians[1:4]):
        await answer(member, post, f"In that hour I was hurried too, number {number}.")
    await world.pass_time(timedelta(days=5))
    reply = await press(ana, asked, REDACT)
    assert "closed" in texts(reply)
    assert NAMED in texts(reply)


async def test_the_form_is_not_opened_for_whoever_has_answered(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    asked = await answer(ana, post, NAMED)
    await answer(ana, post, "I hurried, and noticed it too late.")
    reply = await press(ana, asked, REDACT)
    assert "already answered" in texts(reply)
    assert NAMED in texts(reply)
    assert (await press(ana, post, ANSWER)).modal is None
