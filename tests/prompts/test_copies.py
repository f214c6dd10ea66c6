"""A round keeps a copy of its prompt; what comes back must be what was asked."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import Poles, Prompt, Strand, load_codebook, load_deck

TEXT = st.text(min_size=1, max_size=60)
STRANDS = st.builds(Strand, TEXT, TEXT, st.lists(TEXT, max_size=3).map(tuple))
PROMPTS = st.builds(
    Prompt,
    key=TEXT,
    title=TEXT,
    question=TEXT,
    invitation=TEXT,
    follow_up=TEXT,
    paragraph=st.integers(1, 10),
    core_question=st.integers(1, 15),
    poles=st.none() | st.builds(Poles, TEXT, TEXT),
    strands=st.lists(STRANDS, min_size=4, max_size=6).map(tuple),
    codebook=st.text(max_size=10),
)


@given(PROMPTS)
def test_any_prompt_survives_being_kept_as_json(prompt: Prompt) -> None:
    assert Prompt.from_dict(json.loads(json.dumps(prompt.as_dict()))) == prompt


def test_every_built_in_prompt_survives_being_kept_as_json() -> None:
    for prompt in load_deck().prompts:
        assert Prompt.from_dict(json.loads(json.dumps(prompt.as_dict()))) == prompt


def test_a_copy_that_lost_a_field_is_not_taken_for_a_prompt() -> None:
    copy = load_deck().prompts[0].as_dict()
    del copy["question"]
    with pytest.raises(TypeError):
        Prompt.from_dict(copy)


def test_each_prompt_remembers_the_version_of_its_codebook() -> None:
    assert {prompt.codebook for prompt in load_deck().prompts} == {load_codebook().version}


def test_prompts_are_found_by_their_keys_and_by_nothing_else() -> None:
    deck = load_deck()
    assert all(deck.get(prompt.key) is prompt for prompt in deck.prompts)
    with pytest.raises(KeyError):
        deck.get("no-such-key")
