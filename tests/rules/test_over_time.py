"""What moves over months is read from ticks alone, and only where a code could be ticked."""

from __future__ import annotations

import random
from datetime import date, timedelta

from bot.themes.asked import asked
from bot.themes.over_time import PastRound, Ticked, over_time
from prompts import Poles, Prompt, Strand
from tests.making import a_codebook, a_prompt, an_answer

START = date(2026, 3, 2)


def a_round(
    week: int, voices: int = 5, ticking: int = 2, prompt: Prompt | None = None, **answer: object
) -> PastRound:
    asked_of = prompt or a_prompt(f"prompt-{week}")
    first = asked_of.strands[0].code
    answers = [
        an_answer(f"Answer {n}.", strands=(first,) if n < ticking else (), **answer)
        for n in range(voices)
    ]
    return PastRound(START + timedelta(weeks=week), asked_of, asked(asked_of, answers))


def test_under_four_rounds_nothing_is_compared() -> None:
    found = over_time([a_round(week) for week in range(3)], a_codebook())
    assert (found.rounds, found.courses, found.asked_again) == (3, (), ())


def test_a_code_is_told_as_n_of_n_voices_in_each_round() -> None:
    past = [a_round(week, voices=4 + week, ticking=week) for week in range(5)]
    course = over_time(past, a_codebook()).courses[0]
    assert (course.code, course.name) == ("presence", "Presence")
    assert [(each.voices, each.of) for each in course.rounds] == [
        (week, 4 + week) for week in range(5)
    ]


def test_a_round_that_did_not_offer_a_code_is_left_out_and_one_that_nobody_ticked_is_not() -> None:
    other = tuple(Strand(code, code) for code in ("fear", "safety", "agency", "technique"))
    past = [
        a_round(0),
        a_round(1, prompt=a_prompt(strands=other)),
        a_round(2, ticking=0),
        a_round(3),
    ]
    course = over_time(past, a_codebook()).courses[0]
    assert course.rounds == (
        Ticked(START, 2, 5),
        Ticked(START + timedelta(weeks=2), 0, 5),
        Ticked(START + timedelta(weeks=3), 2, 5),
    )


def test_a_single_voice_counts_too() -> None:
    course = over_time([a_round(week, ticking=1) for week in range(4)], a_codebook()).courses[0]
    assert [each.voices for each in course.rounds] == [1, 1, 1, 1]


def test_only_the_newest_half_year_is_looked_at_whatever_the_order() -> None:
    past = [a_round(week) for week in range(40)]
    chance = random.Random(1)  # noqa: S311 - the same in every run
    found = over_time(chance.sample(past, 40), a_codebook())
    assert found.rounds == 26
    assert found.courses[0].rounds[0].on == START + timedelta(weeks=14)
    assert found == over_time(past, a_codebook())


def test_poles_are_compared_only_for_the_same_prompt_asked_again() -> None:
    again = a_prompt("again")
    past = [a_round(0), a_round(1, prompt=again, position=1), a_round(2)]
    past += [a_round(3, prompt=again, position=5)]
    (found,) = over_time(past, a_codebook()).asked_again
    assert found.prompt == again
    assert [(on, spread.left, spread.right) for on, spread in found.spreads] == [
        (START + timedelta(weeks=1), 5, 0),
        (START + timedelta(weeks=3), 0, 5),
    ]


def test_reworded_poles_make_another_question() -> None:
    past = [
        a_round(week, prompt=a_prompt("again", poles=Poles(left, "a trap")))
        for week, left in enumerate(("a tool", "a help", "a tool", "a help"))
    ]
    found = over_time(past, a_codebook()).asked_again
    assert sorted(len(each.spreads) for each in found) == [2, 2]
    none = [a_round(week, prompt=a_prompt("again", poles=None)) for week in range(4)]
    assert over_time(none, a_codebook()).asked_again == ()


def test_a_code_the_codebook_no_longer_has_keeps_the_label_it_was_offered_under() -> None:
    gone = (*a_prompt().strands[1:], Strand("old-code", "what it was called"))
    past = [a_round(week, prompt=a_prompt(f"p{week}", strands=gone)) for week in range(4)]
    found = {course.code: course.name for course in over_time(past, a_codebook()).courses}
    assert found["old-code"] == "what it was called"
    assert "presence" not in found
