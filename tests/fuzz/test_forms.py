"""Forms filled in by a client that keeps no rules: stored whole, or handed back whole."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from simcord import InteractionResult
from sqlalchemy import func, select

from bot.ballot.answer import Leave
from bot.ballot.tokens import Token
from bot.errors import UnknownReceipt, UnusableAnswer
from bot.services import Services
from bot.views import custom_ids, desk_ids
from bot.views.modal import read_modal, text_of
from bot.views.prompt_form import read_form
from db.engine import Database
from db.models import Box, OwnPrompt
from tests.fuzz.budget import at_the_door, fuzzed, refused
from tests.fuzz.hostile import anything, fields, long_words, words
from tests.isolation.first import FORM, emitted
from tests.journeys.group import a_group, a_prompt_posted
from tests.journeys.world import World, buttons, files, texts

ONCE = settings(at_the_door, suppress_health_check=list(HealthCheck))
ANSWER = ("text", "position", "strands", "leave")
ONE_FORM = Token(bytes(range(16)))
PROMPT = ("title", "question", "invitation", "poles", "strands")

said = long_words.filter(lambda text: len(text) < 20_000)
nearly_right = st.fixed_dictionaries(
    {
        "text": said,
        "leave": st.sampled_from([each.value for each in Leave]) | words,
        "position": st.none() | st.sampled_from(["1", "5", "6", "0", "１", ""]),
        "strands": st.lists(st.sampled_from(["presence", "fear", "nothing"]), max_size=3),
    }
)


def a_form(custom_id: str, components: object) -> dict[str, Any]:
    return {"custom_id": custom_id, "components": components}


def filled(values: dict[str, Any]) -> list[dict[str, Any]]:
    kinds = {"text": 4, "position": 21, "strands": 22, "leave": 21}
    return [
        {
            "type": 18,
            "component": {
                "type": kinds[name],
                "custom_id": name,
                "values" if name == "strands" else "value": value,
            },
        }
        for name, value in values.items()
    ]


async def count(database: Database, table: Any) -> int:
    async with database.read() as session:
        return int(await session.scalar(select(func.count()).select_from(table)) or 0)


async def stored(services: Services, world: World) -> str | None:
    """The answer as it lies in the box now."""
    try:
        return (await services.receipts.find(ONE_FORM, world.guild.id)).answer.text
    except UnknownReceipt:
        return None


async def sent(world: World, components: object, token: Token) -> InteractionResult:
    form = a_form(custom_ids.write(1, token), components)
    shown = await emitted(world.clinicians[0], world.channel, FORM, form)
    assert shown.acknowledged
    assert texts(shown).strip()
    return shown


@fuzzed
@given(anything | fields(*ANSWER, *PROMPT))
def test_any_payload_is_read_or_refused_in_a_sentence(payload: object) -> None:
    typed = text_of(payload)
    assert typed.encode("utf-8").decode("utf-8") == typed
    for text in (read_form(payload).title, read_form(payload).question):
        assert text.encode("utf-8").decode("utf-8") == text
    if isinstance(payload, dict):
        assert refused(UnusableAnswer, lambda: read_modal(payload)) != ""


def test_a_payload_nested_deeper_than_the_stack_is_read_too() -> None:
    deep: dict[str, Any] = {"type": 4, "custom_id": "text", "value": "at the bottom"}
    title = {"type": 4, "custom_id": "title", "value": "at the bottom"}
    nested: dict[str, Any] = {"components": [deep, title]}
    for _ in range(5000):
        nested = {"components": [nested]}
    assert text_of(nested) == "at the bottom"
    assert read_form(nested).title == "at the bottom"


@ONCE
@given(fields(*ANSWER) | nearly_right.map(filled))
async def test_an_answer_is_stored_with_a_receipt_or_nothing_is_and_the_text_returns(
    world: World, services: Services, database: Database, components: list[Any]
) -> None:
    if not await services.groups.of_guild(world.guild.id):
        await a_prompt_posted(world, services)
    before = await stored(services, world)
    typed = text_of({"components": components})
    shown = await sent(world, components, ONE_FORM)
    after = await stored(services, world)
    file = b"".join((await files(shown)).values()).decode()
    if buttons(shown) == ("Edit", "Withdraw"):
        assert after is not None
        assert after.split() == typed.split()
        assert after in texts(shown) or after in file
    else:
        assert after == before
        assert typed.strip() in texts(shown) or typed in file
    assert await count(database, Box) == (after is not None)


@ONCE
@given(fields("text", "code") | words.map(lambda text: filled({"text": text})))
async def test_a_code_form_opens_nothing_that_was_not_the_code(
    world: World, services: Services, components: list[Any]
) -> None:
    if not await services.groups.of_guild(world.guild.id):
        await a_prompt_posted(world, services)
    form = a_form(custom_ids.find(1), components)
    shown = await emitted(world.clinicians[1], world.channel, FORM, form)
    assert shown.acknowledged
    assert "Nothing was changed" in texts(shown) or "nothing was changed" in texts(shown)


@ONCE
@given(fields(*PROMPT), st.sampled_from((desk_ids.NEW, "prompt-1", "no-such-prompt")))
async def test_a_prompt_is_stored_or_nothing_is_and_every_word_returns(
    world: World, services: Services, database: Database, components: list[Any], key: str
) -> None:
    if not await services.groups.of_guild(world.guild.id):
        await a_group(world, services)
    before = await count(database, OwnPrompt)
    typed = read_form({"components": components})
    form = a_form(desk_ids.prompt_form(1, key), components)
    shown = await emitted(world.admin, world.channel, FORM, form)
    assert shown.acknowledged
    if await count(database, OwnPrompt) == before:
        file = b"".join((await files(shown)).values()).decode()
        kept = texts(shown).replace("` ` `", "```") + file
        for text in (typed.title, typed.question, typed.invitation, typed.poles):
            assert text in kept
