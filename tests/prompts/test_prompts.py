"""What the built-in deck and codebook promise to the people who answer them.

Sentences cannot be proved good, but a formula, a loaded choice or an invitation to write about a
recognisable client can be caught.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

import pytest

from prompts import Codebook, Deck, Prompt, load_codebook, load_deck

CLIENT_DETAIL = re.compile(
    r"\b(describe (a|the|your|this|that|one) (client|patient|person)"
    r"|which (client|patient)|(client|patient)'s (name|age|job|story|history|diagnosis)"
    r"|(name|age|diagnosis) of (a|the|your) (client|patient)|tell us about (a|the|your) client)\b",
    re.IGNORECASE,
)
AMERICAN = re.compile(
    r"\b(\w{3,}iz(e|ed|es|ing|ation)|(behavi|col|fav|hum)or\w*|center\w*|counseling)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


@pytest.fixture(scope="module")
def deck(codebook: Codebook) -> Deck:
    return load_deck(codebook=codebook)


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


def spoken(prompt: Prompt) -> tuple[str, str, str]:
    return prompt.question, prompt.invitation, prompt.follow_up


def texts(prompt: Prompt) -> Iterator[str]:
    yield prompt.title
    yield from spoken(prompt)
    if prompt.poles is not None:
        yield from (prompt.poles.left, prompt.poles.right)
    for strand in prompt.strands:
        yield strand.label
        yield from strand.examples


def openings(deck: Deck) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words(text)[:3]) for p in deck.prompts for text in spoken(p))


def shared_windows(deck: Deck, size: int) -> dict[tuple[str, ...], set[str]]:
    """Runs of `size` words that occur in more than one prompt, with the keys of those prompts."""
    keys = defaultdict(set)
    for prompt in deck.prompts:
        for text in texts(prompt):
            run = words(text)
            for start in range(len(run) - size + 1):
                keys[tuple(run[start : start + size])].add(prompt.key)
    return {run: found for run, found in keys.items() if len(found) > 1}


def test_the_deck_lasts_a_group_for_half_a_year_and_more(deck: Deck) -> None:
    assert len(deck.prompts) >= 30


def test_every_core_question_is_asked_from_at_least_two_sides(deck: Deck) -> None:
    asked = Counter(prompt.core_question for prompt in deck.prompts)
    assert {core for core, times in asked.items() if times >= 2} == set(range(1, 16))


def test_every_paragraph_of_the_essay_has_its_prompt(deck: Deck) -> None:
    assert {prompt.paragraph for prompt in deck.prompts} == set(range(1, 11))


def test_two_weeks_in_a_row_never_ask_the_same_core_question(deck: Deck) -> None:
    cores = [prompt.core_question for prompt in deck.prompts]
    assert all(this != after for this, after in pairwise(cores))


def test_no_two_prompts_share_a_key_or_a_title(deck: Deck) -> None:
    assert len({prompt.key for prompt in deck.prompts}) == len(deck.prompts)
    assert len({prompt.title.lower() for prompt in deck.prompts}) == len(deck.prompts)


def test_about_two_thirds_of_the_prompts_have_poles(deck: Deck) -> None:
    with_poles = sum(prompt.poles is not None for prompt in deck.prompts)
    assert 0.6 <= with_poles / len(deck.prompts) <= 0.75


def test_every_code_is_offered_by_several_prompts(deck: Deck, codebook: Codebook) -> None:
    offered = Counter(strand.code for prompt in deck.prompts for strand in prompt.strands)
    assert {code for code, times in offered.items() if times >= 2} == {
        code.key for code in codebook.codes
    }


def test_no_strand_carries_the_same_label_in_two_prompts(deck: Deck) -> None:
    labels = Counter(s.label.lower() for prompt in deck.prompts for s in prompt.strands)
    assert [label for label, times in labels.items() if times > 1] == []


def test_every_prompt_leaves_room_for_both_sides_of_the_argument(deck: Deck) -> None:
    # The essay's worries on one side, what speaks for tools or for the client on the other.
    worries = {"therapists-fear", "avoidance", "signalling", "caution", "presence", "real-other"}
    for prompt in deck.prompts:
        codes = {strand.code for strand in prompt.strands}
        assert codes & worries, prompt.key
        assert codes - worries, prompt.key


def test_questions_open_in_different_words(deck: Deck) -> None:
    assert [run for run, times in openings(deck).items() if times > 2] == []


def test_no_phrase_of_six_words_comes_back_in_another_prompt(deck: Deck) -> None:
    assert shared_windows(deck, 6) == {}


def test_a_repeated_phrase_would_be_found(deck: Deck) -> None:
    first, second = deck.prompts[:2]
    copied = Prompt.from_dict(second.as_dict() | {"question": first.question})
    assert shared_windows(Deck(deck.name, (first, copied)), 6)
    assert max(openings(Deck(deck.name, (first, copied))).values()) == 2


def test_no_prompt_asks_for_what_would_make_a_client_recognisable(deck: Deck) -> None:
    asked = [t for prompt in deck.prompts for t in spoken(prompt)]
    assert [text for text in asked if CLIENT_DETAIL.search(text)] == []


@pytest.mark.parametrize(
    "text", ["Describe a client you remember.", "Which client was it?", "Your client's name?"]
)
def test_a_question_for_client_detail_would_be_found(text: str) -> None:
    assert CLIENT_DETAIL.search(text)


def test_the_figure_is_told_as_the_essays_claim_beside_what_others_found(deck: Deck) -> None:
    told = [prompt for prompt in deck.prompts if "86" in prompt.question]
    assert told
    for prompt in told:
        assert "essay claims" in prompt.question
        assert "Lambert (1992)" in prompt.invitation
        assert "Wampold and Imel (2015)" in prompt.invitation


def test_everything_is_written_in_british_spelling(deck: Deck, codebook: Codebook) -> None:
    written = [text for prompt in deck.prompts for text in texts(prompt)]
    written += [t for c in codebook.codes for t in (c.definition, c.question, *c.examples)]
    assert AMERICAN.search("stabilization by colors")
    assert [text for text in written if AMERICAN.search(text)] == []
