"""A group that is set up, and a round that is open, without going through /setup each time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.services.values import Caller
from bot.views.layout import Sheet, button
from tests.journeys.world import Shown, World, answer, posts, prompt_in, texts
from tests.making import a_plan

if TYPE_CHECKING:
    from simcord import ChannelHandle

    from bot.services import Services
    from bot.services.values import GroupCard

HOURS_BEFORE = timedelta(hours=8)


async def a_group(world: World, services: Services, **changes: Any) -> GroupCard:
    """Set the world's channel up, hours before the first prompt is due at the clock's time."""
    here: dict[str, Any] = {
        "channel_id": world.channel.id,
        "facilitator_role_id": world.facilitators.id,
        **changes,
    }
    admin = Caller(world.admin.id, world.guild.id, ())
    chosen = replace(a_plan(), **here)
    return await services.groups.set_up(chosen, admin, world.clock() - HOURS_BEFORE)


async def a_prompt_posted(world: World, services: Services, **changes: Any) -> discord.Message:
    """The group's first prompt, posted by the ticker when its time has come."""
    await a_group(world, services, **changes)
    await world.pass_time(timedelta())
    return prompt_in(world.channel)


async def all_answer(world: World, post: discord.Message, count: int = 4) -> None:
    """The first ``count`` clinicians answer, each in their own words."""
    for number, member in enumerate(world.clinicians[:count], start=1):
        await answer(
            member,
            post,
            f"In that moment it was I who wanted it to stop, and I noticed. Voice {number}.",
            strands=("fear", "safety") if number % 2 else ("presence",),
            position=number if number <= 5 else None,
        )


async def a_sealed_round(world: World, services: Services, count: int = 4) -> discord.Message:
    """A round that ran its time and was sealed; returns the line that leads to its summary."""
    post = await a_prompt_posted(world, services)
    await all_answer(world, post, count)
    await world.pass_time(timedelta(days=5))
    return posts(world.channel)[-1]


async def a_stray_button(
    world: World, custom_id: str, where: ChannelHandle | None = None
) -> discord.Message:
    """A message of the bot with a button of this custom_id: forged, outdated, or from elsewhere."""
    channel = world.env.bot.get_channel((where or world.channel).id)
    assert isinstance(channel, discord.TextChannel)
    return await channel.send(view=Sheet(ui.ActionRow(button("Stray", custom_id))))


def code_of(receipt: Shown) -> str:
    """The code that a person copies from their receipt."""
    (code,) = re.findall(r"```\n(\w{26})\n```", texts(receipt))
    return str(code)


async def the_night(world: World) -> None:
    """Let the next 03:00 of the group's zone pass; the clock stands at half past six before."""
    await world.pass_time(timedelta(hours=12))
