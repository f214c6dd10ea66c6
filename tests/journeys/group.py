"""A group that is set up, and a round that is open, without going through /setup each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.services.values import Caller
from tests.journeys.world import World, answer, posts, prompt_in
from tests.making import a_plan

if TYPE_CHECKING:
    import discord

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
