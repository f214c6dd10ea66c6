"""Every command, button and form, tried with another group's ids: nothing is shown or changed.

All of them are enumerated: a command, option or custom_id without a case here fails.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, TypeAlias

import pytest
from discord.app_commands import Command

from bot import views
from bot.client import SupervisionBot
from bot.views import custom_ids, desk_ids
from tests.isolation.conftest import Stranger
from tests.isolation.first import (
    FORM,
    GUESSED,
    First,
    commanded,
    emitted,
    names_nothing_of_it,
    offered,
    tells,
)
from tests.journeys.group import a_stray_button
from tests.journeys.world import texts
from tests.prompts.test_table import HEADER, ROW

AnyCommand: TypeAlias = Command[Any, ..., Any]
Options: TypeAlias = dict[str, Any]

A_FILE = ("ours.csv", f"{HEADER}\n{ROW}\n".encode())
VALUES: dict[str, Callable[[First], list[object]]] = {
    "group": lambda first: [str(first.group_id)],
    "round": lambda first: [str(first.sealed_id), str(first.open_id)],
    "code": lambda first: [first.open_token.code, first.sealed_token.code],
    "prompt": lambda first: [first.key, "prompt-1"],
    "word": lambda _: [GUESSED],
    "date": lambda _: ["2026-03-16"],
    "first": lambda _: ["2026-03-16"],
    "last": lambda _: ["2026-03-17"],
    "until": lambda _: ["2026-03-30"],
    "zone": lambda _: ["Europe/London"],
    "weekday": lambda _: [3],
    "time": lambda _: ["12:15"],
    "weeks": lambda _: [2],
    "hours": lambda _: [24],
    "place": lambda _: [1],
    "which": lambda _: [0],
    "kind": lambda _: ["toml", "csv"],
    "only_these": lambda _: [True],
    "file": lambda _: [A_FILE],
}
"""For each option of any command: what somebody would put in who means the first group."""
NO_ID = {"role"}
"""Options that Discord itself fills from the caller's own server, and refuses otherwise."""

ANYBODYS_COMMANDS = {"answer", "receipt", "privacy", "help", "guard list"}
"""Open to each member of a server: an author has no role, and a receipt's holder is its author."""
ANYBODYS_OFFERS = {"guard ask-again"}
"""Suggests what ``/guard list`` shows to anybody in the group's channel."""
ANYBODYS_DOORS = {
    *("answer", "privacy", "write", "retry", "redact", "reword", "as_written", "discard"),
    *("edit", "withdraw", "withdraw_now", "code", "find"),
}

IDS: dict[str, Callable[[First], list[Any]]] = {
    "round_id": lambda first: [first.open_id, first.sealed_id],
    "group_id": lambda first: [first.group_id],
    "token": lambda first: [first.open_token, first.sealed_token],
    "handle": lambda first: [first.handle],
    "key": lambda first: [first.key, desk_ids.NEW],
    "choices": lambda _: [0],
    "page": lambda _: [0],
    "shelf": lambda _: [0],
    "number": lambda _: [0, 1],
    "dropped": lambda _: [True, False],
    "confirmed": lambda _: [True, False],
}
"""The same for each part of a custom_id."""
ANSWERED = {"text": "What I would slip in.", "leave": "group"}
WRITTEN = {"title": "Ours", "question": "Whose?", "invitation": "Recall.", "poles": ""}
MODULES = [
    importlib.import_module(f"bot.views.{each.name}")
    for each in pkgutil.iter_modules(views.__path__)
    if each.name.endswith("_ids")
]
FORMS = (desk_ids.PROMPT_FORM, *(form for one in MODULES for form in getattr(one, "FORMS", ())))


def commands_of(first: First) -> list[AnyCommand]:
    bot: Any = first.world.env.bot
    assert isinstance(bot, SupervisionBot)
    return [each for each in bot.tree.walk_commands() if isinstance(each, Command)]


def tries(command: AnyCommand, first: First) -> Iterator[Options]:
    """With every option filled in, and with each value that an option can take."""
    names = [each.display_name for each in command.parameters]
    values = {name: VALUES[name](first) for name in names if name not in NO_ID}
    for turn in range(max([1, *map(len, values.values())])):
        yield {name: each[turn % len(each)] for name, each in values.items()}
    needed = {each.display_name for each in command.parameters if each.required}
    if needed != set(values):
        yield {name: each[0] for name, each in values.items() if name in needed}


def builders(module: ModuleType) -> dict[str, Callable[..., str]]:
    """Everything in a module that makes a custom_id."""
    found = dict(inspect.getmembers(module, inspect.isfunction))
    return {
        name: make
        for name, make in found.items()
        if make.__annotations__.get("return") == "str"
        and make.__module__ == module.__name__
        and "match" not in make.__annotations__
    }


