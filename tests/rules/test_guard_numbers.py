"""Dates, ages, contacts and record numbers: what is one is noticed, what looks like one passes."""

from __future__ import annotations

import pytest

from bot.guard import Guard, Kind, blocking
from bot.guard.checksums import is_dni, is_iban, is_luhn, is_nhs, is_ssn

DATES = [
    "14 March 1987",
    "March 14th, 2023",
    "the 3rd of May",
    "July 13",
    "Sept 2nd",
    "January 1952",
    "Jan 15 '23",
    "14/03/2024",
    "3.4.21",
    "2024-03-14",
    "2024-03-14 20:15:00",
]
PHONES = [
    "+44 20 7946 0958",
    "+493012345678",
    "07700 900123",
    "(555) 123-4567",
    "555-123-4567",
    "555-4567",
    "030 1234567",
    "0171/1234567",
    "06 12 34 56 78",
    "06.12.34.56.78",
    "+1-903-140-4508x769",
]
RECORDS = [
    "460-89-9847",
    "943 476 5919",
    "AB123456C",
    "AB 12 34 56 C",
    "12345678Z",
    "DE89 3704 0044 0532 0130 00",
    "GB82WEST12345698765432",
    "4111 1111 1111 1111",
    "RSSMRA85T10A562S",
    "192.168.17.4",
    "BH-445566",
    "71131470",
]
LINKS = ["https://example.org/a?b=1", "www.example.org", "example.co.uk/about", "blog.example.com"]
EMAILS = [
    "jo.smith@example.org",
    "jo+x@mail.example.co.uk",
    "jo at gmail dot com",
    "jo (at) web.de",
]
AGES = ["93 years old", "95-year-old", "91yo", "ninety-three years old", "101 years of age"]
EXAMPLES = [
    *((Kind.DATE, text) for text in DATES),
    *((Kind.PHONE, text) for text in PHONES),
    *((Kind.RECORD, text) for text in RECORDS),
    *((Kind.LINK, text) for text in LINKS),
    *((Kind.EMAIL, text) for text in EMAILS),
    *((Kind.AGE, text) for text in AGES),
]


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_what_it_is_is_noticed_whole(guard: Guard, kind: Kind, text: str) -> None:
    sentence = f"We spoke of {text}, and I froze."
    (finding,) = guard.find(sentence)
    assert (sentence[finding.start : finding.end], finding.kind) == (text, kind)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MRN 12345", "12345"),
        ("case no. 4711", "4711"),
        ("her insurance ID is CL-987654", "CL-987654"),
        ("file #B123", "B123"),
        ("passport: X4711Y", "X4711Y"),
    ],
)
def test_a_word_for_a_file_makes_any_number_a_record(guard: Guard, text: str, found: str) -> None:
    (finding,) = guard.find(text)
    assert (text[finding.start : finding.end], finding.kind) == (found, Kind.RECORD)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Born in 1987, she", "1987"),
        ("seen on 08/22 by us", "08/22"),
        ("her mother turned 92", "92"),
        ("my client is 93.", "93"),
    ],
)
def test_a_word_before_it_tells_what_a_number_is(guard: Guard, text: str, found: str) -> None:
    (finding,) = guard.find(text)
    assert text[finding.start : finding.end] == found


@pytest.mark.parametrize(
    "text",
    [
        "She was 42, he was 89 years old.",
        "My client is 42 and tired.",
        "In one case 20 minutes were enough.",
        "A study of 120 patients, and study 329.",
        "It rose from 5-4-3-2-1 to 1-1-1.",
        "In 2019, 2020 and from 2015-2018.",
        "In 2010 2011 2012 nothing changed.",
        "On Tuesday at 14:30 for 50 minutes.",
        "9/11 and 24/7 and 50/50.",
        "F43.10, DSM-5, ICD-11, PHQ-9, COVID-19.",
        "About 1 000 000 people, 86 %, £1,200, 3.14159.",
        "See pp. 1234-1245.",
        "I may 5 times a day, and march 3 steps.",
        "Wait...then breathe.Out",
        "Call 988, 911, 116 123, 0800 1111 or 1-800-273-8255.",
        "Policy 2015 is gone; order 66; ID 99.",
    ],
)
def test_ordinary_numbers_pass(guard: Guard, text: str) -> None:
    assert not guard.find(text)


def test_numbers_that_lead_straight_to_somebody_are_never_stored(guard: Guard) -> None:
    for text in (*PHONES, *RECORDS, *EMAILS):
        assert blocking(guard.find(f"It is {text}, I think.")), text
    for text in (*DATES, *AGES, *LINKS, "Sarah", "Ipswich"):
        assert not blocking(guard.find(f"It is {text}, I think.")), text


def test_check_digits_tell_real_numbers_from_others() -> None:
    assert is_luhn("4111111111111111")
    assert not is_luhn("4111111111111112")
    assert not is_luhn("0000000000000")
    assert is_iban("GB82WEST12345698765432")
    assert not is_iban("GB83WEST12345698765432")
    assert is_nhs("9434765919")
    assert not is_nhs("9434765918")
    assert not is_nhs("943476591")
    assert is_dni("12345678Z")
    assert not is_dni("12345678A")
    assert is_ssn("460", "89", "9847")
    assert not is_ssn("666", "89", "9847")
