"""What is promised to people is said to them: on the page, in the file, and below the form."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.ballot.tokens import Token
from bot.services.groups import GRACE
from bot.views.catalogue import answering, privacy
from bot.views.modal import answer_modal
from tests.making import a_plan, a_round_card
from tests.views.limits import said_in

ROOT = Path(__file__).parents[2]
IN_WORDS = {7: "seven"}
SQLITE, POSTGRES = ("\n".join(privacy.pages(on_postgres=each)) for each in (False, True))
STRONG = "nor the person who runs the bot, nor a thief can look up which answer is yours"
WEAK = "nor, once the round is closed, can the person who runs the bot"

# What the design promises to people (its section 2), by number, and the words that say it.
PROMISES = {
    "1 apart": (
        "without your name",
        "No name, time or order stands beside it",
        "encrypted list of who has answered",
        "nothing on it leads to an answer",
    ),
    "1 receipts": ("keeps only a fingerprint", "not even the person who runs the bot, can find"),
    "2 keys": ("encrypted together", "keys lie outside the database"),
    "2 the seal": ("destroyed when the round closes", "encrypted anew, in a new random order"),
    "2 retention": (
        f"kept for {a_plan().retention_days} days after a round closes, unless the group chose",
        "last key is destroyed, and with it every text",
        "only counts stay",
    ),
    "2 forgetting": (
        f"everything of the group is destroyed after {IN_WORDS[GRACE.days]} days",
        "removed from the server",
        "written record says what was destroyed, and when; it names nobody",
    ),
    "4 released once": (
        "Nobody, before the round closes",
        "only whether at least as many people as are needed",
        "only if enough people have answered",
        "a facilitator's own answer does not count",
        "does not change while a round is open",
        "random order",
    ),
    "4 below k": ("stays open once, until the next prompt is due", "shredded unread"),
    "4 leave": ("your words only if you allowed it",),
    "4 sharing": (
        "once a facilitator shares them",
        "Where the prompt says so, the group sees the counts",
    ),
    "5 withdrawing": (
        "change or withdraw your answer while the round is open",
        "emptied at once",
        "leave in the coming night, with everything else that leaves that day",
        "the counts stay as they were sealed",
        "what was read cannot be unread",
        "withdrawn or removed leave the shared message too",
    ),
    "5 removing": (
        "facilitator can remove an answer in the same way",
        "its author stays unknown, and nobody can answer again in its place",
    ),
    "6 nowhere else": ("sends nothing anywhere but to Discord", "does not read what members write"),
    "7 readers": ("the holders of that role read", "Each opening of a summary is noted"),
    "8 who could still know": (
        "**Discord** sees who you are",
        "could change it and watch, or keep copies while a round is open",
        "recognise your style",
        "yours is the one left over",
        "if all say the same, your view is known",
        "can take the facilitator role",
        "could learn from it that you answered",
    ),
    "care": ("not for emergencies", "Nobody watches the answers"),
}
ENGINES = {"sqlite": SQLITE, "postgresql": POSTGRES}
CONSENTED = (
    "stored without your name",
    "only once the round is closed",
    "only if enough people have answered",
    "Discord sees what you send",
    "recognise your style",
    answering.PRIVACY_BUTTON,
)


def missing(page: str) -> list[str]:
    """The promises that a page does not keep saying."""
    return [
        name for name, said in PROMISES.items() if not all(sentence in page for sentence in said)
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_privacy_page_says_every_promise_and_who_could_still_know(engine: str) -> None:
    assert missing(ENGINES[engine]) == []


@pytest.mark.parametrize("name", PROMISES)
def test_a_page_that_lost_any_sentence_of_a_promise_would_be_noticed(name: str) -> None:
    for sentence in PROMISES[name]:
        assert name in missing(SQLITE.replace(sentence, "…"))


def test_the_written_page_is_made_of_the_same_sentences() -> None:
    written = (ROOT / "PRIVACY.md").read_text(encoding="utf-8")
    assert missing(written) == []
    for paragraph in SQLITE.split("\n"):
        assert paragraph in written


def test_the_consent_line_stands_in_every_form() -> None:
    for counts in (True, False):
        form = answer_modal(a_round_card(), Token.new(), counts=counts)
        assert privacy.CONSENT in said_in(form)


def test_the_consent_line_says_nothing_that_the_page_does_not() -> None:
    assert [sentence for sentence in CONSENTED if sentence not in privacy.CONSENT] == []
    for shared in ("without your name", "only if enough people have answered", "your style"):
        assert shared in privacy.CONSENT
        assert shared in SQLITE


def engine_fits(page: str, *, on_postgres: bool) -> bool:
    """Whether a page promises against the operator what its engine can keep, and no more."""
    weak = WEAK in page and "While the round is open that person could" in page
    return weak and STRONG not in page if on_postgres else STRONG in page and WEAK not in page


def test_on_postgresql_the_promise_against_the_operator_is_weaker() -> None:
    assert engine_fits(SQLITE, on_postgres=False)
    assert engine_fits(POSTGRES, on_postgres=True)


def test_the_other_engine_s_sentence_would_be_noticed() -> None:
    assert not engine_fits(SQLITE, on_postgres=True)
    assert not engine_fits(POSTGRES, on_postgres=False)
    both = SQLITE + POSTGRES
    assert not engine_fits(both, on_postgres=True)
    assert not engine_fits(both, on_postgres=False)
