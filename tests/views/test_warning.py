"""The guard's private message fits Discord's limits, whatever the text."""

from __future__ import annotations

import pytest

from bot.ballot.tokens import Token
from bot.guard import Finding, Kind, Level
from bot.views.catalogue import guarding as words
from bot.views.layout import Reply
from bot.views.warning import warning
from tests.making import a_guard, a_round_card, an_answer
from tests.views.limits import breaches, payload

NAMES = ("Sarah Whitcombe", "Tom Okafor", "Lena Fischer", "Raj Patel")


def a_warning(text: str) -> Reply:
    found = a_guard().find(text)
    assert found
    return warning(a_round_card(), Token.new(), an_answer(text), found)


@pytest.mark.parametrize("length", [80, 1500, 2700, 2990])
def test_every_length_of_text_fits(length: int) -> None:
    sentence = "I met Sarah Whitcombe in Ipswich and hurried as she did. "
    text = (sentence * 60)[:length].strip()
    reply = a_warning(text)
    assert not breaches(reply.view)


def test_at_most_ten_are_shown_and_the_rest_counted() -> None:
    text = " ".join(f"Then I met {name} Smythe{n} again." for n, name in enumerate(NAMES * 4))
    findings = tuple(
        Finding(at, at + 5, Kind.NAME, Level.POSSIBLE, "a capital") for at in range(0, 120, 8)
    )
    reply = warning(a_round_card(), Token.new(), an_answer(text), findings)
    shown = str(payload(reply.view))
    assert shown.count("→") == 10
    assert "and 5 more" in shown


def test_likely_ones_come_first() -> None:
    text = "Somewhere I met Quillon, and then Dr Sarah Whitcombe in her office."
    findings = (
        Finding(16, 23, Kind.NAME, Level.POSSIBLE, "a capital"),
        Finding(34, 52, Kind.NAME, Level.LIKELY, "a title"),
    )
    reply = warning(a_round_card(), Token.new(), an_answer(text), findings)
    shown = str(payload(reply.view))
    assert shown.index("**Dr Sarah") < shown.index("**Quillon")


def test_the_draft_stands_raw_in_a_part_of_its_own() -> None:
    text = "I met **Sarah Whitcombe** `there` <@1> and hurried."
    reply = a_warning(text)
    parts = payload(reply.view)
    inner = [part for part in parts[0]["components"] if part.get("content") == text]
    assert len(inner) == 1


def test_a_text_too_long_to_show_beside_its_findings_is_handed_back_whole() -> None:
    text = ("Sarah Whitcombe " + "🌱" * 2980)[:3000]
    reply = a_warning(text)
    assert words.TOO_LONG in str(payload(reply.view))
    assert reply.files
