"""Custom ids from anywhere: only the one spelling that was built is known, and a door answers."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.ballot.tokens import Token
from bot.errors import UnknownReceipt
from bot.views import custom_ids, desk_ids
from bot.views.prompts import SHELVES
from tests.fuzz.budget import at_the_door, fuzzed, refused
from tests.fuzz.hostile import as_sent, mutated, words
from tests.isolation.first import FORM, emitted
from tests.isolation.test_doors import FORMS, MODULES, builders
from tests.journeys.group import a_stray_button
from tests.journeys.world import World, files, texts

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "round_id": st.integers(1, 10**18 - 1),
    "group_id": st.integers(1, 10**18 - 1),
    "token": st.binary(min_size=16, max_size=16).map(Token),
    "handle": st.binary(min_size=16, max_size=16).map(bytes.hex),
    "key": st.just(desk_ids.NEW) | st.from_regex("[a-z0-9-]{3,40}", fullmatch=True),
    "choices": st.integers(0, 9999),
    "page": st.integers(0, 9999),
    "shelf": st.integers(0, len(SHELVES) - 1),
    "number": st.integers(0, 9999),
    "dropped": st.booleans(),
    "confirmed": st.booleans(),
}
LETTERS = "sbdek:0123456789ABCXYZabcxyz-"
TEMPLATES = [
    each for module in MODULES for each in vars(module).values() if isinstance(each, re.Pattern)
]
ANSWERING = [module for module in MODULES if hasattr(module, "is_strange")]
PREFIXES = tuple(module.PREFIX for module in ANSWERING)
MAKERS = [make for module in MODULES for make in builders(module).values()]


def parts_of(make: Callable[..., str]) -> dict[str, st.SearchStrategy[Any]]:
    return {name: VALUES[name] for name in inspect.signature(make).parameters}


built = st.sampled_from(MAKERS).flatmap(lambda make: st.builds(make, **parts_of(make)))
broken = st.one_of(
    built.flatmap(lambda custom_id: mutated(custom_id, LETTERS)),
    words,
    st.builds("{}{}".format, st.sampled_from(PREFIXES), words),
)


def read_back(custom_id: str) -> list[re.Pattern[str]]:
    """The templates that know it, once everything in it was read."""
    known = [template for template in TEMPLATES if template.fullmatch(custom_id)]
    for template in known:
        match = template.fullmatch(custom_id)
        assert match is not None
        for name, value in match.groupdict().items():
            if name not in {"token", "handle", "key"}:
                assert str(int(value)) == value
                assert int(value) < 2**63
            if name == "token":
                assert Token.parse(value).code == value
            if name == "handle":
                assert bytes.fromhex(value).hex() == value
    return known


@fuzzed
@given(built)
def test_every_id_that_was_built_is_known_to_one_door_and_fits(custom_id: str) -> None:
    assert len(read_back(custom_id)) == 1
    assert len(custom_id) <= 100


@fuzzed
@given(broken)
def test_a_broken_id_is_none_of_ours_or_has_the_one_right_spelling(custom_id: str) -> None:
    known = read_back(custom_id)
    assert len(known) <= 1
    if known:
        assert custom_id.isascii()
        assert len(custom_id) <= 100
        return
    assert custom_ids.parse_write(custom_id) is None
    for module in ANSWERING:
        if custom_id.startswith(module.PREFIX):
            assert module.is_strange(custom_id, form=True)
            assert module.is_strange(custom_id, form=False)


@fuzzed
@given(words | VALUES["token"].flatmap(lambda token: mutated(token.code, LETTERS)))
def test_a_receipt_code_is_read_or_refused_in_a_sentence(typed: str) -> None:
    sentence = refused(UnknownReceipt, lambda: Token.parse(typed))
    assert sentence != ""
    if sentence is None:
        token = Token.parse(typed)
        assert Token.parse(token.code) == token


arriving = broken.filter(lambda each: each.startswith(PREFIXES) and len(each) <= 100)


@at_the_door
@given(arriving)
async def test_whatever_button_is_pressed_the_person_gets_one_answer(
    world: World, custom_id: str
) -> None:
    post = await a_stray_button(world, custom_id)
    shown = await world.clinicians[0].click(post, label="Stray")
    assert shown.acknowledged, custom_id
    assert shown.modal is not None or texts(shown).strip()


@at_the_door
@given(arriving, words)
async def test_whatever_form_is_sent_the_person_gets_one_answer_and_their_text(
    world: World, custom_id: str, text: str
) -> None:
    part = {"type": 4, "custom_id": "text", "value": text}
    form = {"custom_id": custom_id, "components": [{"type": 18, "component": part}]}
    shown = await emitted(world.clinicians[0], world.channel, FORM, form)
    assert shown.acknowledged, custom_id
    assert texts(shown).strip()
    of_another_kind = any(form.fullmatch(custom_id) for form in FORMS if form != custom_ids.WRITE)
    if text.strip() and not of_another_kind:
        assert as_sent(text) in texts(shown) or await files(shown)
