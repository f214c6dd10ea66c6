"""Themes on the summary's pages: within Discord's limits, plain about what they are worth."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ballot.answer import Answer, Leave
from bot.services.values import Analysis, RoundSummary
from bot.themes.found import Form
from bot.themes.quotes import Quote
from bot.themes.summary import summarise
from bot.themes.told import Proposal, Theme, Told
from bot.views import theme_ids
from bot.views.catalogue import common
from bot.views.catalogue import summary as summary_words
from bot.views.catalogue import themes as words
from bot.views.layout import Reply
from bot.views.shaping_form import JOIN, NAME, read_form, shaping_form
from bot.views.summary import summary
from tests.making import a_codebook, a_prompt, a_sealed_card
from tests.views.limits import breaches, payload, said_in, walk


def a_theme(number: int = 0, **changes: Any) -> Theme:
    theme = Theme(
        number=number,
        heading="the quiet after a question",
        named=False,
        clause=False,
        voices=4,
        mixed=False,
        quotes=(Quote("I let the quiet stand and it was enough."),),
        two_ways=None,
        question="What would presence look like in the room?",
        rests_on=("0" * 32,),
    )
    return replace(theme, **changes)


def a_told(*themes: Theme, **changes: Any) -> Told:
    told = Told(Form.TENTATIVE, themes, (), 0, 0, (), ())
    return replace(told, **changes)


def a_summary(told: Told | None, voices: int = 16, **changes: Any) -> RoundSummary:
    said = "I waited for it, and then voice {} said so."
    answers = [Answer(said.format(n), Leave.GROUP) for n in range(voices)]
    made = summarise(a_prompt(), answers, a_codebook(), told=told)
    state = Analysis.DONE if told else Analysis.DUE
    found = RoundSummary(a_sealed_card(a_prompt(), voices), made, analysis=state)
    return replace(found, **changes)


def every_page(found: RoundSummary) -> list[Reply]:
    pages = [summary(found, None)]
    while common.NEXT_PAGE in labels(pages[-1]):
        pages.append(summary(found, None, len(pages)))
    return pages


def labels(reply: Reply) -> dict[str, str]:
    found = [part for part in walk(payload(reply.view)) if part["type"] == 2]
    return {part["label"]: part["custom_id"] for part in found}


def all_said(found: RoundSummary) -> str:
    return "\n".join(said_in(reply.view) for reply in every_page(found))


def test_the_first_page_names_every_theme_in_a_line_and_what_it_is_worth() -> None:
    told = a_told(a_theme(), a_theme(1, heading="it was too much for me", clause=True))
    first = said_in(summary(a_summary(told), None).view)
    quote = "\n> I let the quiet stand and it was enough."
    assert f"- **The quiet after a question** · 4 answers{quote}" in first
    assert f"- **“it was too much for me”** · 4 answers{quote}" in first
    assert words.HOW_FAR[Form.TENTATIVE] in first
    assert summary_words.QUESTIONS in first


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 4))
def test_no_number_of_themes_and_suggestions_breaks_a_limit(
    themes: int, proposals: int, quotes: int
) -> None:
    long = tuple(Quote("*" * 390 + f" {n}") for n in range(quotes))
    told = a_told(
        *(
            a_theme(n, quotes=long, two_ways=(long[0], long[-1]), heading="#" * 80, mixed=True)
            for n in range(themes)
        ),
        single=long,
        alone=9,
        proposals=tuple(
            Proposal(n, "fear", "Fear", likely=True, rests_on="`" * 600, confirmed=None)
            for n in range(proposals)
        ),
    )
    pages = every_page(a_summary(told))
    assert not [breach for page in pages for breach in breaches(page.view)]
    dropping = [label for page in pages for label in ids(page) if ":drop:" in label]
    assert len(dropping) == themes


def ids(reply: Reply) -> list[str]:
    return [part["custom_id"] for part in walk(payload(reply.view)) if part.get("custom_id")]


def test_every_button_of_a_page_leads_back_to_that_page() -> None:
    told = a_told(*(a_theme(n) for n in range(12)))
    for number, page in enumerate(every_page(a_summary(told))):
        for custom_id in ids(page):
            if match := theme_ids.SHAPE.fullmatch(custom_id):
                assert int(match["page"]) == number


def test_a_page_beyond_the_last_shows_the_last() -> None:
    found = a_summary(a_told(a_theme()))
    last = every_page(found)[-1]
    assert said_in(summary(found, None, 99).view) == said_in(last.view)


def test_mixed_named_joined_and_dropped_themes_say_so() -> None:
    told = a_told(
        a_theme(0, mixed=True, heading=None),
        a_theme(1, named=True, merged=2, heading="My *own* words"),
        a_theme(2, dropped=True),
    )
    said = all_said(a_summary(told))
    for words_of_it in (
        common.LOOSE,
        common.MIXED,
        words.NAMED,
        "2 themes joined with it",
        words.DROPPED,
        "My \\*own\\* words",
    ):
        assert words_of_it in said
    overview = said_in(summary(a_summary(told), None).view)
    assert overview.count("· 4 answers") == 2


@pytest.mark.parametrize(
    ("changes", "called", "why"),
    [
        ({"for_group": False}, words.FOR_YOU_ALONE, words.NOTHING_TO_QUOTE),
        ({"for_group": True}, common.NO_SHARED_WORDS, words.TOO_SHORT_TO_QUOTE),
        ({"for_group": False, "rests_on": ()}, common.NO_SHARED_WORDS, words.WORDS_GONE),
    ],
    ids=["for you alone", "too short", "withdrawn"],
)
def test_a_theme_without_a_quote_says_why(changes: dict[str, Any], called: str, why: str) -> None:
    said = all_said(a_summary(a_told(a_theme(quotes=(), heading=None, **changes))))
    assert f"### {called}\n" in said
    assert why in said
    others = {words.NOTHING_TO_QUOTE, words.TOO_SHORT_TO_QUOTE, words.WORDS_GONE} - {why}
    assert not [each for each in others if each in said]


def test_when_all_themes_are_left_out_nobody_is_told_that_there_were_none() -> None:
    first = said_in(summary(a_summary(a_told(a_theme(dropped=True))), None).view)
    assert words.ALL_DROPPED in first
    assert words.NOTHING_CLOSE not in first


def test_single_voices_that_can_be_quoted_are_never_said_to_have_no_passage() -> None:
    voices = tuple(Quote(f"Lone voice {n} said its own thing.") for n in range(10))
    said = all_said(a_summary(a_told(a_theme(), single=voices, alone=12)))
    assert sum(each.text in said for each in voices) == 8
    assert "-# 2 answers more to quote: see *Download Markdown*." in said
    assert "-# 2 answers without a passage to quote here." in said


def test_of_a_few_answers_that_lie_close_the_summary_does_not_say_how_many() -> None:
    many = all_said(a_summary(a_told(a_theme())))
    few = all_said(a_summary(a_told(a_theme(), form=Form.CLOSE), voices=9))
    for counted in (" · 4 answers", "-# 4 answers"):
        assert counted in many
        assert counted not in few


def test_two_ways_are_told_without_a_claim_and_not_twice() -> None:
    one, other = Quote("I would always hand over a tool then."), Quote("I would never do that.")
    page = every_page(a_summary(a_told(a_theme(quotes=(one, other), two_ways=(one, other)))))[-1]
    said = said_in(page.view)
    assert words.TWO_WAYS in said
    assert said.count(one.text) == said.count(other.text) == 1


def test_under_eight_answers_the_summary_groups_nothing() -> None:
    nearness = (Quote("I waited for it and then voice 1 said so."),)
    told = Told(Form.NEARNESS, (), (), 0, 0, nearness, ())
    said = all_said(a_summary(told, voices=5))
    assert "> I waited for it and then voice 1 said so." in said
    assert not any(heading in said for heading in words.HEADINGS.values())


@pytest.mark.parametrize(
    ("analysis", "said"), [(Analysis.DUE, words.PREPARING), (Analysis.FAILED, words.FAILED)]
)
def test_without_themes_the_summary_says_why(analysis: Analysis, said: str) -> None:
    assert said in all_said(a_summary(None, analysis=analysis))
    assert said not in all_said(a_summary(a_told(a_theme())))


def test_progress_stands_where_the_reason_would() -> None:
    found = a_summary(None)
    text = said_in(summary(found, None, reading=words.reading(41, 120)).view)
    assert "Reading 41 of 120 answers…" in text
    assert words.PREPARING not in text


def test_suggestions_stand_apart_and_without_a_figure() -> None:
    offered = Proposal(
        3, "fear", "Fear", likely=False, rests_on="I was afraid of it.", confirmed=None
    )
    decided = replace(offered, number=4, confirmed=True)
    said = all_said(a_summary(a_told(a_theme(), proposals=(offered, decided))))
    apart = said[said.index(words.SUGGESTED) :]
    assert "**Fear** · perhaps\n" in apart
    assert "**Fear** · perhaps · confirmed" in apart
    assert "%" not in apart


def test_once_shared_a_theme_can_be_read_and_no_longer_shaped() -> None:
    page = every_page(a_summary(a_told(a_theme()), shared=True))[-1]
    parts = {p["label"]: p for p in walk(payload(page.view)) if p["type"] == 2}
    assert parts[words.SHAPE_BUTTON]["disabled"]
    assert parts[words.DROP_BUTTON]["disabled"]
    assert not parts[words.ANSWERS_BUTTON]["disabled"]


def test_the_form_keeps_discord_s_limits_and_comes_back_as_it_was_filled() -> None:
    told = a_told(*(a_theme(n, heading="h" * 120) for n in range(40)))
    form = shaping_form(12, told, 3, 2)
    assert form is not None
    found = [breach for breach in breaches(form) if breach != "too many options"]
    assert not found
    sent = {
        "components": [
            {"component": {"custom_id": NAME, "value": "  What   we hold "}},
            {"component": {"custom_id": JOIN, "values": ["7"]}},
        ]
    }
    shaped = read_form(sent)
    assert (shaped.name, shaped.into) == ("What we hold", 7)


@pytest.mark.parametrize(
    "sent", [None, {}, [], {"components": [{"component": {"custom_id": JOIN, "values": ["x"]}}]}]
)
def test_a_form_that_cannot_be_made_out_changes_nothing(sent: object) -> None:
    shaped = read_form(sent)
    assert (shaped.name, shaped.into, shaped.dropped) == (None, None, False)


def test_a_theme_that_is_gone_has_no_form() -> None:
    assert shaping_form(12, a_told(a_theme()), 5, 0) is None
