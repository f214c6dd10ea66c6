"""The week of a facilitator, by clicks: the open round, the seal, the summary, and all answers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.journeys.group import a_group, a_prompt_posted, a_sealed_round, all_answer
from tests.journeys.world import (
    answer,
    buttons,
    command,
    files,
    posts,
    press,
    seen_by,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.client import SupervisionBot
    from bot.services import Services
    from tests.journeys.world import World


async def test_a_round_that_ran_its_time_leaves_a_closed_prompt_and_a_line_to_the_summary(
    world: World, services: Services
) -> None:
    await a_sealed_round(world, services)
    prompt, line = posts(world.channel)
    assert "Closed" in texts(prompt)
    assert not buttons(prompt)
    assert buttons(line) == ("Open the summary",)


async def test_the_summary_shows_counts_quotes_questions_and_a_chart(
    world: World, services: Services
) -> None:
    line = await a_sealed_round(world, services)
    shown = await press(world.facilitator, line, "Open the summary")
    assert shown.ephemeral
    read = texts(shown)
    for part in ("4 people", "my own unease", "a tool", "a trap", "wish for quiet"):
        assert part in read
    (picture,) = (await files(shown)).values()
    assert picture.startswith(b"\x89PNG")
    assert "Voice" not in seen_by(world.clinicians[5], world.channel)


async def test_the_summary_command_finds_the_newest_sealed_round(
    world: World, services: Services
) -> None:
    await a_sealed_round(world, services)
    shown = await command(world.facilitator, world.channel, "summary")
    assert "4 people" in texts(shown)


async def test_all_answers_are_there_word_for_word_and_without_ticks(
    world: World, services: Services
) -> None:
    line = await a_sealed_round(world, services)
    shown = await press(world.facilitator, line, "Open the summary")
    read = texts(await press(world.facilitator, shown, "All answers"))
    for number in range(1, 5):
        assert f"Voice {number}." in read
    assert "my own unease" not in read


async def test_words_for_the_facilitator_only_stand_in_no_quote(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    secret = "What I wrote here should be read by nobody in the group but the facilitator."
    await all_answer(world, post, 3)
    await answer(world.clinicians[4], post, secret, leave="facilitator")
    await world.pass_time(timedelta(days=5))
    line = posts(world.channel)[-1]
    shown = await press(world.facilitator, line, "Open the summary")
    assert secret not in texts(shown)
    assert secret in texts(await press(world.facilitator, shown, "All answers"))


async def test_while_a_round_is_open_only_below_or_at_least_k_is_said(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    readings = []
    for count in range(1, 5):
        shown = await command(world.facilitator, world.channel, "summary")
        readings.append(texts(shown).replace("**", ""))
        await all_answer(world, post, count) if count == 1 else await answer(
            world.clinicians[count - 1], post, f"One more voice, the {count}th of them."
        )
    assert readings[0] == readings[1] == readings[2]
    assert "Fewer than 3" in readings[0]
    assert "At least 3" in readings[3]


async def test_above_an_older_summary_stands_of_when_it_is(
    world: World, services: Services
) -> None:
    await a_sealed_round(world, services)
    await world.pass_time(timedelta(days=2))
    await command(world.facilitator, world.channel, "summary")
    read = seen_by(world.facilitator, world.channel)
    assert "Below is the summary of the last closed round, from 2 March 2026." in read


async def test_the_round_can_be_closed_early_once_there_are_k(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    refused = await command(world.facilitator, world.channel, "close")
    assert "cannot be closed early yet" in texts(refused)
    await all_answer(world, post, 3)
    status = await command(world.facilitator, world.channel, "summary")
    question = await press(world.facilitator, status, "Close the round now")
    assert "cannot be undone" in texts(question)
    assert "is open until" in texts(await command(world.facilitator, world.channel, "summary"))
    closed = await press(world.facilitator, question, "Close it")
    assert "is closed" in texts(closed)
    assert buttons(posts(world.channel)[-1]) == ("Open the summary",)
    assert "Closed" in texts(posts(world.channel)[0])


async def test_nobody_without_the_role_gets_anything_from_any_door(
    world: World, services: Services
) -> None:
    line = await a_sealed_round(world, services)
    for member in (world.clinicians[0], world.admin):
        tries = [
            await press(member, line, "Open the summary"),
            await command(member, world.channel, "summary"),
            await command(member, world.channel, "close"),
        ]
        for tried in tries:
            assert tried.ephemeral
            assert "Voice" not in texts(tried)
            assert "4 people" not in texts(tried)
        assert "Only the facilitator" in texts(tries[0])


async def test_in_a_channel_without_a_group_the_command_tells_nothing(
    world: World, services: Services
) -> None:
    await a_sealed_round(world, services)
    elsewhere = world.guild.create_text_channel("elsewhere")
    reply = await command(world.facilitator, elsewhere, "summary")
    assert "no supervision group" in texts(reply)


async def test_elsewhere_the_facilitator_chooses_among_their_own_groups(
    world: World, services: Services
) -> None:
    await a_sealed_round(world, services)
    elsewhere = world.guild.create_text_channel("elsewhere")
    (group,) = await services.groups.of_guild(world.guild.id)
    shown = await command(world.facilitator, elsewhere, "summary", group=str(group.id))
    assert "4 people" in texts(shown)
    refused = await command(world.clinicians[0], elsewhere, "summary", group=str(group.id))
    assert "You have no such group" in texts(refused)


async def test_the_role_that_reads_a_round_is_the_one_it_opened_with(
    world: World, services: Services
) -> None:
    line = await a_sealed_round(world, services)
    others = world.guild.create_role("Others")
    await a_group(world, services, facilitator_role_id=others.id)
    shown = await press(world.facilitator, line, "Open the summary")
    assert "4 people" in texts(shown)


async def test_the_line_still_works_after_a_restart(
    world: World, services: Services, make_bot: Callable[[], SupervisionBot]
) -> None:
    line = await a_sealed_round(world, services)
    await world.restart(make_bot())
    assert "4 people" in texts(await press(world.facilitator, line, "Open the summary"))


async def test_below_k_the_group_hears_that_there_is_time_and_then_that_nothing_was_read(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    await all_answer(world, post, 2)
    await world.pass_time(timedelta(days=5))
    prompt, notice = posts(world.channel)
    assert "stays open" in texts(notice)
    assert "Left open" in texts(prompt)
    await world.pass_time(timedelta(days=2))
    old, _, new = posts(world.channel)
    assert "shredded unread" in texts(old)
    assert "Prompt 1" in texts(new)


async def test_the_facilitators_own_channel_gets_the_line(world: World, services: Services) -> None:
    private = world.guild.create_text_channel("facilitators")
    post = await a_prompt_posted(world, services, notices_channel_id=private.id)
    await all_answer(world, post, 3)
    await world.pass_time(timedelta(days=5))
    assert len(posts(world.channel)) == 1
    (line,) = posts(private)
    assert "4 people" not in texts(line)
    shown = await press(world.facilitator, line, "Open the summary")
    assert "3 people" in texts(shown)
