"""The form asks for five things at most; what comes back is read whatever shape it is in."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ballot.answer import TEXT_LIMIT, Answer, Leave
from bot.ballot.tokens import Token
from bot.errors import UnusableAnswer
from bot.views import custom_ids
from bot.views.modal import answer_modal, read_modal, text_of
from prompts import load_deck
from tests.making import a_prompt, a_round_card, an_answer
from tests.views.limits import breaches, payload, said_in, walk
from tests.views.test_prompt_post import LONGEST

TOKEN = Token(bytes(range(16)))


def sent(answer: Answer, custom_id: str = "sb:write:12:x") -> dict[str, Any]:
    """What Discord sends when the form was filled in with this answer."""
    fields: list[dict[str, Any]] = [
        {"type": 4, "custom_id": "text", "value": answer.text},
        {"type": 21, "custom_id": "position", "value": answer.position and str(answer.position)},
        {"type": 22, "custom_id": "strands", "values": list(answer.strands)},
        {"type": 21, "custom_id": "leave", "value": answer.leave.value},
    ]
    labels = [
        {"type": 18, "id": n, "component": {"id": 9 + n} | f} for n, f in enumerate(fields, 2)
    ]
    return {"custom_id": custom_id, "components": [{"type": 10, "id": 1}, *labels]}


def fields_of(answer: Answer | str, **changes: Any) -> dict[str, dict[str, Any]]:
    modal = answer_modal(a_round_card(**changes), TOKEN, answer)
    return {p["custom_id"]: dict(p) for p in walk(payload(modal)) if "custom_id" in p}


def marked(field: dict[str, Any]) -> list[str]:
    return [option["value"] for option in field["options"] if option.get("default")]


def test_the_form_carries_its_round_and_its_token() -> None:
    modal = answer_modal(a_round_card(id=5), TOKEN)
    assert custom_ids.parse_write(modal.custom_id) == (5, TOKEN)
    assert modal.title == a_prompt().title


def test_the_form_asks_for_text_place_strands_and_leave_and_presets_nothing() -> None:
    fields = fields_of("")
    assert list(fields) == ["text", "position", "strands", "leave"]
    assert fields["text"]["required"]
    assert fields["text"]["max_length"] == TEXT_LIMIT
    assert not fields["position"]["required"]
    assert not fields["strands"]["required"]
    assert fields["leave"]["required"]
    assert not any(marked(fields[name]) for name in ("position", "strands", "leave"))
    assert not fields["text"].get("value")


def test_the_five_steps_carry_the_words_of_the_poles() -> None:
    labels = [option["label"] for option in fields_of("")["position"]["options"]]
    assert labels[0] == "1 · a tool"
    assert labels[4] == "5 · a trap"
    assert len(labels) == 5


def test_a_prompt_without_poles_asks_for_no_place() -> None:
    assert "position" not in fields_of("", prompt=a_prompt(poles=None))


def test_every_strand_of_the_prompt_may_be_ticked_at_once() -> None:
    strands = fields_of("")["strands"]
    assert [option["value"] for option in strands["options"]] == [
        strand.code for strand in a_prompt().strands
    ]
    assert (strands["min_values"], strands["max_values"]) == (0, len(a_prompt().strands))


def test_a_draft_fills_the_form_in() -> None:
    fields = fields_of(an_answer("My words.", strands=("fear", "agency"), position=4))
    assert fields["text"]["value"] == "My words."
    assert marked(fields["position"]) == ["4"]
    assert marked(fields["strands"]) == ["fear", "agency"]
    assert marked(fields["leave"]) == ["group"]
    assert fields_of("Only words.")["text"]["value"] == "Only words."


def test_those_whose_answer_does_not_count_are_told_before_they_write() -> None:
    card = a_round_card(k=5)
    assert "does not count" in said_in(answer_modal(card, TOKEN, counts=False))
    assert "does not count" not in said_in(answer_modal(card, TOKEN))


@pytest.mark.parametrize("draft", ["", "x" * 4000, "🙂" * 3000, an_answer("y" * 3000)])
@pytest.mark.parametrize("counts", [False, True])
def test_the_longest_prompt_makes_a_form_within_limits(
    *, draft: Answer | str, counts: bool
) -> None:
    modal = answer_modal(a_round_card(prompt=LONGEST), TOKEN, draft, counts=counts)
    assert not breaches(modal)


def test_every_prompt_of_the_deck_makes_a_form_within_limits() -> None:
    for prompt in load_deck().prompts:
        assert not breaches(answer_modal(a_round_card(prompt=prompt), TOKEN)), prompt.key


def test_the_form_is_not_kept_in_memory() -> None:
    assert answer_modal(a_round_card(), TOKEN).is_finished()


words = st.text(st.characters(exclude_categories=["Cs"]))
answers = st.builds(
    Answer,
    words,
    st.sampled_from(Leave),
    strands=st.lists(st.sampled_from(["fear", "agency"]), unique=True).map(tuple),
    position=st.none() | st.integers(1, 5),
)


@given(answers)
def test_what_was_filled_in_is_read_back_exactly(answer: Answer) -> None:
    assert read_modal(sent(answer)) == answer
    assert text_of(sent(answer)) == answer.text


def test_the_older_form_of_payload_is_read_too() -> None:
    rows = [
        {"type": 1, "components": [part["component"]]}
        for part in sent(an_answer())["components"][1:]
    ]
    assert read_modal({"custom_id": "sb:write:12:x", "components": rows}) == an_answer()


def test_parts_left_out_are_no_choice() -> None:
    data = sent(an_answer())
    data["components"] = [data["components"][1], data["components"][4]]
    assert read_modal(data) == an_answer(strands=(), position=None)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        (4, {"value": None}),
        (4, {"value": "everybody"}),
        (4, {"value": ["group"]}),
        (2, {"value": "6"}),
        (2, {"value": "²"}),
        (2, {"value": 3.5}),
        (3, {"values": "fear"}),
        (3, {"values": [["fear"]]}),
    ],
)
def test_a_choice_that_cannot_be_made_out_is_said_and_the_text_is_still_there(
    field: int, change: dict[str, Any]
) -> None:
    data = sent(an_answer("Not to be lost."))
    data["components"][field]["component"] |= change
    with pytest.raises(UnusableAnswer, match="nothing was stored"):
        read_modal(data)
    assert text_of(data) == "Not to be lost."


def test_a_text_under_another_name_is_still_handed_back() -> None:
    data = {
        "components": [{"type": 18, "component": {"type": 4, "custom_id": "?", "value": "Mine"}}]
    }
    assert text_of(data) == "Mine"


def test_half_a_character_becomes_a_sign_that_can_be_stored() -> None:
    text = text_of(sent(an_answer("a\ud83db")))
    assert text == "a\N{REPLACEMENT CHARACTER}b"
    assert text_of(sent(an_answer("\ud83d\ude42"))) == "🙂"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inside: (
        st.lists(inside)
        | st.dictionaries(
            st.sampled_from(["custom_id", "components", "component", "value", "values", "type"])
            | st.text(),
            inside,
        )
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["custom_id", "components", "x"]), json_values))
def test_garbage_is_an_unusable_answer_and_never_another_error(data: dict[str, Any]) -> None:
    assert isinstance(text_of(data), str)
    with suppress(UnusableAnswer):
        assert isinstance(read_modal(data), Answer)


def test_a_payload_nested_deeper_than_the_stack_is_read() -> None:
    deep: Any = sent(an_answer("Far down."))["components"]
    for _ in range(5000):
        deep = [deep]
    assert text_of({"components": deep}) == "Far down."
