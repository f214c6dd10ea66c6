"""The group that others try to reach: an id of every kind, and words that nobody else may read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from simcord import ChannelHandle, InteractionResult, MemberActor, interactions
from simcord.actors import _dispatch_actor_interaction
from sqlalchemy import select

from bot.ballot.tokens import Token
from bot.services import Services
from bot.services.desk import Written
from bot.services.values import Caller
from db.base import Base
from db.engine import Database
from tests.journeys.group import HOURS_BEFORE, a_prompt_posted, all_answer, code_of
from tests.journeys.world import World, answer, posts, texts
from tests.making import a_plan

COMMAND, PRESS, TYPING, FORM = 2, 3, 4, 5
SECRET = "Kestrelmoor"
"""Stands in everything the first group wrote, and nowhere else."""
GUESSED = "Ravenscar"
"""A word that the first group lets pass, and that a stranger happens to type."""

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class First:
    """Ids of a group with one sealed and one open round."""

    world: World
    services: Services
    database: Database
    group_id: int
    open_id: int
    sealed_id: int
    open_token: Token
    sealed_token: Token
    handle: str
    key: str


async def a_first_group(world: World, services: Services, database: Database) -> First:
    """Let the world's group live through one round and a half, with prompts of its own."""
    post = await a_prompt_posted(world, services, contacts=f"{SECRET} helpline")
    await all_answer(world, post, 3)
    sealed = await answer(world.clinicians[3], post, f"What I saw at {SECRET.lower()}.")
    await world.pass_time(timedelta(days=5))
    await world.pass_time(timedelta(days=2))
    (group,) = await services.groups.of_guild(world.guild.id)
    card = await services.rounds.open_round(group.id)
    later = await answer(world.clinicians[0], posts(world.channel)[-1], f"{SECRET.lower()} again.")
    reader = Caller(world.facilitator.id, world.guild.id, (world.facilitators.id,))
    (older,) = await services.summaries.sealed_rounds(group.id, reader)
    found = await services.summaries.answers(older.id, reader, world.clock())
    written = Written(SECRET, "Why?", "Recall.", "", ("presence", "fear", "safety", "agency"))
    admin = Caller(world.admin.id, world.guild.id, ())
    line = await services.prompts.write(group.id, admin, None, written, world.clock())
    for word in (SECRET, GUESSED):
        await services.guarding.allow(group.id, word, admin, world.clock())
    return First(
        world,
        services,
        database,
        group.id,
        card.id,
        older.id,
        Token.parse(code_of(later)),
        Token.parse(code_of(sealed)),
        found.answers[0].handle,
        line.prompt.key,
    )


async def a_group_of(
    world: World, services: Services, channel: ChannelHandle, admin: MemberActor, role_id: int
) -> int:
    """Another group, weeks before its first prompt; its id."""
    caller = Caller(admin.id, admin.guild.id, ())
    plan = a_plan(channel_id=channel.id, facilitator_role_id=role_id)
    return (await services.groups.set_up(plan, caller, world.clock() + HOURS_BEFORE)).id


async def rows_but_of(database: Database, *, guild_id: int = 0, group_id: int = 0) -> Rows:
    """Every row of the store but those of a guild, or of one group and its record."""
    kept: Rows = {}
    async with database.read() as session:
        for table in Base.metadata.sorted_tables:
            found = (await session.execute(select(table))).mappings().all()
            kept[table.name] = sorted(
                (
                    tuple(row.values())
                    for row in found
                    if not (guild_id and row.get("guild_id") == guild_id)
                    and not (group_id and row.get("group_id") == group_id)
                ),
                key=repr,
            )
    return kept


async def emitted(
    actor: MemberActor, channel: ChannelHandle, kind: int, data: dict[str, Any]
) -> InteractionResult:
    """Any interaction at all, as Discord would pass it on: the client's own rules are left out."""
    return await _dispatch_actor_interaction(actor, kind, channel, data)


async def commanded(
    actor: MemberActor, channel: ChannelHandle, name: str, options: dict[str, Any]
) -> InteractionResult:
    """A command, also one that Discord would not offer this person."""
    root, nesting, leaf = await _spec(actor, name)
    filled, resolved = interactions.build_options(actor, name, leaf, options, channel_id=channel.id)
    nested = interactions.nest_options(root, nesting, filled)
    data = {"id": root["id"], "name": root["name"], "type": 1, "options": nested}
    return await emitted(
        actor, channel, COMMAND, data | ({"resolved": resolved} if resolved else {})
    )


async def offered(
    actor: MemberActor, channel: ChannelHandle, name: str, option: str, filled: dict[str, Any]
) -> list[dict[str, Any]]:
    """What is suggested for an option while the others are filled in."""
    root, nesting, leaf = await _spec(actor, name)
    rest = {key: value for key, value in filled.items() if key != option}
    built, _ = interactions.build_options(
        actor, name, leaf, rest, partial=True, channel_id=channel.id
    )
    built.append({"name": option, "type": 3, "value": "", "focused": True})
    nested = interactions.nest_options(root, nesting, built)
    data = {"id": root["id"], "name": root["name"], "type": 1, "options": nested}
    found = await emitted(actor, channel, TYPING, data)
    assert found.autocomplete_choices is not None, f"nothing came back while typing /{name}"
    return found.autocomplete_choices


async def _spec(actor: MemberActor, name: str) -> tuple[Any, list[str], Any]:
    top, *below = name.split()
    root = actor._env.backend.find_command(top, actor.guild.id, type=1)
    assert root is not None, f"no command /{top}"
    leaf, nesting = interactions.walk_to_subcommand(root, below)
    return root, nesting, leaf


def tells(shown: InteractionResult) -> str:
    """All that a person learns from a reply; fails where there is none."""
    assert shown.acknowledged, "nobody answered; a person would see a failure"
    read = texts(shown)
    assert read.strip(), "an answer without a word"
    return read


def names_nothing_of_it(read: Iterable[str]) -> bool:
    return not any(SECRET.casefold() in each.casefold() for each in read)
