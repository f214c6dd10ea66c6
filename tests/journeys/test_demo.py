"""The local demo: what stands in it before anybody comes, and that it goes without a trace."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from unittest.mock import AsyncMock

import pytest
from simcord import Env

from bot.ballot.answer import Answer, Leave
from bot.client import SupervisionBot
from bot.demo import group, live, preview
from bot.demo.answers import Answered, answered_rounds
from bot.demo.group import Practice
from bot.demo.past import Clock
from bot.demo.play import fresh_services, furnish, zone_here
from bot.themes.sentences import sentences
from prompts import Deck, load_deck
from tests.journeys import world

ROUNDS = answered_rounds()
ANSWERS = [answer for each in ROUNDS for answer in each.answers]


class Demo(NamedTuple):
    """What a visitor meets, without the browser."""

    env: Env
    bot: SupervisionBot
    practice: Practice


@pytest.fixture
async def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Demo]:
    """Nothing is read for themes here: that takes seconds, and is tried where it is the matter."""
    clock = Clock()
    async with fresh_services(tmp_path) as services:
        bot = SupervisionBot(services, clock)
        monkeypatch.setattr(bot.analyst, "work", AsyncMock())
        async with preview._stage(bot) as env:
            yield Demo(env, bot, await furnish(env, bot, clock, "Europe/London"))


@pytest.fixture(scope="module")
def deck() -> Deck:
    return load_deck()


# --- the made-up answers ----------------------------------------------------------------------


def named(text: str) -> set[str]:
    """Words that look like names: capitals within a sentence, and numbers."""
    within = [text[start:end].split()[1:] for start, end in sentences(text)]
    words = {word.strip("“”.,;:?!") for sentence in within for word in sentence}
    return {word for word in words if re.match(r"[A-Z0-9]", word) and word.split("'")[0] != "I"}


@pytest.mark.parametrize("answered", ROUNDS, ids=lambda each: each.prompt)
def test_every_made_up_answer_could_have_been_sent(answered: Answered, deck: Deck) -> None:
    prompt = deck.get(answered.prompt)
    assert prompt.poles
    assert [answer.checked_for(prompt) for answer in answered.answers] == list(answered.answers)


def test_no_two_people_say_the_same() -> None:
    said = [a.text[start:end] for a in ANSWERS for start, end in sentences(a.text)]
    assert len(set(said)) == len(said)


def test_the_made_up_answers_name_nobody() -> None:
    assert [named(answer.text) for answer in ANSWERS] == [set()] * len(ANSWERS)
    assert named("Last week I met Anna, 31, in Leeds.") == {"Anna", "31", "Leeds"}


@pytest.mark.parametrize("answered", ROUNDS[-2:], ids=lambda each: each.prompt)
def test_the_made_up_people_differ(answered: Answered) -> None:
    answers = answered.answers
    words = [len(answer.text.split()) for answer in answers]
    assert min(words) >= 20
    assert max(words) <= 150
    assert max(words) > 3 * min(words)
    assert {answer.position for answer in answers} == {None, 1, 2, 3, 4, 5}
    assert not all(answer.strands for answer in answers)
    closed = sum(answer.leave is Leave.FACILITATOR for answer in answers)
    assert len(answers) / 4 < closed < len(answers) / 2


# --- the group --------------------------------------------------------------------------------


async def test_a_visitor_finds_a_sealed_round_and_an_open_one(demo: Demo) -> None:
    *_, closed, line, prompt = world.posts(demo.practice.channel)
    assert world.buttons(closed) == ()
    assert world.buttons(line) == ("Open the summary",)
    assert world.ANSWER in world.buttons(prompt)
    assert timedelta() <= demo.env.now() - prompt.created_at < timedelta(minutes=5)
    assert prompt.created_at - closed.created_at > timedelta(days=6)


async def test_the_bot_has_nothing_left_to_say_when_the_visitor_comes(demo: Demo) -> None:
    await demo.env.advance_time(60)
    assert len(world.posts(demo.practice.channel)) == 2 * len(ROUNDS) - 1


async def test_whoever_one_looks_as_can_still_answer(demo: Demo) -> None:
    practice = demo.practice
    prompt = world.prompt_in(practice.channel)
    for person in practice.viewers:
        form = await world.press(person, prompt, world.ANSWER)
        assert form.modal, person


async def test_one_answer_and_a_close_give_the_summary_of_twelve_voices(demo: Demo) -> None:
    channel, ruth = demo.practice.channel, demo.practice.facilitator
    mine = "I look at what my hands did before I look at anybody else."
    await world.answer(demo.practice.clinicians[0], world.prompt_in(channel), mine, position=4)
    await world.press(ruth, await world.command(ruth, channel, "close"), "Close it")
    line = world.posts(channel)[-1]
    shown = await world.press(ruth, line, "Open the summary")
    assert "12 people answered" in world.texts(shown)
    page = await world.press(ruth, shown, "All answers")
    read = world.texts(page)
    while "Next page" in world.buttons(page):
        page = await world.press(ruth, page, "Next page")
        read += world.texts(page)
    assert "12 answers" in read
    assert mine in read


async def test_last_weeks_summary_is_there_at_once(demo: Demo) -> None:
    sealed, line = ROUNDS[-2], world.posts(demo.practice.channel)[-2]
    told = world.texts(await world.press(demo.practice.facilitator, line, "Open the summary"))
    assert f"{len(sealed.answers)} people answered" in told
    assert sum(quoted(answer, told) for answer in sealed.answers) >= 5


async def test_over_time_there_is_something_to_see(demo: Demo) -> None:
    ruth, line = demo.practice.facilitator, world.posts(demo.practice.channel)[-2]
    summary = await world.press(ruth, line, "Open the summary")
    told = world.texts(await world.press(ruth, summary, "Over time"))
    assert "The last 4 sealed rounds" in told
    assert "Presence: " in told


def quoted(answer: Answer, told: str) -> bool:
    return any(answer.text[start:end] in told for start, end in sentences(answer.text))


async def test_the_admin_is_shown_the_group_as_it_is_set_up(demo: Demo) -> None:
    practice = demo.practice
    page = await world.command(practice.admin, practice.channel, "setup", zone="Europe/London")
    assert "Change a supervision group" in world.texts(page)


LONDON = (
    datetime(2026, 11, 23, 0, 0, 30, tzinfo=UTC),  # just past midnight
    datetime(2026, 3, 29, 1, 0, 20, tzinfo=UTC),  # the clocks have just gone forward
    datetime(2026, 4, 5, 0, 30, tzinfo=UTC),  # a week later, at a time that was skipped
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # an hour that comes twice, the second time
)


@pytest.mark.parametrize("now", LONDON, ids=str)
def test_at_any_hour_one_prompt_has_just_come_and_one_is_closed(now: datetime) -> None:
    weekly = group.due_now(now, "Europe/London")
    first, second = weekly.upcoming(now - timedelta(days=8), 2)
    assert first.at + timedelta(days=group.DAYS_OPEN) < second.at
    assert timedelta() <= now - second.at < timedelta(hours=2)
    assert weekly.next_after(now).at > second.at


# --- the machine ------------------------------------------------------------------------------


def test_dates_are_shown_in_the_machines_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    assert zone_here() == "America/New_York"


def test_where_the_machine_names_no_place_it_is_london(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "EST5EDT")
    assert zone_here() == "Europe/London"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*")}


async def begun(demo: asyncio.Task[None], capsys: pytest.CaptureFixture[str]) -> str:
    """What is printed once the demo can be opened."""
    printed = ""
    while "http://127.0.0.1:" not in printed:
        assert not demo.done(), demo.exception()
        await asyncio.sleep(0.02)
        printed += capsys.readouterr().out
    return printed


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_ends_the_demo_and_nothing_is_left(
    told: signal.Signals, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo = asyncio.create_task(live())
    printed = await begun(demo, capsys)
    assert "Ctrl-C" in printed
    assert "supervision.db" in names_in(temporary)
    os.kill(os.getpid(), told)
    await demo
    assert names_in(temporary) == set()


async def test_a_cancelled_demo_leaves_nothing_either(
    temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo = asyncio.create_task(live())
    await begun(demo, capsys)
    demo.cancel()
    with pytest.raises(asyncio.CancelledError):
        await demo
    assert names_in(temporary) == set()
