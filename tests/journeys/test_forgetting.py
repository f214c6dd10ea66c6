"""A group ends, by clicks: asked once, seven days to think, and then nothing but the record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import discord
from sqlalchemy import select

from bot.views import custom_ids
from db.models import Box, Erasure, Group, Round
from tests.journeys.group import (
    a_group,
    a_prompt_posted,
    a_sealed_round,
    a_stray_button,
    all_answer,
    code_of,
)
from tests.journeys.world import answer, buttons, command, posts, press, texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.client import SupervisionBot
    from bot.services import Services
    from db.engine import Database
    from tests.journeys.world import World

WEEK = timedelta(days=7)


async def left_in(database: Database) -> tuple[int, list[str]]:
    """How many rows of a group are left, and what the record says."""
    async with database.read() as session:
        rows = 0
        for table in (Group, Round, Box):
            rows += len((await session.execute(select(table))).all())
        record = await session.scalars(select(Erasure.what))
        return rows, list(record)


def files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def forget(world: World) -> str:
    asked = await command(world.admin, world.channel, "forget")
    return texts(await press(world.admin, asked, "Forget this group"))


async def test_forgetting_is_asked_once_and_says_what_until_when_and_what_stays(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    asked = await command(world.admin, world.channel, "forget")
    assert asked.ephemeral
    for part in ("every answer", "seven days", "/setup", "One line stays", "names nobody"):
        assert part in texts(asked)
    (group,) = await services.groups.of_guild(world.guild.id)
    assert group.forget_at is None
    done = await press(world.admin, asked, "Forget this group")
    assert "no more prompts" in texts(done)
    again = await command(world.admin, world.channel, "forget")
    assert texts(again) == texts(done)
    assert not buttons(again)


async def test_after_seven_days_nothing_is_left_but_the_record(
    world: World, services: Services, database: Database, keys_dir: Path
) -> None:
    await a_sealed_round(world, services)
    await forget(world)
    await world.pass_time(WEEK - timedelta(minutes=5))
    assert "4 people" in texts(await command(world.facilitator, world.channel, "summary"))
    *_, said = posts(world.channel)
    assert "No more prompts come here" in texts(said)
    assert len(posts(world.channel)) == 3
    await world.pass_time(timedelta(minutes=10))
    assert await left_in(database) == (0, ["a whole group"])
    assert not files_in(keys_dir)
    reply = await command(world.facilitator, world.channel, "summary")
    assert "no supervision group" in texts(reply)


async def test_the_group_reads_once_that_it_ends_and_that_it_goes_on(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    asked = await command(world.admin, world.channel, "forget")
    await press(world.admin, asked, "Forget this group")
    (said,) = posts(world.channel)
    assert "No more prompts come here" in texts(said)
    ahead = texts(await command(world.admin, world.channel, "schedule show"))
    assert "Prompt 0" not in ahead
    assert "No date is planned: this group ends" in ahead
    page = await command(world.admin, world.channel, "setup", zone="Berlin")
    assert "takes it back" in texts(page)
    done = await press(world.admin, page, "Store changes")
    assert "The group is taken back" in texts(done)
    assert "This group goes on" in texts(posts(world.channel)[-1])
    (group,) = await services.groups.of_guild(world.guild.id)
    assert group.forget_at is None


async def test_a_round_that_is_open_can_be_answered_and_read_in_the_days_of_grace(
    world: World, services: Services
) -> None:
    post = await a_prompt_posted(world, services)
    await forget(world)
    receipt = await answer(world.clinicians[5], post, "Even now I would like to say this.")
    await all_answer(world, post, 3)
    await world.pass_time(timedelta(days=5))
    assert "4 people" in texts(await command(world.facilitator, world.channel, "summary"))
    await world.pass_time(WEEK)
    gone = await command(world.clinicians[5], world.channel, "receipt", code=code_of(receipt))
    assert "no answer under this code" in texts(gone)


async def test_setting_the_group_up_again_takes_it_back(
    world: World, services: Services, database: Database
) -> None:
    await a_sealed_round(world, services)
    await forget(world)
    await world.pass_time(timedelta(days=1))
    await a_group(world, services)
    await world.pass_time(2 * WEEK)
    assert "4 people" in texts(await command(world.facilitator, world.channel, "summary"))
    assert (await left_in(database))[1] == []


async def test_only_who_manages_the_server_may_forget_at_every_door(
    world: World, services: Services
) -> None:
    group = await a_group(world, services)
    stray = await a_stray_button(world, custom_ids.forget(group.id))
    for member in (world.facilitator, world.clinicians[0]):
        refused = await press(member, stray, "Stray")
        assert refused.ephemeral
        assert "Manage Server" in texts(refused)
    assert "forget" not in world.facilitator.available_commands(world.channel)
    assert "forget" in world.admin.available_commands(world.channel)
    (group,) = await services.groups.of_guild(world.guild.id)
    assert group.forget_at is None


async def test_an_admin_elsewhere_chooses_the_group(world: World, services: Services) -> None:
    group = await a_group(world, services)
    elsewhere = world.guild.create_text_channel("elsewhere")
    offered = await world.admin.autocomplete(elsewhere, "forget", "group", "super")
    assert [choice["value"] for choice in offered] == [str(group.id)]
    asked = await command(world.admin, elsewhere, "forget", group=str(group.id))
    assert f"<#{world.channel.id}>" in texts(asked)
    for wrong in ("999", "supervision", "9" * 40):
        refused = await command(world.admin, elsewhere, "forget", group=wrong)
        assert "no such group" in texts(refused)
    assert "no supervision group" in texts(await command(world.admin, elsewhere, "forget"))


async def test_another_server_s_admin_forgets_nothing_here(
    world: World, services: Services
) -> None:
    other = world.env.create_guild("Another practice")
    channel = other.create_text_channel("supervision")
    admins = other.create_role("Admin", permissions=discord.Permissions(manage_guild=True))
    owner = other.add_member(world.env.create_user("olu"), roles=[admins])
    group = await a_group(world, services)
    refused = await command(owner, channel, "forget", group=str(group.id))
    assert "no such group" in texts(refused)
    (group,) = await services.groups.of_guild(world.guild.id)
    assert group.forget_at is None


async def test_the_question_can_be_answered_after_a_restart(
    world: World, services: Services, make_bot: Callable[[], SupervisionBot]
) -> None:
    await a_group(world, services)
    asked = await command(world.admin, world.channel, "forget")
    await world.restart(make_bot())
    assert "no more prompts" in texts(await press(world.admin, asked, "Forget this group"))


async def test_when_the_bot_is_removed_its_groups_end_after_seven_days(
    world: World, services: Services, database: Database, keys_dir: Path
) -> None:
    await a_sealed_round(world, services)
    world.env.backend.remove_guild(world.guild.id)
    await world.env.settle()
    await world.pass_time(WEEK - timedelta(minutes=5))
    assert (await left_in(database))[0] > 0
    await world.pass_time(timedelta(minutes=10))
    assert await left_in(database) == (0, ["a whole group"])
    assert not files_in(keys_dir)


async def test_a_server_that_is_only_out_of_reach_forgets_nothing(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    gone = {"id": str(world.guild.id), "unavailable": True}
    world.env.backend.emit("GUILD_DELETE", gone)
    await world.env.settle()
    (group,) = await services.groups.of_guild(world.guild.id)
    assert group.forget_at is None
