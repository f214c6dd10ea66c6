"""A bot that listens to some of the shards: it posts for all, and judges only what it can see."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import discord
import pytest
import yarl

from bot.client import SupervisionBot
from bot.errors import BadSetting
from bot.running import _start
from bot.services import Services
from bot.services.desk import Trouble
from bot.shards import Share
from db.engine import Database
from db.models import Group
from tests.faults.conftest import Hasty
from tests.faults.steps import Clock, a_due_slot, online
from tests.faults.test_whole_bot import running, tick
from tests.living import answered, clinicians
from tests.loopback.state import EDIT, HISTORY, SEND, TOKEN, Discord, Kind
from tests.making import CHANNEL

HERE, ELSEWHERE = Share(2, (0,)), Share(2, (1,))
LOOK_UP = Kind("GET", r"/channels/\d+")
BRING, ASK = Kind("PUT", r"/applications/\d+/commands"), Kind("GET", r"/applications/\d+/commands")


async def a_round_passes(services: Services, bot: SupervisionBot, clock: Clock) -> None:
    group_id = await a_due_slot(services)
    await tick(bot)
    card = await services.rounds.open_round(group_id)
    await answered(services, card, *clinicians(3))
    clock.now = card.closes_at
    await tick(bot)


async def test_a_round_costs_one_request_for_its_prompt_and_two_for_its_end(
    there: Discord, services: Services, clock: Clock
) -> None:
    """What docs/scale.md reckons with."""
    async with running(services, clock, HERE) as bot:
        await a_round_passes(services, bot, clock)
    asked = [len(there.asked(kind)) for kind in (SEND, EDIT, LOOK_UP, HISTORY)]
    assert asked == [2, 1, 0, 0]


async def test_a_server_that_another_process_listens_to_costs_one_look_up_more_each_time(
    there: Discord, services: Services, clock: Clock
) -> None:
    async with running(services, clock, ELSEWHERE) as bot:
        assert bot.get_channel(CHANNEL) is None
        await a_round_passes(services, bot, clock)
    prompt, summary = there.in_channel(CHANNEL)
    assert ("sb:answer" in str(prompt), "sb:summary" in str(summary)) == (False, True)
    asked = [len(there.asked(kind)) for kind in (SEND, EDIT, LOOK_UP, HISTORY)]
    assert asked == [2, 1, 3, 0]


@pytest.mark.parametrize(("share", "judged"), [(HERE, True), (ELSEWHERE, False)])
async def test_a_server_out_of_sight_is_neither_in_trouble_nor_removed(
    there: Discord,
    services: Services,
    database: Database,
    clock: Clock,
    share: Share,
    *,
    judged: bool,
) -> None:
    group_id = await a_due_slot(services)
    clock.now -= timedelta(hours=1)
    there.permissions = discord.Permissions.none()
    async with running(services, clock, share) as bot:
        watching: Any = bot.get_cog("Watching")
        await watching.look()
        await tick(bot)
    async with database.read() as session:
        group = await session.get_one(Group, group_id)
    assert group.told == (Trouble.NO_PERMISSION if judged else None)
    assert (group.forget_at, group.removed) == (None, False)


async def test_only_one_process_brings_the_commands_and_all_know_them(
    there: Discord, services: Services, clock: Clock
) -> None:
    async with running(services, clock, HERE) as one:
        brought = one.command_mention("answer")
    async with running(services, clock, ELSEWHERE) as other:
        assert other.command_mention("answer") == brought
    assert brought.startswith("</answer:")
    assert (len(there.asked(BRING)), len(there.asked(ASK))) == (1, 1)


async def test_one_process_may_listen_to_all_of_several_shards(
    there: Discord, services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("discord.client.asyncio", Hasty())  # Discord wants 5 s between two shards.
    async with online(SupervisionBot(services, clock, share=Share(2, (0, 1)))) as bot:
        assert bot.get_channel(CHANNEL) is not None
        assert sorted(there.listening) == [0, 1]


async def test_discord_asking_for_more_shards_is_said_in_words(
    there: Discord, services: Services, clock: Clock
) -> None:
    there.refuse_with = 4011
    async with SupervisionBot(services, clock) as bot:
        with pytest.raises(BadSetting, match="SHARD_COUNT is too small"):
            await _start(bot, TOKEN, lambda _link: None)


async def test_a_bot_told_to_stop_while_it_cannot_connect_stops(
    there: Discord,
    services: Services,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    expected_errors: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("discord.shard.asyncio", Hasty())
    async with SupervisionBot(services, clock) as bot:
        await bot.login(TOKEN)
        nowhere = asyncio.create_task(bot.launch_shard(yarl.URL("ws://127.0.0.1:1"), 0))
        await asyncio.sleep(0.05)
        await bot.close()
        await asyncio.wait_for(nowhere, timeout=10)
    assert "Failed to connect" in expected_errors.text
