"""The doors of a bot, with and without the guards."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from discord import app_commands

from bot.replies import GuardedTree
from tests.views.doors import Doors, opened


@pytest.fixture
async def doors() -> AsyncIterator[Doors]:
    async with opened(GuardedTree) as made:
        yield made


@pytest.fixture
async def unguarded() -> AsyncIterator[Doors]:
    """The negative control: discord.py's own tree, as a bot without this module has it."""
    async with opened(app_commands.CommandTree) as made:
        yield made
