"""Towns, workplaces and addresses are noticed; countries, states and general words are not."""

from __future__ import annotations

import pytest

from bot.guard import Guard, Kind, Level


def kinds(guard: Guard, text: str) -> list[tuple[str, Kind]]:
    return [(text[f.start : f.end], f.kind) for f in guard.find(text)]


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("She lives in Ipswich.", "Ipswich"),
        ("He moved to Bath last year.", "Bath"),
        ("I live near Reading, like her.", "Reading"),
        ("We met in Milton Keynes.", "Milton Keynes"),
        ("He grew up in São Paulo.", "São Paulo"),
        ("She is back in New York City.", "New York City"),
        ("The village is called home, somewhere near Llanfairpwll.", "Llanfairpwll"),
        ("THEY MOVED FROM IPSWICH.", "IPSWICH"),
    ],
)
def test_a_town_is_noticed(guard: Guard, text: str, town: str) -> None:
    assert kinds(guard, text) == [(town, Kind.PLACE)]


@pytest.mark.parametrize(
    "text",
    [
        "She grew up in Texas.",
        "We are both from Germany.",
        "He lived in Virginia for a year.",
        "I trained in England and Wales.",
        "Reading helps me more than talking.",
        "A bath calms her.",
        "In New York State the law differs.",
        "My Polish and Brazilian clients laughed.",
    ],
)
def test_countries_states_and_peoples_are_too_large_to_point_at_anybody(
    guard: Guard, text: str
) -> None:
    assert not guard.find(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("He is a nurse at St Mary's Hospital.", "St Mary's Hospital"),
        ("She teaches at Oakfield Primary School.", "Oakfield Primary School"),
        ("He studies at the University of Leeds.", "University of Leeds"),
        ("She works for Deloitte.", "Deloitte"),
        ("She works at Tesco.", "Tesco"),
        ("We met at Argus Tapes & Records.", "Argus Tapes & Records"),
        ("She was seen in our Dallas clinic.", "Dallas clinic"),
    ],
)
def test_a_workplace_is_noticed(guard: Guard, text: str, name: str) -> None:
    assert kinds(guard, text) == [(name, Kind.ORGANISATION)]


@pytest.mark.parametrize(
    "text",
    [
        "I work at a hospital.",
        "Our Community Mental Health Center is full.",
        "The National Suicide Prevention Helpline was busy.",
        "The Primary School years were hard.",
        "He called the Samaritans.",
        "The Catholic Church and Sunday School shaped me.",
        "Al-Anon helped her.",
    ],
)
def test_an_organisation_of_general_words_passes(guard: Guard, text: str) -> None:
    assert not guard.find(text)


@pytest.mark.parametrize(
    "address",
    [
        "123 Maple Street, Springfield, IL 62704",
        "4711 Elm Ave",
        "12 Acacia Avenue, Leeds LS6 2AB",
        "Flat 3B",
        "SW1A 1AA",
        "K1A 0B1",
        "Hauptstraße 5, 10115 Berlin",
        "Nybyvägen 80",
        "12 rue de la Paix, 75002 Paris",
        "Via Roma 3",
        "Calle Mayor 5",
        "ul. Długa 7",
        "Keizersgracht 12, 1015 AB",
        "P.O. Box 149",
    ],
)
def test_an_address_is_noticed_whole(guard: Guard, address: str) -> None:
    assert kinds(guard, f"The letter went to {address}.") == [(address, Kind.ADDRESS)]


def test_where_somebody_lives_needs_no_known_street(guard: Guard) -> None:
    assert kinds(guard, "She lives at 4 the old mill.") == [("4 the old mill", Kind.ADDRESS)]
    (finding,) = guard.find("The party was in Kraavimetsa 28.")
    assert (finding.kind, finding.level) == (Kind.ADDRESS, Level.POSSIBLE)


@pytest.mark.parametrize(
    "text",
    [
        "He lived in 3 countries.",
        "She lives on 2 coffees a day, at home with 3 children.",
        "I was at home at 5 in the morning.",
        "We took 12 steps down the road.",
        "Page 12 and step 3 of phase 2.",
        "She takes Sertraline 50 mg.",
    ],
)
def test_numbers_beside_words_are_no_addresses(guard: Guard, text: str) -> None:
    assert not guard.find(text)
