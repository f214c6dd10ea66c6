"""What reaches a group holds no word that only its facilitator may read, whatever was written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ballot.answer import Answer, Leave
from bot.themes.found import Form
from bot.themes.heard import Heard, counts_of, heard
from bot.themes.quotes import NotVerbatim, Quote
from bot.themes.summary import summarise
from bot.themes.told import Proposal, Theme, Told
from tests.making import a_codebook, a_prompt, an_answer

OPEN_WORDS = "I noticed that it was my own wish for quiet in the room"
SECRET = "Heron standing in the water is what only the facilitator may read"

LEAVES = st.lists(st.sampled_from(Leave), min_size=3, max_size=12)


def a_theme(number: int = 0, **changes: Any) -> Theme:
    plain = Theme(
        number=number,
        heading="wish for quiet",
        named=False,
        clause=False,
        voices=3,
        mixed=False,
        quotes=(Quote(OPEN_WORDS),),
        two_ways=None,
        question="What would quiet be for?",
        rests_on=("00" * 16,),
    )
    return replace(plain, **changes)


def told(*themes: Theme) -> Told:
    """With facilitator-only words in every place that is for the facilitator alone."""
    return Told(
        form=Form.THEMES,
        themes=themes,
        single=(),
        alone=4,
        left_over=2,
        nearness=(Quote(SECRET),),
        proposals=(Proposal(0, "fear", "Fear", likely=True, rests_on=SECRET, confirmed=None),),
    )


def written(leaves: list[Leave]) -> list[Answer]:
    """An answer for each, every one with a word of its own."""
    return [
        an_answer(f"In that hour I held on to something called marker{n}x and waited.", leave=leave)
        for n, leave in enumerate(leaves)
    ]


def put_together(answers: list[Answer], *themes: Theme) -> Heard:
    summary = summarise(a_prompt(), answers, a_codebook())
    return heard(replace(summary, told=told(*themes) if themes else None), answers)


def markers_of(answers: list[Answer], leave: Leave) -> set[str]:
    return {f"marker{n}x" for n, each in enumerate(answers) if each.leave is leave}


@given(LEAVES)
def test_no_word_of_an_answer_for_the_facilitator_alone_is_heard(leaves: list[Leave]) -> None:
    answers = written(leaves)
    found = repr(put_together(answers))
    assert not [each for each in markers_of(answers, Leave.FACILITATOR) if each in found]


@given(LEAVES.filter(lambda leaves: Leave.FACILITATOR in leaves and len(leaves) <= 6))
def test_had_nobody_looked_at_the_leave_such_a_word_would_be_found(leaves: list[Leave]) -> None:
    careless = [replace(each, leave=Leave.GROUP) for each in written(leaves)]
    found = repr(put_together(careless))
    secret = markers_of(written(leaves), Leave.FACILITATOR)
    assert [each for each in secret if each in found]


def test_what_is_for_the_facilitator_alone_is_left_behind() -> None:
    answers = [an_answer(OPEN_WORDS), an_answer(SECRET, leave=Leave.FACILITATOR)]
    dropped = a_theme(1, dropped=True, heading="let go", quotes=())
    found = put_together(answers, a_theme(), dropped)
    assert "Heron" not in repr(found)
    assert "let go" not in repr(found)
    assert "0000" not in repr(found)
    assert [theme.voices for theme in found.themes] == [3]


@pytest.mark.parametrize(
    "theme",
    [a_theme(quotes=(Quote(SECRET),)), a_theme(heading=SECRET, clause=True, quotes=())],
    ids=["a quote", "a heading"],
)
def test_a_theme_in_words_that_the_group_may_not_read_is_refused(theme: Theme) -> None:
    answers = [an_answer(OPEN_WORDS), an_answer(SECRET, leave=Leave.FACILITATOR)]
    with pytest.raises(NotVerbatim):
        put_together(answers, theme)


def test_a_single_voice_is_heard_beside_themes_once_and_by_its_leave() -> None:
    lone = "Nobody else spoke of the garden behind the house where we met."
    answers = [an_answer(OPEN_WORDS), an_answer(lone), an_answer(SECRET, leave=Leave.FACILITATOR)]
    voices = (Quote(lone), Quote(lone), Quote(OPEN_WORDS))
    found = replace(told(a_theme()), single=voices, nearness=())
    summary = summarise(a_prompt(), answers, a_codebook(), told=found)
    assert heard(summary, answers).single == (Quote(lone),)
    careless = replace(summary, told=replace(found, single=(Quote(SECRET),)))
    with pytest.raises(NotVerbatim):
        heard(careless, answers)


@pytest.mark.parametrize("form", [Form.CLOSE, Form.TENTATIVE, Form.THEMES])
def test_of_a_few_answers_that_lie_close_nobody_hears_how_many(form: Form) -> None:
    answers = [an_answer(OPEN_WORDS)]
    found = replace(told(a_theme()), form=form, nearness=())
    (theme,) = heard(summarise(a_prompt(), answers, a_codebook(), told=found), answers).themes
    assert theme.voices == (None if form is Form.CLOSE else 3)


def test_no_quote_is_heard_twice() -> None:
    found = put_together([an_answer(f"{OPEN_WORDS}.")], a_theme())
    assert [quote.text for theme in found.themes for quote in theme.quotes] == [OPEN_WORDS]
    assert not found.quotes


def test_counts_alone_hold_neither_words_nor_questions() -> None:
    summary = summarise(a_prompt(), [an_answer(OPEN_WORDS)], a_codebook())
    assert "quiet in the room" not in repr(counts_of(summary.prompt, summary.asked))
