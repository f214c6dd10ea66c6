"""What is done at once after a press or a seal: for every seal, and not by a bot that stops."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest

from bot.client import SupervisionBot
from bot.services import Services
from bot.themes.analysis import Analysis, Request
from bot.themes.worker import AnalysisFailed
from cogs.analysing import Analysing
from tests.faults.steps import Clock, online
from tests.living import an_open_round, answered, clinicians
from tests.loopback.state import Discord

WORDS = "the brother of my client drowned that spring"


class Reader:
    """Notes that it was asked, and reads nothing."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()

    async def __call__(self, request: Request, *, progress: Callable[[int, int], None]) -> Analysis:
        self.asked.set()
        raise AnalysisFailed


async def a_round_that_is_over(services: Services, at: Clock) -> int:
    card = await an_open_round(services)
    await answered(services, card, *clinicians(3))
    at.now = card.closes_at
    return card.id


async def test_a_round_that_runs_its_time_is_read_at_once(
    there: Discord, services: Services
) -> None:
    at, reader = Clock(), Reader()
    async with online(SupervisionBot(services, at, readers=lambda: nullcontext(reader))) as bot:
        posting: Any = bot.get_cog("Posting")
        await posting.tick()
        await a_round_that_is_over(services, at)
        assert not reader.asked.is_set()
        await posting.tick()
        async with asyncio.timeout(5):  # The next look would come in twenty seconds.
            await reader.asked.wait()


@pytest.mark.parametrize("stopping", [False, True])
async def test_a_bot_that_stops_begins_to_read_nothing(
    services: Services, *, stopping: bool
) -> None:
    at, reader = Clock(), Reader()
    await services.rounds.end(await a_round_that_is_over(services, at), at())
    bot = SupervisionBot(services, at, readers=lambda: nullcontext(reader))
    bot.stopping = stopping
    await Analysing(bot).on_sealed()
    assert reader.asked.is_set() is not stopping


async def test_trouble_in_sending_at_once_is_noted_by_its_kind_alone(
    there: Discord,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    expected_errors: pytest.LogCaptureFixture,
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError(WORDS)

    async with online(SupervisionBot(services, Clock())) as bot:
        monkeypatch.setattr(services.posts, "due", broken)
        bot.dispatch("owed")
        async with asyncio.timeout(5):
            while "sending at once failed: RuntimeError" not in expected_errors.text:  # noqa: ASYNC110 - no event tells
                await asyncio.sleep(0.01)
    assert WORDS not in expected_errors.text
    assert 'errors_total{part="posting"} 1.0' in bot.meters.page().decode()
