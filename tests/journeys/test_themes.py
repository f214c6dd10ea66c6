"""A facilitator's minute before the meeting: themes, their answers, and what is made of them."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.services.values import Caller
from bot.themes.found import Form
from bot.themes.worker import AnalysisFailed
from bot.views import theme_ids
from bot.views.catalogue import common
from bot.views.catalogue import themes as words
from tests.journeys.group import a_prompt_posted, a_stray_button
from tests.journeys.world import (
    a_world,
    answer,
    buttons,
    command,
    files,
    posts,
    press,
    press_one,
    running,
    seen_by,
    submit,
    texts,
)
from tests.reading import a_round, read_at_once

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    import discord

    from bot.client import SupervisionBot
    from bot.services import Services
    from bot.themes.analysis import Analysis, Request
    from tests.journeys.world import Clock, Shown, World

TOPICS = ("river", "bread", "music")
LONE = "Taxes rise whenever elections approach, says my patient accountant."


@pytest.fixture
async def world(make_bot: Callable[[], SupervisionBot], clock: Clock) -> AsyncIterator[World]:
    """A larger group, for themes need answers."""
    async with running(make_bot()) as env:
        yield a_world(env, clock, clinicians=16)


async def a_line(world: World, services: Services, instead: str = "") -> discord.Message:
    """The line to the summary of a round with three themes in sixteen answers.

    ``instead``: what the last one says.
    """
    post = await a_prompt_posted(world, services)
    said = [each.text for each in a_round(16, TOPICS)]
    for member, text in zip(world.clinicians, [*said[:15], instead or said[15]], strict=True):
        shown = await answer(member, post, text)
        if "Store as written" in " ".join(buttons(shown)):
            await press(member, shown, "Store as written")
    await world.pass_time(timedelta(days=5))
    return posts(world.channel)[-1]


async def the_themes(world: World, line: Shown) -> Shown:
    """The summary, turned to its first page of themes."""
    shown = await press(world.facilitator, line, "Open the summary")
    return await press(world.facilitator, shown, "Next page")


async def pressed_id(world: World, custom_id: str) -> Shown:
    return await press(world.facilitator, await a_stray_button(world, custom_id), "Stray")


async def test_the_first_page_tells_the_themes_and_the_next_their_quotes(
    world: World, services: Services
) -> None:
    line = await a_line(world, services)
    shown = await press(world.facilitator, line, "Open the summary")
    assert words.HEADINGS[Form.TENTATIVE] in texts(shown)
    turned = await press(world.facilitator, shown, "Next page")
    assert texts(turned).count("> ") >= 3
    assert words.ANSWERS_BUTTON in buttons(turned)


async def test_a_voice_in_no_theme_is_heard_on_the_card_and_in_a_download_too(
    world: World, services: Services
) -> None:
    line = await a_line(world, services, instead=LONE)
    shown = await press(world.facilitator, line, "Open the summary")
    downloaded = await press(world.facilitator, shown, "Download Markdown")
    (written,) = (await files(downloaded)).values()
    await press(world.facilitator, shown, "Share with the group")
    await world.pass_time(timedelta(minutes=1))
    (card,) = [each for each in posts(world.channel) if "## What we heard" in texts(each)]
    for read in (written.decode(), texts(card)):
        assert common.SINGLE in read
        assert LONE in read


async def test_its_answers_are_those_a_theme_rests_on(world: World, services: Services) -> None:
    line = await a_line(world, services)
    turned = await the_themes(world, line)
    read = texts(await press_one(world.facilitator, turned, theme_ids.answers(1, 0, 0)))
    assert "The answers of one theme" in read
    assert "6 answers" in read or "5 answers" in read


async def test_a_theme_is_named_in_a_form_and_joined_with_another(
    world: World, services: Services
) -> None:
    line = await a_line(world, services)
    turned = await the_themes(world, line)
    form = await press_one(world.facilitator, turned, theme_ids.shape(1, 0, 1))
    named = await submit(world.facilitator, form, name="What carries us")
    assert "### What carries us" in texts(named)
    other = await press_one(world.facilitator, turned, theme_ids.shape(1, 0, 1))
    joined = await submit(world.facilitator, other, join=["1"])
    assert "1 theme joined with it." in texts(joined)
    assert "What carries us" not in texts(joined)
    apart = await press(world.facilitator, joined, words.SEPARATE_BUTTON)
    assert "joined with it" not in texts(apart)
    assert "### What carries us" in texts(apart)
    assert words.SEPARATE_BUTTON not in buttons(apart)


async def test_a_name_with_a_person_in_it_is_refused_in_words(
    world: World, services: Services
) -> None:
    line = await a_line(world, services)
    turned = await the_themes(world, line)
    form = await press_one(world.facilitator, turned, theme_ids.shape(1, 0, 1))
    refused = await submit(world.facilitator, form, name="What Peter Miller said")
    assert "may point to a real person" in texts(refused)
    assert "What Peter Miller said" in texts(refused)


async def test_a_heading_of_letters_that_do_not_show_is_none_and_hides_no_person(
    world: World, services: Services
) -> None:
    line = await a_line(world, services)
    turned = await the_themes(world, line)
    form = await press_one(world.facilitator, turned, theme_ids.shape(1, 0, 1))
    empty = await submit(world.facilitator, form, name="\u200b\u2060\u200b")
    assert words.NAMED not in texts(empty)
    again = await press_one(world.facilitator, turned, theme_ids.shape(1, 0, 1))
    refused = await submit(world.facilitator, again, name="What Pe\u200bter Mil\u2060ler said")
    assert "may point to a real person" in texts(refused)


async def test_a_summary_from_before_its_words_left_still_turns_its_pages(
    world: World, services: Services
) -> None:
    line = await a_line(world, services)
    old = await press(world.facilitator, line, "Open the summary")
    await world.pass_time(timedelta(days=100))
    await world.pass_time(timedelta(days=1))
    turned = await press(world.facilitator, old, "Next page")
    assert "16 people answered" in texts(turned)
    assert "Next page" not in buttons(turned)
    assert await files(turned)  # Its chart came along.


async def test_a_theme_is_left_out_and_taken_back_in(world: World, services: Services) -> None:
    line = await a_line(world, services)
    turned = await the_themes(world, line)
    dropped = await press_one(world.facilitator, turned, theme_ids.drop(1, 0, 1, dropped=True))
    assert words.DROPPED in texts(dropped)
    back = await press(world.facilitator, dropped, words.TAKE_IN_BUTTON)
    assert words.DROPPED not in texts(back)


@pytest.mark.parametrize(
    "custom_id",
    [
        theme_ids.page(1, 0),
        theme_ids.answers(1, 0, 0),
        theme_ids.turn(1, 0, 0),
        theme_ids.shape(1, 0, 0),
        theme_ids.drop(1, 0, 0, dropped=True),
        theme_ids.apart(1, 0, 0),
        theme_ids.check(1, 0, 0, confirmed=True),
    ],
)
async def test_no_door_opens_to_anybody_else(
    world: World, services: Services, custom_id: str
) -> None:
    await a_line(world, services)
    stray = await a_stray_button(world, custom_id)
    for member in (world.clinicians[0], world.admin):
        tried = await press(member, stray, "Stray")
        assert "Only the facilitator" in texts(tried)


@pytest.mark.parametrize(
    "custom_id",
    [
        theme_ids.answers(1, 99, 0),
        theme_ids.shape(1, 99, 0),
        theme_ids.check(1, 99, 0, confirmed=True),
    ],
)
async def test_a_theme_that_is_not_there_is_told_in_words(
    world: World, services: Services, custom_id: str
) -> None:
    await a_line(world, services)
    assert "no longer there" in texts(await pressed_id(world, custom_id))


async def test_a_reading_that_fails_leaves_what_was_asked_and_says_so(
    world: World, services: Services, make_bot: Callable[[], SupervisionBot]
) -> None:
    async def unable(request: Request, *, progress: Callable[[int, int], None]) -> Analysis:
        raise AnalysisFailed

    bot = make_bot()
    bot.analyst._readers = lambda: nullcontext(unable)
    await world.restart(bot)
    line = await a_line(world, services)
    for _ in range(3):
        await world.pass_time(timedelta(hours=1))
    shown = await press(world.facilitator, line, "Open the summary")
    assert "16 people answered" in texts(shown)
    read = texts(shown)
    while "Next page" in buttons(shown):
        shown = await press(world.facilitator, shown, "Next page")
        read += texts(shown)
    assert words.FAILED in read


@pytest.fixture
def goes_on() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture
async def slow_world(
    world: World, make_bot: Callable[[], SupervisionBot], goes_on: asyncio.Event
) -> World:
    """One in which reading a round stands at 5 of 16 answers until it ``goes_on``."""

    async def slow(request: Request, *, progress: Callable[[int, int], None]) -> Analysis:
        progress(5, 16)
        while not goes_on.is_set():  # noqa: ASYNC110 - a world has timers and no other waiting
            await asyncio.sleep(10)
        return await read_at_once(request, progress=progress)

    bot = make_bot()
    bot.analyst._readers = lambda: nullcontext(slow)
    await world.restart(bot)
    return world


async def test_while_the_words_are_read_the_summary_says_how_far(
    slow_world: World, services: Services, goes_on: asyncio.Event
) -> None:
    world = slow_world
    await a_line(world, services)
    shown = await command(world.facilitator, world.channel, "summary")
    assert "Reading 5 of 16 answers" in texts(shown)
    goes_on.set()
    await world.pass_time(timedelta())
    read = seen_by(world.facilitator, world.channel)
    assert "Reading 5 of 16" not in read
    assert words.HEADINGS[Form.TENTATIVE] in read


async def test_where_the_next_round_is_open_its_status_stays_above_the_summary_being_read(
    slow_world: World, services: Services, goes_on: asyncio.Event
) -> None:
    world = slow_world
    await a_line(world, services)
    await services.at_once.post(1, Caller(world.admin.id, world.guild.id, ()), world.clock())
    shown = await command(world.facilitator, world.channel, "summary")
    status = texts(shown).split("\n")[0]
    assert "Reading 5 of 16 answers" in texts(shown)
    goes_on.set()
    await world.pass_time(timedelta())
    read = seen_by(world.facilitator, world.channel)
    assert status in read
    assert "Reading 5 of 16" not in read
    assert read.count(words.HEADINGS[Form.TENTATIVE]) == 1
