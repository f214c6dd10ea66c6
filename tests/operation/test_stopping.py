"""SIGTERM to the bot as it is run: what was begun is finished, and it ends within ten seconds."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from bot import heartbeat
from bot.ballot.tokens import Token
from bot.services import Services
from bot.services.values import PostState
from bot.views import custom_ids
from db.engine import Database
from tests.loopback.interactions import (
    COMMAND,
    COMPONENT,
    FORM,
    a_command,
    a_form,
    a_press,
    comes_in,
    replied,
)
from tests.loopback.state import SEND, Discord
from tests.making import CHANNEL, GUILD
from tests.operation.conftest import (
    Start,
    a_due_group,
    clock,
    nobody_may_write,
    posted_round,
    the_line,
    until,
)

TEXT = "I noticed that I wanted it to stop hurting."


async def is_posted(database: Database) -> bool:
    return (await the_line(database)).state == PostState.POSTED


async def test_an_idle_bot_ends_at_once_and_leaves_no_sign_of_life(
    there: Discord, start: Start, data_dir: Path
) -> None:
    async with start() as bot:
        await bot.healthy()
        began = time.monotonic()
        status, log = await bot.told_to_stop()
        assert (status, "could be finished" in log) == (0, False)
        assert time.monotonic() - began < 10
    assert not (data_dir / "heartbeat").exists()


async def test_a_second_start_that_fails_leaves_the_running_bots_sign_of_life(
    there: Discord, start: Start, data_dir: Path
) -> None:
    async with start() as bot:
        await bot.healthy()
        async with start() as second:
            _, log = await second.inner.communicate()
        assert second.inner.returncode == 1
        assert b"BadSetting" in log
        assert heartbeat.is_beating(data_dir)
        await bot.told_to_stop()


async def test_a_form_a_press_and_a_command_under_way_are_answered_before_the_end(
    there: Discord, services: Services, start: Start, data_dir: Path
) -> None:
    group_id = await a_due_group(services)
    async with start() as bot:
        card = await posted_round(there, services, group_id)
        await bot.healthy()
        token = Token.new()
        with nobody_may_write(data_dir / "supervision.db"):
            form = a_form(custom_ids.write(card.id, token), text=TEXT, leave="group")
            kinds = [
                await comes_in(there, FORM, form, 701),
                await comes_in(there, COMPONENT, a_press(custom_ids.answer(card.id)), 702),
                await comes_in(there, COMMAND, a_command("answer"), 703),
            ]
            await asyncio.sleep(0.2)
            ending = asyncio.create_task(bot.told_to_stop())
            await asyncio.sleep(0.3)
            assert not any(there.asked(kind) for kind in kinds)
        stored, *opened = [await replied(there, kind) for kind in kinds]
        status, log = await ending
    assert token.code in str(stored)
    assert [reply["type"] for reply in opened] == [9, 9]
    assert (status, "could be finished" in log) == (0, False)
    assert (await services.receipts.find(token, GUILD)).answer.text == TEXT


async def test_while_it_stops_it_says_so_and_begins_nothing_new(
    there: Discord, services: Services, start: Start
) -> None:
    fault = there.hold(SEND)
    group_id = await a_due_group(services)
    async with start() as bot:
        await asyncio.wait_for(fault.reached.wait(), timeout=20)
        ending = asyncio.create_task(bot.told_to_stop())
        await until(lambda: bot.says("stopping"))
        late = await comes_in(there, COMMAND, a_command("answer"))
        fault.mend()
        assert (await ending)[0] == 0
    assert not there.asked(late)
    assert len(there.in_channel(CHANNEL)) == 1
    assert (await services.rounds.open_round(group_id)).id


async def test_a_message_that_cannot_be_finished_may_be_taken_over_at_once(
    there: Discord, services: Services, database: Database, start: Start
) -> None:
    fault = there.hold(SEND, stored=True)
    await a_due_group(services)
    async with start(patience=0.5) as bot:
        await asyncio.wait_for(fault.reached.wait(), timeout=20)
        line = await the_line(database)
        assert not await services.posts.due(clock())
        began = time.monotonic()
        status, log = await bot.told_to_stop()
        assert time.monotonic() - began < 10
    assert (status, log.count("not everything that was begun could be finished")) == (0, 1)
    assert await services.posts.due(clock()) == [line.id]
    async with start() as successor:
        await successor.healthy()
        await until(lambda: is_posted(database))
        await successor.told_to_stop()
    assert len(there.in_channel(CHANNEL)) == 1


async def test_a_bot_that_stands_still_is_ended_by_force(there: Discord, start: Start) -> None:
    async with start("hang", deadline=0.5) as bot:
        await bot.healthy()
        began = time.monotonic()
        status, _ = await bot.told_to_stop()
        assert status == 1
        assert time.monotonic() - began < 10
