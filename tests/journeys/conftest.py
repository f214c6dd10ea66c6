"""A bot in a small Discord, with its store on disk, so that it can be ended and started again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.client import SupervisionBot
from tests.journeys.world import Clock, World, a_world, running
from tests.reading import at_once

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.services import Services


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make_bot(services: Services, clock: Clock) -> Callable[[], SupervisionBot]:
    """Each call is another process over the same store."""
    return lambda: SupervisionBot(services, clock, readers=at_once)


@pytest.fixture
async def world(make_bot: Callable[[], SupervisionBot], clock: Clock) -> AsyncIterator[World]:
    async with running(make_bot()) as env:
        yield a_world(env, clock)