def ids_of(make: Callable[..., str], first: First) -> Iterator[str]:
    values = {name: IDS[name](first) for name in inspect.signature(make).parameters}
    for turn in range(max(map(len, values.values()))):
        chosen = {name: each[turn % len(each)] for name, each in values.items()}
        yield make(**chosen)


def a_form(custom_id: str) -> dict[str, Any]:
    fields = ANSWERED | WRITTEN
    parts = [{"type": 4, "custom_id": name, "value": text} for name, text in fields.items()]
    codes = ["presence", "fear", "safety", "agency"]
    parts.append({"type": 3, "custom_id": "strands", "values": codes})
    return {
        "custom_id": custom_id,
        "components": [{"type": 18, "id": n, "component": p} for n, p in enumerate(parts, 1)],
    }


async def tried(
    stranger: Stranger, first: First, command: AnyCommand, *, typing: bool = True
) -> None:
    for channel in stranger.channels:
        for options in tries(command, first):
            reply = await commanded(stranger.actor, channel, command.qualified_name, options)
            assert names_nothing_of_it([tells(reply)]), (command.qualified_name, options)
            for parameter in command.parameters:
                if parameter.autocomplete and typing:
                    found = await offered(
                        *(stranger.actor, channel, command.qualified_name),
                        *(parameter.display_name, options),
                    )
                    assert names_nothing_of_it(each["name"] for each in found)


async def pressed(stranger: Stranger, first: First, custom_id: str) -> None:
    if any(template.fullmatch(custom_id) for template in FORMS):
        form = a_form(custom_id)
        reply = await emitted(stranger.actor, stranger.channels[0], FORM, form)
    else:
        post = await a_stray_button(first.world, custom_id, stranger.channels[0])
        reply = await stranger.actor.click(post, label="Stray")
    assert names_nothing_of_it([tells(reply)]), custom_id


async def test_no_command_reaches_a_group_of_another_server(
    first: First, foreigner: Stranger
) -> None:
    before = await foreigner.everybody_elses()
    for command in commands_of(first):
        await tried(foreigner, first, command)
        assert await foreigner.everybody_elses() == before, command.qualified_name


async def test_no_command_reaches_another_group_whose_role_one_lacks(
    first: First, neighbour: Stranger
) -> None:
    before = await neighbour.everybody_elses()
    names = {each.qualified_name for each in commands_of(first)}
    assert names > ANYBODYS_COMMANDS
    for command in commands_of(first):
        if command.qualified_name not in ANYBODYS_COMMANDS:
            typing = command.qualified_name not in ANYBODYS_OFFERS
            await tried(neighbour, first, command, typing=typing)
            assert await neighbour.everybody_elses() == before, command.qualified_name


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_pattern_has_a_builder_that_is_tried(module: ModuleType) -> None:
    templates = [each for each in vars(module).values() if isinstance(each, re.Pattern)]
    assert len(builders(module)) == len(templates) > 0


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
async def test_no_button_and_no_form_reaches_a_group_of_another_server(
    first: First, foreigner: Stranger, module: ModuleType
) -> None:
    before = await foreigner.everybody_elses()
    for name, make in builders(module).items():
        for custom_id in ids_of(make, first):
            await pressed(foreigner, first, custom_id)
            assert await foreigner.everybody_elses() == before, name


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
async def test_no_button_and_no_form_reaches_another_group_whose_role_one_lacks(
    first: First, neighbour: Stranger, module: ModuleType
) -> None:
    before = await neighbour.everybody_elses()
    doors = {name: make for name, make in builders(module).items() if name not in ANYBODYS_DOORS}
    assert doors
    for name, make in doors.items():
        for custom_id in ids_of(make, first):
            await pressed(neighbour, first, custom_id)
            assert await neighbour.everybody_elses() == before, name


async def test_the_same_doors_open_to_those_whose_group_it_is(first: First) -> None:
    """So that the tests above cannot hold because the ids were wrong."""
    world, shown = first.world, []
    for name, options in (
        ("receipt", {"code": first.open_token.code}),
        ("prompts show", {"prompt": first.key, "group": str(first.group_id)}),
        ("guard list", {}),
    ):
        shown.append(texts(await commanded(world.admin, world.channel, name, options)))
    post = await a_stray_button(world, custom_ids.all_answers(first.sealed_id))
    shown.append(texts(await world.facilitator.click(post, label="Stray")))
    assert not [each for each in shown if names_nothing_of_it([each])]
