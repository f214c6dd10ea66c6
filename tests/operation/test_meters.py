"""Whoever reads the figures every second learns nothing of who answered, nor when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import ProcessCollector

from bot.client import SupervisionBot
from bot.operation.latency import FEWEST
from bot.operation.meters import Meters
from bot.services import Services
from tests.journeys.conftest import clock, world
from tests.journeys.group import a_prompt_posted, a_sealed_round, code_of
from tests.journeys.world import (
    ANSWER,
    Clock,
    World,
    buttons,
    command,
    from_another_client,
    press,
    submit,
)

__all__ = ["clock", "world"]

HOUR = timedelta(hours=1)
START = datetime(2026, 3, 2, 17, tzinfo=UTC)

MakeMeters: TypeAlias = Callable[[Callable[[], datetime]], Meters]


class Naive(Meters):
    """What one would write first: each reply moves a figure."""

    def replied(self, seconds: float) -> None:
        self.sent("posted")


class WithTheProcess(Meters):
    """The figures every other program gives of itself."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__(clock)
        ProcessCollector(registry=self.registry)


@pytest.fixture
def kind() -> type[Meters]:
    """The figures the bot keeps; a test may ask for weaker ones."""
    return Meters


@pytest.fixture
def make_bot(services: Services, clock: Clock, kind: type[Meters]) -> Callable[[], SupervisionBot]:
    return lambda: SupervisionBot(services, clock, meters=kind(clock))


async def watched_session(world: World, services: Services) -> tuple[bytes, set[bytes]]:
    """Forms, answers, edits, withdrawals and errors; the page before, and all pages since."""
    post = await a_prompt_posted(world, services)
    meters, pages = world.env.bot.meters, set[bytes]()  # type: ignore[attr-defined]

    async def on_interaction(_interaction: discord.Interaction) -> None:
        meters.replied(0.1)  # As the wire would have it, which simcord has not.

    world.env.bot.add_listener(on_interaction)  # type: ignore[attr-defined]
    before, receipts = meters.page(), []
    for member in world.clinicians[:4]:
        form = await press(member, post, ANSWER)
        pages.add(meters.page())
        given = await submit(member, form, text="I noticed it.", leave="group")
        pages.add(meters.page())
        receipts.append(await submit(member, from_another_client(form), text="No.", leave="group"))
        assert code_of(given) == code_of(receipts[-1])
        pages.add(meters.page())
    asked = await press(world.clinicians[3], receipts[-1], "Withdraw")
    await press(world.clinicians[3], asked, buttons(asked)[0])
    pages.add(meters.page())
    await command(world.clinicians[5], world.channel, "privacy")
    form = await press(world.clinicians[4], post, ANSWER)
    await submit(world.clinicians[4], from_another_client(form), text=" ", leave="group")
    pages.add(meters.page())
    await world.pass_time(timedelta(seconds=30))
    return before, {*pages, meters.page()}


async def test_a_whole_session_of_forms_answers_edits_and_withdrawals_moves_no_figure(
    world: World, services: Services
) -> None:
    before, since = await watched_session(world, services)
    assert b"supervision_posts_total" in before
    assert since == {before}


@pytest.mark.parametrize("kind", [Naive, WithTheProcess])
async def test_a_counter_of_replies_or_the_usual_figures_of_a_process_would_move(
    world: World, services: Services
) -> None:
    before, since = await watched_session(world, services)
    assert since != {before}


async def test_posts_and_seals_are_counted_and_name_no_group(
    world: World, services: Services
) -> None:
    await a_sealed_round(world, services)
    page = world.env.bot.meters.page().decode()  # type: ignore[attr-defined]
    assert 'supervision_posts_total{outcome="posted"} 2.0' in page
    assert 'supervision_seals_total{outcome="sealed"} 1.0' in page
    assert "supervision_queue_length 0.0" in page
    assert not [n for n in (world.guild.id, world.channel.id) if str(n) in page]


async def test_a_round_below_k_counts_as_unread_once(world: World, services: Services) -> None:
    await a_prompt_posted(world, services)
    for days in (5, 2, 1):
        await world.pass_time(timedelta(days=days))
    page = world.env.bot.meters.page().decode()  # type: ignore[attr-defined]
    assert 'supervision_seals_total{outcome="unread"} 1.0' in page


def a_page(*, after: timedelta, replies: list[float], watching: bool = False) -> bytes:
    """The page so long after replies that came, a second apart, from START on."""
    now = [START]
    meters = Meters(lambda: now[0])
    for seconds in replies:
        meters.replied(seconds)
        now[0] += timedelta(seconds=1)
        if watching:
            meters.page()
    now[0] = START + after
    return meters.page()


@given(replies=st.lists(st.floats(0, 9), max_size=FEWEST), watching=st.booleans())
def test_an_hour_of_fifty_replies_or_fewer_is_never_told(
    *, replies: list[float], watching: bool
) -> None:
    for hours in (0, 1, 2, 30):
        silent = a_page(after=hours * HOUR, replies=[])
        assert a_page(after=hours * HOUR, replies=replies, watching=watching) == silent


def test_a_busier_hour_is_told_when_it_is_over_and_not_before() -> None:
    replies = [0.01] * FEWEST + [0.2, 7.0]
    assert a_page(after=HOUR - timedelta(seconds=1), replies=replies) == a_page(
        after=HOUR - timedelta(seconds=1), replies=[]
    )
    page = a_page(after=HOUR, replies=replies, watching=True).decode()
    for line in ('bucket{le="0.05"} 50.0', 'bucket{le="3.0"} 51.0', "count 52.0", "sum 7.7"):
        assert f"supervision_interaction_seconds_{line}" in page


def test_quiet_hours_do_not_add_up() -> None:
    now = [START]
    meters = Meters(lambda: now[0])
    empty = meters.page()
    for _ in range(10):
        for _ in range(FEWEST):
            meters.replied(0.1)
        now[0] += HOUR
    assert meters.page() == empty


def test_errors_are_counted_by_the_part_they_happened_in() -> None:
    meters = Meters(lambda: START)
    meters.failed("tick")
    meters.analysis_failed()
    meters.analysed()
    page = meters.page().decode()
    for line in ('errors_total{part="tick"} 1.0', 'errors_total{part="analysis"} 1.0'):
        assert f"supervision_{line}" in page
    for outcome in ("done", "failed"):
        assert f'supervision_analyses_total{{outcome="{outcome}"}} 1.0' in page
    assert 'part="posting"} 0.0' in page
    assert "_created" not in page
