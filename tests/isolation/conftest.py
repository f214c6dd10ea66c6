"""A first group that has lived a while, and two strangers: in another server, and next door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, MemberActor

from bot.services import Services
from db.engine import Database
from tests.isolation.first import First, Rows, a_first_group, a_group_of, rows_but_of
from tests.journeys.conftest import clock, make_bot, world
from tests.journeys.world import World

__all__ = ["clock", "make_bot", "world"]


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody with a group of their own, and where they try it from."""

    actor: MemberActor
    channels: tuple[ChannelHandle, ...]
    database: Database
    own: dict[str, Any]

    async def everybody_elses(self) -> Rows:
        """The store without what is the stranger's own to change."""
        return await rows_but_of(self.database, **self.own)


@pytest.fixture
async def first(world: World, services: Services, database: Database) -> First:
    return await a_first_group(world, services, database)


@pytest.fixture
async def foreigner(first: First) -> Stranger:
    """Another server's admin, who is the facilitator there too."""
    world = first.world
    guild = world.env.create_guild("Another practice")
    rights = discord.Permissions(manage_guild=True)
    role = guild.create_role("Everything", permissions=rights)
    channel, lobby = guild.create_text_channel("ours"), guild.create_text_channel("lobby")
    actor = guild.add_member(world.env.create_user("stranger"), roles=[role])
    await world.env.settle()
    own = await a_group_of(world, first.services, channel, actor, role.id)
    ours = {"guild_id": guild.id, "group_id": own}
    return Stranger(actor, (channel, lobby), first.database, ours)


@pytest.fixture
async def neighbour(first: First) -> Stranger:
    """The facilitator of the same server's second group, who manages nothing."""
    world = first.world
    role = world.guild.create_role("Second facilitator")
    channel = world.guild.create_text_channel("second")
    actor = world.guild.add_member(world.env.create_user("neighbour"), roles=[role])
    await world.env.settle()
    own = await a_group_of(world, first.services, channel, world.admin, role.id)
    return Stranger(actor, (channel, world.channel), first.database, {"group_id": own})
