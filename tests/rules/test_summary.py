"""A summary says what was ticked, quotes what may be read, and asks what comes next."""

from __future__ import annotations

from bot.ballot.answer import Answer, Leave
from bot.themes.asked import asked
from bot.themes.summary import MOST_QUESTIONS, Question, summarise
from prompts import Codebook
from tests.making import a_code, a_codebook, a_prompt, an_answer


def ticking(*codes: str) -> list[Answer]:
    return [an_answer(strands=(code,)) for code in codes]


def test_the_prompt_s_own_question_comes_first_then_the_strands_with_most_voices() -> None:
    answers = ticking("agency", "agency", "fear", "fear", "fear")
    found = summarise(a_prompt(), answers, a_codebook())
    assert found.questions == (
        Question(None, a_prompt().follow_up),
        Question("my own unease", a_code("fear").question),
        Question("what the client wants", a_code("agency").question),
    )


def test_there_are_never_more_than_four_questions() -> None:
    answers = ticking(
        "presence", "presence", "fear", "fear", "safety", "safety", "agency", "agency"
    )
    assert len(summarise(a_prompt(), answers, a_codebook()).questions) == MOST_QUESTIONS == 4


def test_a_single_voice_is_not_put_on_the_spot_by_a_question() -> None:
    found = summarise(a_prompt(), ticking("fear", "fear", "agency"), a_codebook())
    assert [question.theme for question in found.questions] == [None, "my own unease"]


def test_a_strand_that_a_newer_codebook_has_dropped_is_counted_without_a_question() -> None:
    newer = Codebook("newer", (a_code("agency"),))
    found = summarise(a_prompt(), ticking("fear", "fear", "agency", "agency"), newer)
    assert [each.code for each in found.asked.strands] == ["fear", "agency"]
    assert [question.theme for question in found.questions] == [None, "what the client wants"]


def test_the_counts_stay_as_sealed_when_words_are_withdrawn() -> None:
    answers = [
        an_answer("I wanted to hold on to something solid."),
        an_answer("It was the silence that I could not bear."),
        an_answer("What helped her was that she chose it."),
    ]
    sealed = asked(a_prompt(), answers)
    later = summarise(a_prompt(), answers[1:], a_codebook(), sealed)
    assert later.asked.voices == 3
    assert later.kept == 2
    assert "I wanted to hold on to something solid." not in [each.text for each in later.quotes]


def test_when_no_text_is_kept_the_counts_still_speak() -> None:
    sealed = asked(a_prompt(), ticking("fear", "fear", "agency"))
    found = summarise(a_prompt(), [], a_codebook(), sealed)
    assert (found.asked, found.quotes, found.kept) == (sealed, (), 0)


def test_nothing_ticked_and_nothing_to_quote_is_a_truthful_summary() -> None:
    silent = Answer("Hm.", Leave.FACILITATOR)
    found = summarise(a_prompt(poles=None), [silent] * 3, a_codebook())
    assert found.asked.voices == 3
    assert (found.asked.strands, found.asked.single, found.quotes) == ((), (), ())
    assert found.questions == (Question(None, a_prompt().follow_up),)
