"""Therapists' prose passes: theorists, schools, books, months, wards. And a group's own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.guard import Guard

PROSE = Path(__file__).with_name("therapists_prose.txt")
MOST_FALSE_ALARMS = 0.02


def sentences() -> list[str]:
    lines = PROSE.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def test_two_in_a_hundred_sentences_of_therapists_at_most_are_flagged(guard: Guard) -> None:
    flagged = [sentence for sentence in sentences() if guard.find(sentence)]
    assert len(sentences()) >= 150
    assert len(flagged) <= MOST_FALSE_ALARMS * len(sentences()), flagged


def test_the_same_sentences_as_one_text_are_flagged_no_more(guard: Guard) -> None:
    assert len(guard.find(" ".join(sentences()))) <= 2 * MOST_FALSE_ALARMS * len(sentences())


def test_the_prose_would_be_flagged_with_people_in_it(guard: Guard) -> None:
    """The negative control: the corpus passes because of what it says, not because all passes."""
    for sentence in sentences():
        assert guard.find(f"{sentence} Then Sandra Kowalski rang.")


@pytest.mark.parametrize(
    ("theorist", "person"),
    [
        ("For Rogers it was simple.", "For Mr Rogers it was simple."),
        ("Klein says so.", "Anna Klein says so."),
        ("Carl Rogers said so.", "Carl said so."),
        ("Melanie Klein said so.", "Melanie said so."),
        ("I follow Beck here.", "I follow Thomas Beck here."),
        ("I read Yalom.", "I read to Irene Yalom."),
    ],
)
def test_a_theorist_passes_and_a_person_of_that_name_does_not(
    guard: Guard, theorist: str, person: str
) -> None:
    assert not guard.find(theorist)
    assert guard.find(person)


@pytest.mark.parametrize(
    ("cited", "person"),
    [
        ("Kowalski (2010) found this.", "I met Kowalski yesterday."),
        ("Kowalski & Nguyen (2010) found this.", "I met Kowalski and Nguyen yesterday."),
        ("Kowalski et al. found this.", "I met Kowalski and others."),
        ("It is Kowalski's theory.", "It is Kowalski's chair."),
        ("We use the Kowalski scale.", "We use the Kowalski kitchen."),
        ("I read a book by Sandra Kowalski.", "I read a letter from Sandra Kowalski."),
        ("“The Long Way Home” by Sandra Kowalski moved me.", "Sandra Kowalski moved me."),
    ],
)
def test_whoever_is_cited_passes(guard: Guard, cited: str, person: str) -> None:
    assert not guard.find(cited)
    assert guard.find(person)


def test_a_clients_own_writing_is_no_citation(guard: Guard) -> None:
    assert guard.find("I kept the book by Sandra on my desk.")
    assert guard.find("Sandra's theory is that I am bored.")


def test_a_group_lets_its_own_words_pass(guard: Guard) -> None:
    text = "At Oakfield we call it the Zwischenraum, as Petronella-Maria taught us."
    assert len(guard.find(text)) == 3
    allowed = ("oakfield", "Zwischenraum", "petronella-maria")
    assert not guard.find(text, allowed=allowed)


def test_an_allowed_phrase_is_allowed_as_a_whole_only(guard: Guard) -> None:
    assert not guard.find("I asked Sandra Kowalski.", allowed=["Sandra Kowalski"])
    assert guard.find("I asked Sandra.", allowed=["Sandra Kowalski", "", " "])
