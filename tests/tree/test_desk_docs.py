"""Every command of the admin's desk is in the README, shown to admins alone, and explained."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeAlias

import discord
import pytest
from discord import app_commands

from bot.client import EXTENSIONS, SupervisionBot
from bot.services import Services

AnyCommand: TypeAlias = app_commands.Command[Any, ..., Any]
DESK = ("cogs.schedule", "cogs.dates", "cogs.prompts", "cogs.decks", "cogs.check", "cogs.audit_log")
README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


@pytest.fixture
async def commands(services: Services) -> list[AnyCommand]:
    async with SupervisionBot(services, discord.utils.utcnow) as bot:
        for name in DESK:
            await bot.load_extension(name)
        every = bot.tree.walk_commands()
        return [each for each in every if isinstance(each, app_commands.Command)]


def test_the_desk_is_part_of_the_bot() -> None:
    assert set(DESK) <= set(EXTENSIONS)


async def test_every_command_of_the_desk_is_in_the_readme(
    commands: list[AnyCommand],
) -> None:
    assert len(commands) == 23
    lacking = [each.qualified_name for each in commands if f"/{each.qualified_name}" not in README]
    assert not lacking


async def test_discord_shows_the_desk_to_admins_only_and_in_servers_only(
    commands: list[AnyCommand],
) -> None:
    for each in commands:
        root = each.root_parent or each
        assert root.guild_only, each.qualified_name
        assert root.default_permissions == discord.Permissions(manage_guild=True)


async def test_every_option_says_what_it_takes(
    commands: list[AnyCommand],
) -> None:
    for each in commands:
        for option in each.parameters:
            assert str(option.description) != "…", f"{each.qualified_name} {option.name}"
            assert len(str(option.description)) <= 100
        assert len(each.description) <= 100
