"""Choices ride in a custom_id and come back as they were."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.ballot.answer import Answer, Leave
from bot.ballot.choices import packed, unpacked
from tests.making import a_prompt

CODES = [strand.code for strand in a_prompt().strands]


@given(
    leave=st.sampled_from(Leave),
    place=st.none() | st.integers(1, 5),
    ticked=st.sets(st.sampled_from(CODES)),
)
def test_choices_come_back_as_they_were(leave: Leave, place: int | None, ticked: set[str]) -> None:
    strands = tuple(code for code in CODES if code in ticked)
    answer = Answer("Some words.", leave, strands, place)
    assert unpacked(packed(answer, a_prompt()), "Some words.", a_prompt()) == answer


@given(number=st.integers(0, 9999))
def test_any_number_gives_an_answer_that_its_prompt_takes(number: int) -> None:
    taken = unpacked(number, "Some words.", a_prompt()).checked_for(a_prompt())
    assert taken.text == "Some words."
