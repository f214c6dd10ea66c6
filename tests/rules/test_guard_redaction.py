"""A redacted text says who is who without saying who, and is otherwise the same text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.guard import Finding, Guard, Kind, Level, excerpt, labels, redacted

GUARD = Guard.load()
PIECES = [
    *(
        "Sarah",
        "sarah",
        "Sarah's",
        "Sarah Miller",
        "Mr Rogers",
        "Dr.",
        "Xyzzyq",
        "Ngozi",
        "Grace said",
    ),
    *(
        "in Ipswich",
        "at St Mary's Hospital",
        "New York City",
        "14 March 2024",
        "3/4/21",
        "91 years old",
    ),
    *("+44 20 7946 0958", "555-4567", "jo@example.org", "www.example.org", "MRN 12345", "4711"),
    *(
        "12 Acacia Avenue",
        "Via Roma 3",
        "lives at Kraavi 28",
        "SW1A 1AA",
        "[name]",
        "[name 2]",
        "[date]",
    ),
    *(
        "<@123456789012345678>",
        "Winnicott",
        "(2010)",
        "and",
        "the",
        ".",
        ",",
        "\n",
        "-",
        "[",
        "]",
        "é",
    ),
    *(
        "my client",
        "named",
        "May",
        "I",
        "'s",
        "1-1-",
        "\u0301",
        "שלום",
        "👩‍👧",
        "\u202e",
        "\ufffc",
        "/",
    ),
]
texts = st.one_of(
    st.text(max_size=200),
    st.text("Aa1 .-/@[]'\n\u0301(:", max_size=120),
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=20).map("".join),
)


def redact(text: str) -> str:
    return redacted(text, GUARD.find(text))


@given(texts)
@example("x@y.zz12345678")
@example("Dr. Dr. Sarah. Xyzzyq Xyzzyq")
def test_findings_are_in_order_and_none_overlaps_another(text: str) -> None:
    at = 0
    for finding in GUARD.find(text):
        assert at <= finding.start < finding.end <= len(text)
        at = finding.end


@given(texts)
def test_redacting_a_redacted_text_changes_nothing(text: str) -> None:
    once = redact(text)
    assert GUARD.find(once) == ()
    assert redact(once) == once


@given(texts)
def test_everything_outside_the_findings_stays_byte_for_byte(text: str) -> None:
    rest = redact(text)
    findings = GUARD.find(text)
    at = 0
    for finding, label in zip(findings, labels(text, findings), strict=True):
        kept = text[at : finding.start] + label
        assert rest.startswith(kept)
        rest, at = rest.removeprefix(kept), finding.end
    assert rest == text[at:]


@given(texts)
def test_the_same_text_has_the_same_findings(text: str) -> None:
    assert GUARD.find(text) == GUARD.find(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sarah told Tom.", "[name] told [name 2]."),
        ("Sarah's mother rang Sarah.", "[name]'s mother rang [name]."),
        ("Sarah Kowalski came. Sarah cried.", "[name] came. [name] cried."),
        ("Sarah cried. Mrs Kowalski, I mean Sarah Kowalski.",
         "[name] cried. Mrs [name], I mean [name]."),
        ("SARAH! sarah? Sarah.", "[name]! [name]? [name]."),
        ("Sarah Miller met Sarah Jones. Sarah left.",
         "[name] met [name 2]. [name 3] left."),
        ("She lives in Ipswich, was in Hull.", "She lives in [place], was in [place]."),
        ("On 14 March 2024 at St Mary's Hospital", "On [date] at [organisation]"),
        ("MRN 12345, jo@example.org", "MRN [record number], [email]"),
        ("+44 20 7946 0958 or www.example.org", "[phone] or [link]"),
        ("12 Acacia Avenue; she is 93 years old", "[address]; she is [age 90+]"),
    ],
)  # fmt: skip
def test_labels_say_what_stood_there_and_who_is_the_same_person(text: str, expected: str) -> None:
    assert redact(text) == expected


def test_numbers_go_on_after_those_of_an_earlier_redaction() -> None:
    assert redact("[name] and [name 2] met Sarah.") == "[name] and [name 2] met [name 3]."


def test_no_found_text_is_left_where_it_was_found() -> None:
    text = "Sarah Kowalski, jo@example.org, Ipswich, 14 March 2024, MRN 98765"
    clean = redact(text)
    for finding in GUARD.find(text):
        assert text[finding.start : finding.end] not in clean


def test_an_excerpt_shows_the_finding_in_its_surroundings() -> None:
    text = "I was with Sarah when it rained for days"
    finding = Finding(11, 16, Kind.NAME, Level.LIKELY, "it is a first name")
    assert excerpt(text, finding, 100) == ("I was with ", "Sarah", " when it rained for days")
    assert excerpt(text, finding, 6) == ("…with ", "Sarah", " when…")


@given(texts, st.integers(1, 40))
def test_an_excerpt_is_never_wider_than_asked(text: str, width: int) -> None:
    for finding in GUARD.find(text):
        before, found, after = excerpt(text, finding, width)
        assert found == text[finding.start : finding.end]
        assert max(len(before), len(after)) <= width
