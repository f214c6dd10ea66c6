"""Themes as people read them: verbatim, with leave, and without what was withdrawn since."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ballot.answer import Answer, Leave
from bot.themes.found import Form, Passage, Suggested, Suggestion
from bot.themes.judging import Decision
from bot.themes.kept import Findings, Shaped
from bot.themes.quotes import NotVerbatim
from bot.themes.showing import show
from bot.themes.told import Told
from tests.making import a_codebook
from tests.reading import a_round, about, emerged

TOPICS = ("river", "bread", "music")


def handles(count: int) -> tuple[str, ...]:
    return tuple(f"{number:032x}" for number in range(count))


def findings(answers: list[Answer]) -> Findings:
    return Findings(handles(len(answers)), emerged(answers), Suggested())


def readable(answers: list[Answer]) -> dict[str, Answer]:
    return dict(zip(handles(len(answers)), answers, strict=True))


def shown(answers: list[Answer], found: Findings | None = None) -> Told:
    return show(found or findings(answers), readable(answers), a_codebook())


def words_in(told: Told) -> list[str]:
    """Everything the group might come to see, and single voices."""
    pairs = [quote for each in told.themes for quote in each.two_ways or ()]
    quotes = [quote for each in told.themes for quote in each.quotes]
    headings = [each.heading for each in told.themes if each.heading is not None]
    return [*headings, *(q.text for q in (*quotes, *pairs, *told.single, *told.nearness))]


def test_what_is_stored_comes_back_as_it_was() -> None:
    answers = a_round(16, TOPICS)
    found = replace(
        findings(answers),
        suggested=Suggested(
            ("fear",), (Suggestion(2, "fear", likely=True, rests_on=Passage(2, 0, 9)),)
        ),
        shaped={0: Shaped("A name"), 1: Shaped(into=0), 2: Shaped(dropped=True)},
        decided=(Decision(2, "fear", confirmed=False),),
    )
    assert Findings.unpacked(found.packed()) == found


def test_each_answer_stands_in_one_place_and_counts_stay_as_sealed() -> None:
    answers = a_round(16, TOPICS)
    told = shown(answers)
    assert told.form is Form.TENTATIVE
    assert sum(each.voices for each in told.themes) + told.alone + told.left_over == 16


def test_under_eight_answers_there_are_only_quotes_in_order_of_nearness() -> None:
    told = shown(a_round(6, TOPICS))
    assert (told.form, told.themes, told.single, told.alone) == (Form.NEARNESS, (), (), 0)
    assert len(told.nearness) == 6


def test_what_is_withdrawn_leaves_every_quote_and_heading() -> None:
    answers = a_round(18, TOPICS)
    found, left = findings(answers), readable(answers)
    before = show(found, left, a_codebook())
    gone = before.themes[0].rests_on[:2]
    for handle in gone:
        del left[handle]
    after = show(found, left, a_codebook())
    assert after.themes[0].voices == before.themes[0].voices
    assert not set(gone) & {handle for each in after.themes for handle in each.rests_on}
    texts = [each.text.lower() for each in left.values()]
    for words in words_in(after):
        assert all(any(part in text for text in texts) for part in words.lower().split(" · "))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.booleans(), min_size=16, max_size=16), st.randoms(use_true_random=False))
def test_words_for_the_facilitator_alone_are_in_nothing_the_group_sees(
    kept_back: list[bool], chance: random.Random
) -> None:
    answers = [
        replace(each, leave=Leave.FACILITATOR if back else Leave.GROUP)
        for each, back in zip(a_round(16, TOPICS), kept_back, strict=True)
    ]
    chance.shuffle(answers)
    told = shown(answers)
    open_to_all = [each.text.lower() for each in answers if each.leave is Leave.GROUP]
    for words in words_in(told):
        for part in words.lower().split(" · "):
            assert any(part in text for text in open_to_all)


def test_a_careless_reading_would_have_quoted_them() -> None:
    """The negative control: with leave for all, the same words are quoted."""
    secret = [about("river", number) for number in range(8)]
    quotes = words_in(shown(secret))
    assert any(quote in each.text for quote in quotes for each in secret)
    kept_back = [replace(each, leave=Leave.FACILITATOR) for each in secret]
    assert words_in(shown(kept_back)) == []


def test_one_word_that_the_group_may_read_is_not_for_the_facilitator_alone() -> None:
    short = [Answer(each, Leave.GROUP) for each in ("River", "River water", "Bread", "Bread oven")]
    answers = [*short * 3]
    kept_back = [replace(each, leave=Leave.FACILITATOR) for each in answers]
    for given_, may_read in ((answers, True), (kept_back, False)):
        themes = shown(given_).themes
        assert themes
        assert [(each.quotes, each.for_group) for each in themes] == [((), may_read)] * len(themes)


def test_a_reference_that_leads_into_other_words_is_found_out() -> None:
    answers = a_round(12, TOPICS)
    found = findings(answers)
    others = readable(answers[::-1])
    with pytest.raises(NotVerbatim):
        show(_pointing_at_the_secret(found), _all_secret(others), a_codebook())


def _pointing_at_the_secret(found: Findings) -> Findings:
    first = found.emerging.groups[0]
    pointed = replace(first, quotes=(Passage(first.members[0], 0, 30),))
    groups = (pointed, *found.emerging.groups[1:])
    return replace(found, emerging=replace(found.emerging, groups=groups))


def _all_secret(answers: dict[str, Answer]) -> dict[str, Answer]:
    return {handle: replace(each, leave=Leave.FACILITATOR) for handle, each in answers.items()}


def test_a_theme_lends_its_question_from_the_codebook_and_none_twice() -> None:
    told = shown(a_round(18, TOPICS))
    questions = [each.question for each in told.themes]
    assert all(questions)
    assert len(set(questions)) == len(questions)
    assert set(questions) <= {code.question for code in a_codebook().codes}


def test_a_suggestion_stands_apart_with_what_it_rests_on_and_what_was_said_of_it() -> None:
    answers = a_round(8, TOPICS)
    suggestion = Suggestion(3, "fear", likely=False, rests_on=Passage(3, 0, 12))
    found = replace(findings(answers), suggested=Suggested(("fear",), (suggestion,)))
    (offered,) = shown(answers, found).proposals
    assert (offered.name, offered.rests_on, offered.confirmed) == (
        "Fear",
        answers[3].text[:12],
        None,
    )
    decided = found.with_decision(Decision(3, "fear", confirmed=True))
    again = decided.with_decision(Decision(3, "fear", confirmed=False))
    assert [each.confirmed for each in shown(answers, decided).proposals] == [True]
    assert [each.confirmed for each in shown(answers, again).proposals] == [False]
    gone = {h: a for h, a in readable(answers).items() if h != handles(8)[3]}
    assert show(found, gone, a_codebook()).proposals == ()
