"""People are noticed by title, role, list, verb or strangeness, and words are left to be words."""

from __future__ import annotations

import pytest

from bot.guard import Guard, Kind, Level


def named(guard: Guard, text: str) -> list[str]:
    return [text[f.start : f.end] for f in guard.find(text) if f.kind is Kind.NAME]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I saw Mr Rogers again.", "Rogers"),
        ("Dr Klein's patient left.", "Klein"),
        ("They sent me Prof. Adeyemi-Clarke at last.", "Adeyemi-Clarke"),
        ("My client Tobias cried.", "Tobias"),
        ("My supervisor, Anneliese, said nothing.", "Anneliese"),
        ("There was a boy named Xolani.", "Xolani"),
        ("His name is Quentin.", "Quentin"),
        ("my name is otto", "otto"),
    ],
)
def test_a_cue_makes_a_name_likely(guard: Guard, text: str, name: str) -> None:
    (finding,) = guard.find(text)
    assert text[finding.start : finding.end] == name
    assert (finding.kind, finding.level) == (Kind.NAME, Level.LIKELY)
    assert finding.reason


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sarah came late again.", "Sarah"),
        ("Sarah's silence frightens me.", "Sarah"),
        ("I met Anna Maria van den Berg.", "Anna Maria van den Berg"),
        ("I thought of James L. all day.", "James L"),
        ("Jean-Luc shouted at me.", "Jean-Luc"),
        ("O'Brien shouted at me.", "O'Brien"),
        ("Anna Rogers left.", "Anna Rogers"),
        ("SANDRA WAS ANGRY WITH ME.", "SANDRA"),
        ("Jose\u0301 stayed until the end.", "Jose\u0301"),
    ],
)
def test_a_listed_first_name_carries_its_surname_with_it(
    guard: Guard, text: str, name: str
) -> None:
    assert named(guard, text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "I keep thinking about Świętosława.",
        "With Ngozichukwuka I feel clumsy.",
        "Nkechiyere was silent for an hour.",
        "I told Вероника to rest.",
    ],
)
def test_a_strange_word_with_a_capital_may_be_a_name(guard: Guard, text: str) -> None:
    (finding,) = guard.find(text)
    assert (finding.kind, finding.level) == (Kind.NAME, Level.POSSIBLE)


def test_a_strange_name_is_noticed_wherever_it_stands_again(guard: Guard) -> None:
    text = "With Tzilibrix I wait. Tzilibrix, quietly, waits too."
    assert named(guard, text) == ["Tzilibrix", "Tzilibrix"]


PAIRS = [
    ("Grace told me to stop.", "There is grace in silence."),
    ("I thought about Grace.", "Grace is a gift."),
    ("Will said that I was cold.", "Will I ever learn?"),
    ("I told Will that I was tired.", "I will wait."),
    ("Mark's mother rang me.", "Mark the moment."),
    ("I keep thinking about Mark.", "It left a mark."),
    ("My client, Hope, never smiles.", "Hope is not a method."),
    ("Faith asked me to stop.", "Faith in the process helps."),
    ("Joy laughed at my exercise.", "Joy is harder than grief."),
    ("May said nothing for an hour.", "May was the hardest month."),
    ("June told me to stop.", "In June we paused."),
    ("April cried.", "Since April we meet online."),
    ("Rose phoned me.", "I rose from my chair."),
    ("my client tom was late", "tom-toms calm me"),
]


@pytest.mark.parametrize(("person", "word"), PAIRS)
def test_an_ordinary_word_is_a_name_only_where_it_is_somebody(
    guard: Guard, person: str, word: str
) -> None:
    assert len(named(guard, person)) == 1
    assert not guard.find(word)


@pytest.mark.parametrize("text", ["i saw sandra today", "andrzej hurt her", "a boy called otto"])
def test_a_first_name_is_noticed_without_its_capital(guard: Guard, text: str) -> None:
    assert len(named(guard, text)) == 1


def test_a_name_in_lower_case_takes_its_surname_along(guard: Guard) -> None:
    assert named(guard, "i saw sandra kowalski today") == ["sandra kowalski"]


@pytest.mark.parametrize("text", ["My client K. was late.", "With B I am braver.", "Mr. B. rang."])
def test_a_lone_initial_passes_as_the_authors_own_disguise(guard: Guard, text: str) -> None:
    assert not guard.find(text)


def test_a_mention_of_a_member_counts_as_a_name(guard: Guard) -> None:
    assert named(guard, "as <@123456789012345678> said") == ["<@123456789012345678>"]
    assert named(guard, "as @sandra_k81 said") == ["@sandra_k81"]
