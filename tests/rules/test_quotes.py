"""Quotes are verbatim, with leave, and cut where their author paused."""

from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ballot.answer import Answer, Leave
from bot.themes.quotes import NotVerbatim, Quote, most_telling, proven, quotes
from bot.themes.sentences import sentences
from tests.making import an_answer

typed = st.text(
    st.sampled_from("abcdeIW .,;!?…\n\"'”’-()1é—") | st.characters(exclude_categories=["Cs"]),
    min_size=1,
    max_size=300,
)
WORDS = ("I", "we", "stay", "breathe", "Hold", "wait", "now")
sentence = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
answers_of_any_kind = st.lists(
    st.builds(
        Answer,
        text=typed | st.lists(sentence, min_size=1, max_size=5).map(". ".join),
        leave=st.sampled_from(Leave),
    ),
    max_size=20,
)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@given(answers_of_any_kind, st.randoms())
def test_quotes_are_the_same_whatever_the_order_of_the_answers(
    answers: list[Answer], chance: random.Random
) -> None:
    assert quotes(chance.sample(answers, len(answers))) == quotes(answers)


@given(answers_of_any_kind)
def test_every_quote_is_verbatim_with_leave_and_of_six_to_forty_five_words(
    answers: list[Answer],
) -> None:
    readable = [answer.text for answer in answers if answer.leave is Leave.GROUP]
    found = quotes(answers)
    assert len(found) <= min(6, len(readable))
    for quote in found:
        assert any(quote.text in text for text in readable)
        words = [word for word in quote.text.split() if any(map(str.isalnum, word))]
        assert 6 <= len(words) <= 45


@given(typed)
def test_sentences_are_apart_in_order_and_leave_no_word_out(text: str) -> None:
    spans = list(sentences(text))
    assert all(start < end for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    kept = {at for start, end in spans for at in range(start, end)}
    lost = [text[at] for at in range(len(text)) if at not in kept and text[at].isalpha()]
    assert not lost


def test_words_without_leave_are_never_quoted() -> None:
    secret = "Nobody but the facilitator may ever read this sentence of mine."
    kept_back = an_answer(secret, leave=Leave.FACILITATOR)
    assert quotes([kept_back]) == ()
    assert quotes([an_answer(secret)]) == (Quote(secret),)


def test_the_same_words_without_leave_do_not_hide_the_ones_with_leave() -> None:
    words = "I reach for the exercise when I am afraid of silence."
    assert quotes([an_answer(words, leave=Leave.FACILITATOR), an_answer(words)]) == (Quote(words),)


def test_the_proof_refuses_words_nobody_wrote() -> None:
    answers = [an_answer("I wanted it to stop hurting for both of us.")]
    with pytest.raises(NotVerbatim):
        proven((Quote("I wanted it to stop hurting for all of us."),), answers)


def test_the_proof_refuses_words_without_leave_and_does_not_repeat_them() -> None:
    text = "I wanted it to stop hurting for both of us."
    with pytest.raises(NotVerbatim) as refused:
        proven((Quote(text),), [an_answer(text, leave=Leave.FACILITATOR)])
    assert "hurting" not in str(refused.value)


def test_one_answer_gives_one_quote_and_ten_identical_ones_give_one() -> None:
    text = "I stayed with her and said nothing at all. It felt like a very long time to me."
    assert len(quotes([an_answer(text)])) == 1
    assert len(quotes([an_answer(text)] * 10)) == 1


def test_no_more_quotes_than_asked_for() -> None:
    answers = [an_answer(f"This is what number {n} has to say today.") for n in range(20)]
    assert len(quotes(answers)) == 6
    assert len(quotes(answers, limit=3)) == 3


def test_a_passage_stands_on_its_own() -> None:
    told = (
        "Hard. And then that was what made it so very difficult for me. "
        "I noticed my own breath stop before hers did. Then silence."
    )
    assert most_telling(told) == "I noticed my own breath stop before hers did."


def test_short_sentences_side_by_side_make_a_passage() -> None:
    assert most_telling("I freeze. I grab a tool. Then shame.") == "I freeze. I grab a tool."
    assert most_telling("I freeze.\nI grab a tool.") is None


@pytest.mark.parametrize(
    "text",
    [
        "Yes.",
        "😀 🙏 🫶 😢 😢 😢 😢",
        "Look at https://example.org where I wrote all of it down.",
        "I told <@123456> about it and we were both quite moved.",
        "Write to me at someone@example.org if you feel the same.",
        "word " * 46,
        f"I felt {'m' * 400} for a very long time.",
    ],
)
def test_what_is_too_short_too_long_or_points_elsewhere_is_not_quoted(text: str) -> None:
    assert most_telling(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I wait. Then I speak.", ["I wait.", "Then I speak."]),
        ("i wait. then i speak.", ["i wait.", "then i speak."]),
        (
            "Tools, e.g. EMDR, help. Dr. Frank says so.",
            ["Tools, e.g. EMDR, help.", "Dr. Frank says so."],
        ),
        ("I use images, breathing etc. when lost.", ["I use images, breathing etc. when lost."]),
        ("I use images etc. They help.", ["I use images etc.", "They help."]),
        ("“What now?” she asked. I sat.", ["“What now?” she asked.", "I sat."]),
        ("I waited … and nothing came... Nothing.", ["I waited … and nothing came...", "Nothing."]),
        ("We read J. Smith. It helped.", ["We read J. Smith.", "It helped."]),
        ("Is it me? Yes! It is.", ["Is it me?", "Yes!", "It is."]),
        ("I noticed that\nmy hands were cold.", ["I noticed that\nmy hands were cold."]),
        ("what helps\n\nwhat does not", ["what helps", "what does not"]),
        ("- breathing out\n2. my voice", ["breathing out", "my voice"]),
        ("It holds (most of it.) Mostly.", ["It holds (most of it.)", "Mostly."]),
    ],
)
def test_a_sentence_ends_where_its_author_paused(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize("text", ["." * 3000, "? ! " * 750, "a. " * 1000, '"' * 3000, "x\n" * 1500])
def test_hostile_text_is_read_in_a_moment(text: str) -> None:
    # Thousands of sentences that never reach six words were once a minute's work.
    begun = time.process_time()
    most_telling(text)
    assert time.process_time() - begun < 2
