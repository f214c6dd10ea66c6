"""The first hour of a server with the bot, and its return after it was removed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from discord import Permissions
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.client import PERMISSIONS
from bot.running import invitation
from bot.services.values import Caller
from bot.shards import Share
from bot.views.catalogue.welcome import welcome
from tests.journeys.group import a_group
from tests.journeys.world import command, posts, prompt_in, texts
from tests.making import a_plan

if TYPE_CHECKING:
    import discord
    from simcord import ChannelHandle

    from bot.client import SupervisionBot
    from bot.services import Services
    from tests.journeys.world import World


def guild_of(world: World) -> discord.Guild:
    guild = world.env.bot.get_guild(world.guild.id)
    assert guild is not None
    return guild


async def joined(world: World, system: ChannelHandle | None = None) -> None:
    """Discord says that the bot is on this server now."""
    guild = guild_of(world)
    guild._system_channel_id = system.id if system else None
    bot: SupervisionBot = world.env.bot  # type: ignore[assignment]
    for listener in bot.extra_events["on_guild_join"]:
        await listener(guild)


async def test_the_welcome_comes_once_in_the_channel_for_such_things(world: World) -> None:
    lobby = world.guild.create_text_channel("lobby")
    await joined(world, lobby)
    (greeting,) = posts(lobby)
    assert "Supervision, once a week" in texts(greeting)
    assert "</setup:" in texts(greeting)
    assert not posts(world.channel)


async def test_without_such_a_channel_it_comes_where_the_bot_may_write(world: World) -> None:
    lobby = world.guild.create_text_channel("lobby")
    await world.forbid_bot(world.channel, "send_messages")
    await joined(world)
    assert not posts(world.channel)
    assert len(posts(lobby)) == 1


async def test_where_it_may_write_nowhere_it_says_nothing_and_fails_at_nothing(
    world: World,
) -> None:
    silent = Overwrite(
        world.env.backend.bot_user.id,
        OverwriteType.MEMBER,
        0,
        Permissions(send_messages=True).value,
    )
    world.env.backend.set_overwrite(world.channel.id, silent)
    await joined(world)
    assert not posts(world.channel)


async def test_a_return_takes_back_what_the_removal_began(world: World, services: Services) -> None:
    await a_group(world, services)
    await services.groups.forget_guild(world.guild.id, world.clock())
    assert "This group ends" in texts(await command(world.admin, world.channel, "schedule show"))
    await joined(world)
    await world.pass_time(timedelta())
    assert "Prompt 0" in texts(prompt_in(world.channel))


async def test_a_return_does_not_take_back_what_an_admin_asked_for(
    world: World, services: Services
) -> None:
    card = await a_group(world, services)
    admin = Caller(world.admin.id, world.guild.id, ())
    await services.groups.forget(card.id, admin, world.clock())
    await services.groups.forget_guild(world.guild.id, world.clock())
    await joined(world)
    (group,) = await services.groups.of_guild(world.guild.id)
    assert group.forget_at is not None


ELSEWHERE = 7 << 22
"""A server the bot is no longer in."""


async def ending_after_a_start(world: World, services: Services) -> list[bool]:
    """Whether the group here ends, and the one elsewhere, once the bot has come back."""
    bot: SupervisionBot = world.env.bot  # type: ignore[assignment]
    for listener in bot.extra_events["on_ready"]:
        await listener()
    found = [await services.groups.of_guild(each) for each in (world.guild.id, ELSEWHERE)]
    return [group.forget_at is not None for (group,) in found]


async def a_group_elsewhere(world: World, services: Services) -> None:
    await a_group(world, services)
    admin = Caller(world.admin.id, ELSEWHERE, ())
    await services.groups.set_up(a_plan(channel_id=99), admin, world.clock())


async def test_a_server_left_while_the_bot_was_not_running_ends_as_any_other(
    world: World, services: Services
) -> None:
    await a_group_elsewhere(world, services)
    assert await ending_after_a_start(world, services) == [False, True]
    (group,) = await services.groups.of_guild(ELSEWHERE)
    assert group.forget_at == world.clock() + timedelta(days=7)


async def test_a_server_that_is_only_out_of_reach_keeps_its_groups(
    world: World, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_group(world, services)
    monkeypatch.setattr(guild_of(world), "unavailable", True)
    await a_group_elsewhere(world, services)
    assert await ending_after_a_start(world, services) == [False, True]


@pytest.mark.parametrize(("shard", "ends"), [(0, False), (1, True)])
async def test_another_processs_servers_are_left_to_it(
    world: World,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    shard: int,
    *,
    ends: bool,
) -> None:
    await a_group_elsewhere(world, services)
    monkeypatch.setattr(world.env.bot, "share", Share(2, (shard,)))
    assert await ending_after_a_start(world, services) == [False, ends]


async def test_a_bot_that_is_in_no_server_at_all_ends_nothing(
    world: World, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with the token of another application."""
    await a_group_elsewhere(world, services)
    monkeypatch.setattr(world.env.bot._connection, "_guilds", {})
    assert await ending_after_a_start(world, services) == [False, False]


async def test_an_invitation_while_the_bot_was_not_running_takes_back_what_its_removal_began(
    world: World, services: Services
) -> None:
    await a_group_elsewhere(world, services)
    await services.groups.forget_guild(world.guild.id, world.clock())
    assert await ending_after_a_start(world, services) == [False, True]


async def test_help_shows_an_admin_every_command_as_something_to_click(world: World) -> None:
    read = texts(await command(world.admin, world.channel, "help"))
    bot: SupervisionBot = world.env.bot  # type: ignore[assignment]
    for name in ("schedule show", "prompts list", "check", "audit-log", "setup"):
        assert f"</{name}:" in read
        assert bot.command_mention(name) in read
    clinician = texts(await command(world.clinicians[0], world.channel, "help"))
    assert "schedule" not in clinician


def test_the_invitation_asks_for_what_the_bot_needs_and_no_more() -> None:
    link = invitation(123)
    assert f"permissions={PERMISSIONS.value}" in link
    assert "client_id=123" in link
    assert not PERMISSIONS.administrator
    assert "manage" not in " ".join(name for name, held in PERMISSIONS if held)


@pytest.mark.parametrize("name", ["setup", "help", "privacy"])
def test_the_welcome_names_the_commands_to_begin_with(name: str) -> None:
    assert f"<{name}>" in welcome(lambda each: f"<{each}>")
