"""An admin looks through the prompts, writes and changes some, and carries decks in and out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.journeys.group import a_group
from tests.journeys.world import (
    buttons,
    command,
    files,
    from_another_client,
    posts,
    press,
    prompt_in,
    submit,
    texts,
)
from tests.prompts.test_table import HEADER, ROW

if TYPE_CHECKING:
    from collections.abc import Callable

    from simcord import InteractionResult

    from bot.client import SupervisionBot
    from bot.services import Services
    from tests.journeys.world import World

FIELDS = {
    "title": "A quiet hour",
    "question": "What happened when you did nothing?",
    "invitation": "Recall one silence.",
    "poles": "too long | too short",
    "strands": ["presence", "fear", "safety", "agency"],
}


async def prompts(world: World, name: str, **options: object) -> InteractionResult:
    return await command(world.admin, world.channel, f"prompts {name}", **options)


async def listed(world: World, which: int = 0) -> str:
    return texts(await prompts(world, "list", which=which))


async def test_the_deck_is_listed_in_its_order_and_by_what_one_asks_for(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    read = await listed(world)
    assert "4 prompts" in read
    assert read.index("1. **Prompt 0**") < read.index("4. **Prompt 3**")
    await prompts(world, "disable", prompt="prompt-1")
    assert "2. **Prompt 1** · disabled" in await listed(world)
    assert "Prompt 1" not in await listed(world, which=1)
    assert "Prompt 0" not in await listed(world, which=2)
    assert "No prompt of this deck fits" in await listed(world, which=3)


async def test_what_was_asked_says_when(world: World, services: Services) -> None:
    await a_group(world, services)
    await world.pass_time(timedelta())
    assert "**Prompt 0** · asked 2 Mar 2026" in await listed(world)


async def test_a_prompt_is_shown_as_it_will_look_and_cannot_be_answered(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    shown = await prompts(world, "show", prompt="prompt-2")
    read = texts(shown)
    for part in ("Prompt 2", "What moves you", "my own unease", "a tool | a trap", "`prompt-2`"):
        assert part in read
    assert not buttons(shown)


async def test_a_prompt_written_in_the_form_is_posted_on_its_day(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    form = await prompts(world, "add")
    done = await submit(world.admin, form, **FIELDS)
    assert "“A quiet hour” is stored" in texts(done)
    await prompts(world, "move", prompt="a-quiet-hour", place=1)
    await world.pass_time(timedelta())
    assert "What happened when you did nothing?" in texts(prompt_in(world.channel))


async def test_changing_a_built_in_prompt_makes_a_copy(world: World, services: Services) -> None:
    await a_group(world, services)
    form = await prompts(world, "edit", prompt="prompt-0")
    assert form.modal is not None
    changed = {**FIELDS, "title": "Prompt 0, in our words"}
    done = await submit(world.admin, form, **changed)
    assert "a copy of your own" in texts(done)
    read = await listed(world)
    assert "1. **Prompt 0, in our words** · your own" in read
    assert "2. **Prompt 0** · disabled" in read


async def test_the_form_comes_filled_with_the_prompt_it_changes(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    form = await prompts(world, "edit", prompt="prompt-3")
    assert form.modal is not None
    inputs = [part["component"] for part in form.modal["components"]]
    values = {part["custom_id"]: part.get("value") for part in inputs}
    assert (values["title"], values["poles"]) == ("Prompt 3", "a tool | a trap")
    (menu,) = [part for part in inputs if part["custom_id"] == "strands"]
    assert len([each for each in menu["options"] if each.get("default")]) == 4


@pytest.mark.parametrize(("name", "state"), [("disable", "disabled"), ("retire", "retired")])
async def test_a_change_of_a_prompt_that_is_not_asked_says_so(
    world: World, services: Services, name: str, state: str
) -> None:
    await a_group(world, services)
    await submit(world.admin, await prompts(world, "add"), **FIELDS)
    await prompts(world, name, prompt="a-quiet-hour")
    form = await prompts(world, "edit", prompt="a-quiet-hour")
    done = texts(await submit(world.admin, form, **FIELDS))
    assert f"It is still {state}, so it is not asked" in done
    assert "will be asked" not in done
    assert "A quiet hour" not in await listed(world, which=1)


async def test_a_retired_prompt_has_no_place_in_the_deck(world: World, services: Services) -> None:
    await a_group(world, services)
    await submit(world.admin, await prompts(world, "add"), **FIELDS)
    await prompts(world, "retire", prompt="a-quiet-hour")
    moved = texts(await prompts(world, "move", prompt="a-quiet-hour", place=1))
    assert "“A quiet hour” is retired and has no place" in moved
    assert "\n- **A quiet hour** · retired" in await listed(world, which=6)


async def test_a_form_survives_a_restart(
    world: World, services: Services, make_bot: Callable[[], SupervisionBot]
) -> None:
    await a_group(world, services)
    form = await prompts(world, "add")
    await world.restart(make_bot())
    assert "is stored" in texts(await submit(world.admin, form, **FIELDS))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"poles": "only one end"}, "two ends as left | right"),
        ({"title": "x" * 46}, "field title"),
        ({"question": "x" * 301}, "field question"),
        ({"invitation": "Write to anna.miller@example.org"}, "an e-mail address"),
    ],
)
async def test_what_cannot_be_stored_is_handed_back_word_for_word(
    world: World, services: Services, changes: dict[str, str], sentence: str
) -> None:
    await a_group(world, services)
    before = await listed(world)
    form = from_another_client(await prompts(world, "add"))
    reply = await submit(world.admin, form, **(FIELDS | changes))
    read = texts(reply)
    assert sentence in read
    for text in {**FIELDS, **changes}.values():
        if isinstance(text, str):
            assert text in read
    assert await listed(world) == before


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("show", {"prompt": "unheard-of"}, "no such prompt"),
        ("edit", {"prompt": "<@1>"}, "no such prompt"),
        ("enable", {"prompt": ""}, "no such prompt"),
        ("disable", {"prompt": "unheard-of"}, "no such prompt"),
        ("move", {"prompt": "prompt-1", "place": 9}, "places 1 to 4"),
        ("retire", {"prompt": "prompt-1"}, "built-in prompt"),
    ],
)
async def test_what_cannot_be_meant_is_said(
    world: World, services: Services, name: str, options: dict[str, object], sentence: str
) -> None:
    await a_group(world, services)
    before = await listed(world)
    assert sentence in texts(await prompts(world, name, **options))
    assert await listed(world) == before


async def test_a_deck_goes_out_and_comes_in_again(world: World, services: Services) -> None:
    await a_group(world, services)
    for kind in ("toml", "csv"):
        out = await prompts(world, "export", kind=kind)
        ((name, content),) = (await files(out)).items()
        assert name == f"deck.{kind}"
        back = await prompts(world, "import", file=(name, content))
        assert "0 new, 0 changed, 4 already there" in texts(back)


async def test_a_deck_that_comes_in_again_asks_no_prompt_that_was_disabled(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    await prompts(world, "disable", prompt="prompt-1")
    before = await listed(world)
    out = await prompts(world, "export", kind="csv")
    ((name, content),) = (await files(out)).items()
    back = await prompts(world, "import", file=(name, content))
    assert "1 prompt of the file is disabled here" in texts(back)
    assert await listed(world) == before


async def test_an_imported_table_is_asked_alone_if_one_says_so(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    table = f"{HEADER}\n{ROW}\n".encode()
    reply = await prompts(world, "import", file=("ours.csv", table), only_these=True)
    assert "1 new" in texts(reply)
    await world.pass_time(timedelta())
    assert "Doubt" in texts(prompt_in(world.channel))
    await world.pass_time(timedelta(weeks=1))
    assert "Doubt" in texts(prompt_in(world.channel))


async def test_a_prompt_is_not_retired_while_it_is_all_that_another_group_is_asked(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    there = world.guild.create_text_channel("elsewhere")
    await a_group(world, services, channel_id=there.id)
    table = ("ours.csv", f"{HEADER}\n{ROW}\n".encode())
    await command(world.admin, there, "prompts import", file=table, only_these=True)
    refused = texts(await prompts(world, "retire", prompt="doubt"))
    assert f"the group of <#{there.id}>" in refused
    assert "Doubt" in texts(await command(world.admin, there, "prompts list", which=1))
    await command(world.admin, there, "prompts enable", prompt="prompt-2")
    assert "is retired" in texts(await prompts(world, "retire", prompt="doubt"))
    assert "Prompt 2" in texts(await command(world.admin, there, "prompts list", which=1))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("ours.csv", b"title\nDoubt\n", "ours.csv, line 1: expected a column key"),
        ("ours.csv", f"{HEADER}\n{ROW}\n{ROW}\n".encode(), "a key of its own for each"),
        (
            "ours.csv",
            f"{HEADER}\n{ROW.replace('Why?', 'Mail a.miller@example.org?')}\n".encode(),
            'ours.csv, line 2, prompt "doubt", field question: an e-mail address seems',
        ),
        (
            "ours.csv",
            f"{HEADER}\n{ROW.replace('doubt', 'prompt-1')}\n".encode(),
            'ours.csv, line 2, prompt "prompt-1", field key: “prompt-1” is the key of a built-in',
        ),
        (
            "ours.csv",
            f"{HEADER}\n{ROW}\n{ROW}\n".encode(),
            'ours.csv, line 3, prompt "doubt", field key: expected a key of its own for each',
        ),
        ("ours.toml", b"name = 'Ours'\n[[prompts]]\nkey = 'doubt'\n", 'line 2, prompt "doubt"'),
        ("ours.toml", b"name = ", "valid TOML"),
        ("ours.txt", b"anything", "ends in .toml or .csv"),
        ("ours.csv", b"k" * (512 * 1024 + 1), "too large"),
        ("ours.csv", b"\xff\xfe\x00", "UTF-8"),
        ("ours.toml", b"", "field prompts"),
    ],
)
async def test_a_file_with_a_mistake_is_refused_whole(
    world: World, services: Services, name: str, content: bytes, sentence: str
) -> None:
    await a_group(world, services)
    before = await listed(world)
    assert sentence in texts(await prompts(world, "import", file=(name, content)))
    assert await listed(world) == before


async def test_a_long_deck_has_pages(world: World, services: Services) -> None:
    await a_group(world, services)
    rows = [ROW.replace("doubt", f"doubt-{n}").replace("Doubt", f"Doubt {n}") for n in range(30)]
    table = "\n".join([HEADER, *rows]).encode()
    await prompts(world, "import", file=("ours.csv", table))
    first = await prompts(world, "list")
    assert "page 1 of 2" in texts(first)
    assert "Doubt 29" not in texts(first)
    second = await press(world.admin, first, "Next page")
    assert "Doubt 29" in texts(second)
    assert buttons(second) == ("Previous page",)


async def test_prompts_are_offered_while_one_types(world: World, services: Services) -> None:
    await a_group(world, services)
    offered = await world.admin.autocomplete(world.channel, "prompts disable", "prompt", "2")
    assert offered == [{"name": "Prompt 2", "value": "prompt-2"}]
    assert not await world.admin.autocomplete(world.channel, "prompts enable", "prompt", "")
    assert not await world.admin.autocomplete(world.channel, "prompts retire", "prompt", "")


async def test_nobody_else_gets_through_any_of_these_doors(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    form = await prompts(world, "add")
    bot: SupervisionBot = world.env.bot  # type: ignore[assignment]
    for each in await bot.tree.fetch_commands():
        if each.name == "prompts":
            world.guild.set_command_permissions(each, {world.guild.default_role: True})
    tries: dict[str, dict[str, object]] = {
        "list": {},
        "show": {"prompt": "prompt-0"},
        "add": {},
        "edit": {"prompt": "prompt-0"},
        "enable": {"prompt": "prompt-0"},
        "disable": {"prompt": "prompt-0"},
        "move": {"prompt": "prompt-0", "place": 2},
        "retire": {"prompt": "prompt-0"},
        "import": {"file": ("ours.csv", f"{HEADER}\n{ROW}\n".encode())},
        "export": {},
    }
    for person in (world.clinicians[0], world.facilitator):
        for name, options in tries.items():
            reply = await command(person, world.channel, f"prompts {name}", **options)
            assert "Manage Server" in texts(reply), name
    world.env.backend.remove_member_role(
        world.guild.id, world.admin.id, world.guild.roles["Admin"].id
    )
    await world.env.settle()
    late = await submit(world.admin, form, **FIELDS)
    assert "Manage Server" in texts(late)
    assert str(FIELDS["question"]) in texts(late)
    assert not posts(world.channel)
