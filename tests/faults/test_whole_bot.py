"""The bot as it is run: logged in over HTTP, on the gateway, with its ticker and all its cogs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from unittest.mock import patch
from weakref import WeakKeyDictionary

import pytest

from bot.client import SupervisionBot
from bot.services import Services
from bot.services.values import PostState
from bot.shards import EVERYTHING, Share
from db.engine import Database
from tests.faults.steps import AFTER_THE_LEASE, Clock, a_due_slot, online, outbox_line
from tests.living import answered, clinicians
from tests.loopback.state import EDIT, SEND, Discord
from tests.making import CHANNEL

FIRST_TURNS: WeakKeyDictionary[SupervisionBot, asyncio.Event] = WeakKeyDictionary()
"""Set when the ticker's own first turn is over: while it is at work, another passes it over."""


@asynccontextmanager
async def running(
    services: Services, clock: Clock, share: Share = EVERYTHING
) -> AsyncIterator[SupervisionBot]:
    bot, mend = SupervisionBot(services, clock, share=share), services.sealing.mend
    FIRST_TURNS[bot] = asyncio.Event()

    async def last_of_a_turn(now: datetime) -> None:
        await mend(now)
        FIRST_TURNS[bot].set()

    with patch.object(services.sealing, "mend", last_of_a_turn):
        async with online(bot):
            yield bot


async def tick(bot: SupervisionBot) -> None:
    posting: Any = bot.get_cog("Posting")
    await FIRST_TURNS[bot].wait()
    await posting.tick()


async def test_a_round_passes_over_the_wire_and_pings_nobody(
    there: Discord, services: Services, clock: Clock
) -> None:
    group_id = await a_due_slot(services)
    async with running(services, clock) as bot:
        await tick(bot)
        card = await services.rounds.open_round(group_id)
        await answered(services, card, *clinicians(3))
        clock.now = card.closes_at
        await tick(bot)
    prompt, summary = there.in_channel(CHANNEL)
    assert ("sb:answer" in str(prompt), "sb:summary" in str(summary)) == (False, True)
    bodies = [request.body for kind in (SEND, EDIT) for request in there.asked(kind)]
    assert len(bodies) == 3
    assert all(body["allowed_mentions"] == {"parse": []} for body in bodies)


async def test_the_ticker_starts_by_itself(
    there: Discord, services: Services, clock: Clock
) -> None:
    await a_due_slot(services)
    fault = there.hold(SEND)
    async with running(services, clock):
        await asyncio.wait_for(fault.reached.wait(), timeout=30)


async def test_a_bot_that_ends_in_mid_request_is_followed_by_one_that_finds_the_post(
    there: Discord, services: Services, database: Database, clock: Clock
) -> None:
    await a_due_slot(services)
    fault = there.hold(SEND, stored=True)
    async with running(services, clock):
        await fault.reached.wait()
    assert (await outbox_line(database)).state == PostState.POSTING
    clock.advance(AFTER_THE_LEASE)
    async with running(services, clock) as successor:
        await tick(successor)
    line = await outbox_line(database)
    (message,) = there.in_channel(CHANNEL)
    assert (line.state, line.message_id) == (PostState.POSTED, int(message["id"]))


@pytest.mark.parametrize("stored", [False, True])
async def test_two_bots_on_one_database_post_once_through_a_bad_minute(
    there: Discord, services: Services, clock: Clock, *, stored: bool
) -> None:
    await a_due_slot(services)
    there.fail(SEND, 502, stored=stored, times=7)
    async with running(services, clock) as one, running(services, clock) as two:
        for _ in range(3):
            await asyncio.gather(tick(one), tick(two))
            clock.advance(AFTER_THE_LEASE)
    assert len(there.in_channel(CHANNEL)) == 1


async def test_what_cannot_be_done_for_many_at_once_is_done_one_by_one(
    there: Discord,
    services: Services,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    expected_errors: pytest.LogCaptureFixture,
) -> None:
    await a_due_slot(services)
    for part, name in ((services.openings, "attend_all"), (services.posts, "claim_all")):
        monkeypatch.setattr(part, name, failing_at_first(getattr(part, name)))
    async with running(services, clock) as bot:
        await tick(bot)
    assert len(there.in_channel(CHANNEL)) == 1
    assert expected_errors.text.count("one by one") == 2


def failing_at_first(do: Any) -> Any:
    calls = iter([True])

    async def attempt(*args: Any) -> Any:
        if next(calls, False):
            raise RuntimeError
        return await do(*args)

    return attempt
