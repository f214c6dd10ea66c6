"""The shared card: never more than Discord takes, all in words, harmless whatever is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ballot.answer import Answer
from bot.services.values import Sharing
from bot.themes.asked import Asked, asked
from bot.themes.found import Form
from bot.themes.heard import Heard, HeardTheme
from bot.themes.quotes import Quote
from bot.themes.summary import Question
from bot.views.catalogue import common
from bot.views.catalogue import heard as words
from bot.views.catalogue import summary as summary_words
from bot.views.defang import in_one_line
from bot.views.heard import card, counts, share_buttons
from bot.views.prompt_post import prompt_post
from prompts import Poles, Prompt, Strand
from tests.making import a_prompt, a_round_card, a_round_summary, an_answer
from tests.views.limits import MOST_TEXT, breaches, custom_ids, payload, said_in, walk

LONG = "*wait* " * 57
QUESTIONS = tuple(Question(None, "Q" * 300) for _ in range(4))


def a_theme(**changes: Any) -> HeardTheme:
    plain = HeardTheme(
        heading="wish for quiet",
        clause=False,
        voices=3,
        quotes=(Quote("I wanted it to be quiet."),),
        question=None,
    )
    return replace(plain, **changes)


def the_counts(prompt: Prompt, voices: int = 9) -> Asked:
    strands = [strand.code for strand in prompt.strands]
    answers = [
        Answer("x", an_answer().leave, strands=tuple(strands), position=n % 5 + 1)
        for n in range(voices)
    ]
    return asked(prompt, answers)


def a_heard(prompt: Prompt | None = None, **changes: Any) -> Heard:
    chosen = prompt or a_prompt()
    plain = Heard(chosen, the_counts(chosen), kept=True)
    return replace(plain, **changes)


def the_largest_prompt() -> Prompt:
    return a_prompt(
        title="T" * 45,
        question="Q" * 300,
        poles=Poles("l" * 40, "r" * 40),
        strands=tuple(Strand(f"code{n}", f"{n}" * 80) for n in range(6)),
    )


def shown(found: Heard, *, with_picture: bool = True) -> str:
    view = card(12, found, with_picture=with_picture)
    assert not breaches(view)
    return said_in(view)


def test_at_their_limits_texts_still_fit_one_message_and_say_what_is_left_out() -> None:
    themes = tuple(
        a_theme(heading=LONG, quotes=tuple(Quote(f"{LONG}{n}{m}") for m in range(4)))
        for n in range(12)
    )
    quotes = tuple(Quote(f"{LONG}{n} and more") for n in range(6))
    found = a_heard(
        the_largest_prompt(), themes=themes, form=Form.THEMES, quotes=quotes, questions=QUESTIONS
    )
    assert "more than fit here" in shown(found)


def test_even_then_some_words_are_there() -> None:
    found = a_heard(
        the_largest_prompt(),
        themes=(a_theme(),),
        form=Form.THEMES,
        questions=QUESTIONS,
    )
    assert "I wanted it to be quiet." in shown(found)


def test_what_is_left_out_and_what_is_shown_is_everything() -> None:
    quotes = tuple(Quote(f"Quote number {n} of them. {'word ' * 70}") for n in range(40))
    read = shown(a_heard(quotes=quotes))
    there = sum(f"Quote number {n} of them" in read for n in range(40))
    assert 0 < there < 40
    assert f"{40 - there} quotes more" in read


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(max_size=120), st.lists(st.text(min_size=1, max_size=400), max_size=4)),
        max_size=8,
    ),
    st.lists(st.text(min_size=1, max_size=400), max_size=6),
)
def test_whatever_is_said_the_message_can_be_sent(
    themes: list[tuple[str, list[str]]], quotes: list[str]
) -> None:
    made = tuple(
        a_theme(heading=heading, quotes=tuple(Quote(each) for each in own if in_one_line(each)))
        for heading, own in themes
    )
    found = a_heard(
        themes=made,
        form=Form.TENTATIVE if made else None,
        quotes=tuple(Quote(each) for each in quotes if in_one_line(each)),
    )
    assert not breaches(card(12, found, with_picture=True))


def test_too_much_would_be_seen() -> None:
    assert len(said_in(card(12, a_heard(), with_picture=False))) < MOST_TEXT
    too_long = a_round_card(prompt=a_prompt(question="Q" * 5000))
    assert "too much text" in breaches(prompt_post(too_long))


def test_nothing_in_a_quote_or_a_heading_pings_or_links() -> None:
    evil = "@everyone <@123> see https://evil.example [here](https://evil.example) or else"
    read = shown(
        a_heard(
            themes=(a_theme(heading=evil, quotes=(Quote(evil),)),),
            form=Form.THEMES,
            quotes=(Quote(f"{evil} again"),),
        )
    )
    for part in ("@everyone", "<@123>", "https://evil", "](http"):
        assert part not in read


def test_everything_in_the_picture_stands_in_the_text_and_the_picture_is_described() -> None:
    found = a_heard()
    view = card(12, found, with_picture=True)
    read = said_in(view)
    for strand in found.asked.strands:
        assert f"**{strand.voices}** of 9 · {strand.label}" in read
    assert found.asked.spread is not None
    assert " · ".join(map(str, found.asked.spread.counts)) in read
    (gallery,) = [part for part in walk(payload(view)) if part["type"] == 12]
    assert "9 voices" in gallery["items"][0]["description"]


def test_without_a_picture_the_same_words_are_said() -> None:
    assert shown(a_heard(), with_picture=False) == shown(a_heard())


@pytest.mark.parametrize(
    ("kept", "sentence"), [(True, words.NOTHING_TO_QUOTE), (False, summary_words.WORDS_GONE)]
)
def test_a_card_without_words_says_why(*, kept: bool, sentence: str) -> None:
    assert sentence in shown(a_heard(kept=kept))


def test_a_clause_stands_in_quotation_marks_and_a_name_does_not() -> None:
    clause = shown(a_heard(themes=(a_theme(clause=True),), form=Form.THEMES))
    assert "“wish for quiet”" in clause
    assert "“wish for quiet”" not in shown(a_heard(themes=(a_theme(),), form=Form.THEMES))


def test_single_voices_stand_beside_themes_and_what_does_not_fit_is_counted() -> None:
    voices = tuple(Quote(f"Lone voice {n} said its own thing.") for n in range(11))
    read = shown(a_heard(themes=(a_theme(),), form=Form.THEMES, single=voices))
    assert f"### {common.SINGLE}" in read
    assert sum(each.text in read for each in voices) == 8
    assert "-# The facilitator has 3 single voices more than fit here." in read
    assert "has one theme, 2 quotes and one single voice more" in words.more(1, 2, 1)


def test_a_size_is_said_where_it_is_told() -> None:
    assert "· 3 voices" in shown(a_heard(themes=(a_theme(),), form=Form.THEMES))
    assert "· 3 voices" not in shown(a_heard(themes=(a_theme(voices=None),), form=Form.CLOSE))


def test_a_loose_group_is_marked_as_one_for_the_group_too() -> None:
    loose = shown(a_heard(themes=(a_theme(heading=None, mixed=True),), form=Form.THEMES))
    assert common.LOOSE in loose
    assert common.MIXED in loose
    assert common.NO_SHARED_WORDS not in loose


def test_the_card_is_known_by_its_button_and_by_no_other_post_s() -> None:
    assert custom_ids(card(12, a_heard(), with_picture=True)) == ["sb:heard:12"]
    assert custom_ids(counts(a_round_card(), a_heard())) == ["sb:counts:12"]


def test_the_counts_at_close_do_not_say_which_strand_one_voice_ticked() -> None:
    answers = [an_answer(strands=("fear",)), an_answer(strands=("fear", "safety"))]
    found = Heard(a_prompt(), asked(a_prompt(), [*answers, an_answer(strands=())]))
    view = counts(a_round_card(), found)
    assert not breaches(view)
    assert "my own unease" in said_in(view)
    assert "keeping it safe" not in said_in(view)
    assert words.single_ticks(1) in said_in(view)
    assert not breaches(counts(a_round_card(prompt=the_largest_prompt()), a_heard()))


def test_a_summary_offers_to_share_or_to_take_back_and_never_both() -> None:
    found = a_round_summary([an_answer()] * 4)
    (share,) = share_buttons(found)
    (undo,) = share_buttons(replace(found, shared=True))
    assert (share.label, undo.label) == (words.SHARE_BUTTON, words.TAKE_BACK_BUTTON)


@pytest.mark.parametrize("mode", Sharing)
def test_the_prompt_says_what_the_group_will_see(mode: Sharing) -> None:
    read = said_in(prompt_post(a_round_card(sharing=mode)))
    assert words.TERMS[mode] in read
    (other,) = set(Sharing) - {mode}
    assert words.TERMS[other] not in read
