"""Counts are exact, blind to order, and survive the texts."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ballot.answer import Answer, Leave
from bot.themes.asked import Asked, Crossed, asked
from prompts import Poles
from tests.making import a_prompt, an_answer

CODES = [strand.code for strand in a_prompt().strands]

answers_of_any_kind = st.lists(
    st.builds(
        Answer,
        text=st.just("Some words."),
        leave=st.sampled_from(Leave),
        strands=st.lists(st.sampled_from(CODES), unique=True).map(tuple),
        position=st.none() | st.integers(1, 5),
    ),
    max_size=40,
)


def standing(*places: int, strand: str = "fear") -> list[Answer]:
    return [an_answer(strands=(strand,), position=place) for place in places]


def test_strands_come_most_voices_first_and_ties_in_the_prompt_s_order() -> None:
    ticks = [("safety", "fear"), ("safety", "fear"), ("agency", "safety"), ("agency", "presence")]
    found = asked(a_prompt(), [an_answer(strands=each) for each in ticks])
    assert [(each.code, each.voices) for each in found.strands] == [
        ("safety", 3),
        ("fear", 2),
        ("agency", 2),
    ]
    assert [each.code for each in found.single] == ["presence"]


def test_a_voice_counts_once_however_often_it_ticked() -> None:
    found = asked(a_prompt(), [an_answer(strands=("fear", "fear")), an_answer(strands=())])
    assert not found.strands
    assert [(each.code, each.voices) for each in found.single] == [("fear", 1)]


def test_the_spread_counts_each_step_from_the_left_pole() -> None:
    found = asked(a_prompt(), [*standing(1, 1, 2, 5), an_answer(position=None)])
    assert found.spread is not None
    assert found.spread.counts == (2, 1, 0, 0, 1)
    assert (found.spread.placed, found.spread.left, found.spread.right) == (4, 3, 1)


def test_a_prompt_without_poles_has_no_spread() -> None:
    found = asked(a_prompt(poles=None), standing(1, 1, 1, 1, 5, 5, 5, 5))
    assert found.spread is None
    assert found.crossed == ()


def test_a_strand_is_crossed_with_the_poles_from_eight_answers_on() -> None:
    eight = standing(1, 2, 1, 4, 5, 3, 3, 3)
    assert asked(a_prompt(), eight).crossed == (Crossed("fear", "my own unease", 3, 2),)
    assert asked(a_prompt(), eight[:-1]).crossed == ()


def test_one_voice_on_a_side_is_never_shown_beside_its_strand() -> None:
    assert asked(a_prompt(), standing(1, 1, 2, 2, 1, 2, 5, 3)).crossed == ()
    assert asked(a_prompt(), standing(1, 1, 2, 2, 1, 5, 5, 4)).crossed != ()


def test_a_single_voice_cannot_be_had_by_taking_one_count_from_another() -> None:
    # Everybody ticked it: the one who stands in the middle would be the only one left over.
    assert asked(a_prompt(), standing(1, 1, 2, 2, 1, 5, 5, 3)).crossed == ()
    assert asked(a_prompt(), standing(1, 1, 2, 2, 1, 5, 5, 3, 3)).crossed != ()


def test_nobody_and_nothing_ticked_can_be_counted() -> None:
    assert asked(a_prompt(), []) == Asked(0, spread=asked(a_prompt(), []).spread)
    found = asked(a_prompt(), [an_answer(strands=(), position=None)] * 3)
    assert (found.voices, found.strands, found.single, found.crossed) == (3, (), (), ())


@given(answers_of_any_kind, st.randoms())
def test_the_order_of_the_answers_makes_no_difference(
    answers: list[Answer], chance: random.Random
) -> None:
    shuffled = chance.sample(answers, len(answers))
    assert asked(a_prompt(), shuffled) == asked(a_prompt(), answers)


@given(answers_of_any_kind)
def test_every_tick_and_place_is_counted_once(answers: Sequence[Answer]) -> None:
    found = asked(a_prompt(), answers)
    counted = sum(each.voices for each in (*found.strands, *found.single))
    assert counted == sum(len(answer.strands) for answer in answers)
    assert found.spread is not None
    assert found.spread.placed == sum(answer.position is not None for answer in answers)
    assert all(each.voices > 1 for each in found.strands)
    assert all(each.voices == 1 for each in found.single)


@given(answers_of_any_kind, st.sampled_from([a_prompt().poles, None]))
def test_the_stored_counts_give_the_same_picture_when_the_texts_are_gone(
    answers: list[Answer], poles: Poles | None
) -> None:
    prompt = a_prompt(poles=poles)
    found = asked(prompt, answers)
    stored = json.loads(json.dumps(found.as_dict()))
    assert Asked.from_dict(prompt, stored) == found


def test_what_is_stored_is_counts_and_codes_and_no_words() -> None:
    found = asked(a_prompt(), standing(1, 2, 1, 4, 5, 3, 3, 3)).as_dict()
    assert found == {
        "voices": 8,
        "strands": {"fear": 8},
        "spread": [2, 1, 3, 1, 1],
        "crossed": {"fear": [3, 2]},
    }


@pytest.mark.parametrize("missing", ["voices", "strands", "spread", "crossed"])
def test_counts_that_lack_a_part_are_refused_and_not_guessed(missing: str) -> None:
    stored = asked(a_prompt(), standing(1, 2)).as_dict()
    del stored[missing]
    with pytest.raises(KeyError):
        Asked.from_dict(a_prompt(), stored)
