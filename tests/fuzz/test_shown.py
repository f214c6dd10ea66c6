"""Words of authors wherever others read them: they stay words, in their line, and readable."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.ballot.answer import Answer, Leave
from bot.ballot.tokens import Token
from bot.guard import Finding, Kind, Level
from bot.services.values import Receipt, SealedAnswer
from bot.views.all_answers import all_answers
from bot.views.catalogue import guarding
from bot.views.defang import defanged, in_one_line
from bot.views.layout import Sheet, said
from bot.views.receipt import handed_back, receipt
from bot.views.removing import remove_question
from bot.views.summary import summary
from bot.views.warning import warning
from tests.fuzz.budget import fuzzed
from tests.fuzz.hostile import as_sent, words
from tests.making import a_round_card, a_round_summary, an_answer, sealed_answers
from tests.rules.test_defang import DANGEROUS
from tests.views.limits import breaches, said_in, texts

View: TypeAlias = Callable[[str], ui.LayoutView]

NEVER_OURS = {
    *("everyone", "a mention", "a command", "a custom emoji", "an angled address", "an address"),
    *("a masked link", "an invitation", "direction", "zero width", "a tag or selector"),
}
"""Dangers that no sentence of the bot's own holds in these views: one must be an author's."""

answers = words.map(as_sent).map(lambda text: text[:3000]).filter(str.strip)
many = st.lists(answers, min_size=3, max_size=9)


def quoted(text: str) -> ui.LayoutView:
    given = [Answer(each, Leave.GROUP, strands=("fear",)) for each in (text, "plain", "words")]
    return summary(a_round_summary(given), None).view


def in_all_answers(text: str) -> ui.LayoutView:
    return all_answers(sealed_answers([an_answer(text), an_answer("plain")]), 0)


def in_the_question(text: str) -> ui.LayoutView:
    return remove_question(1, SealedAnswer("0" * 32, an_answer(text), removing=False))


def in_the_list(text: str) -> ui.LayoutView:
    return Sheet(said(guarding.words([in_one_line(text), "plain"])))


IN_A_LINE = (quoted, in_the_question, in_the_list)


def dangers(view: ui.LayoutView) -> list[str]:
    return [name for name in sorted(NEVER_OURS) if re.search(DANGEROUS[name], said_in(view))]


def letters(text: str) -> str:
    return "".join(re.findall(r"[A-Za-z0-9]", text))


@pytest.mark.parametrize("view", [*IN_A_LINE, in_all_answers], ids=lambda view: view.__name__)
def test_no_sentence_of_ours_is_among_the_dangers(view: View) -> None:
    assert not dangers(view("plain"))


@pytest.mark.parametrize("view", [*IN_A_LINE, in_all_answers], ids=lambda view: view.__name__)
@fuzzed
@given(text=answers)
def test_nothing_calls_links_or_hides_where_others_read(view: View, text: str) -> None:
    shown = view(text)
    assert not dangers(shown)
    assert not breaches(shown)


@pytest.mark.parametrize("view", IN_A_LINE, ids=lambda view: view.__name__)
@fuzzed
@given(text=answers)
def test_nothing_breaks_out_of_its_line(view: View, text: str) -> None:
    assert len(said_in(view(text)).splitlines()) == len(said_in(view("plain")).splitlines())


@fuzzed
@given(many)
def test_every_answer_is_there_to_read_letter_for_letter(given: list[str]) -> None:
    read = letters(
        "".join(
            said_in(all_answers(sealed_answers([an_answer(text) for text in given]), page))
            for page in range(len(given) + 20)
        )
    )
    assert all(letters(text) in read for text in given if len(text) < 200)


@fuzzed
@given(answers)
def test_what_the_eye_can_see_is_still_there_in_its_order(text: str) -> None:
    def seen(words: str) -> str:
        return "".join(each for each in words if each.isalnum() and each.isascii())

    assert seen(defanged(text)) == seen(text)
    assert seen(in_one_line(text)) == seen(text)


@fuzzed
@given(answers)
def test_an_author_gets_every_word_back_as_it_was_written(text: str) -> None:
    given = Receipt(a_round_card(), Token.new(), an_answer(text), edited=False, counts=True)
    for reply in (receipt(given), handed_back("Not stored.", text, "sb:retry:1")):
        kept = b"".join(file.fp.read() for file in reply.files).decode()
        assert text in texts(reply.view) or text == kept
        assert not breaches(reply.view)


@fuzzed
@given(answers, st.integers(0, 100), st.integers(1, 60))
def test_what_the_guard_shows_of_a_text_stays_in_its_line(text: str, at: int, size: int) -> None:
    begin = min(at, len(text) - 1)
    finding = Finding(begin, min(len(text), begin + size), Kind.NAME, Level.LIKELY, "a name")
    reply = warning(a_round_card(), Token.new(), an_answer(text), (finding,))
    assert not breaches(reply.view)
    listed = texts(reply.view)[0]
    plain = texts(
        warning(
            a_round_card(),
            Token.new(),
            an_answer("plain"),
            (Finding(0, 5, Kind.NAME, Level.LIKELY, "a name"),),
        ).view
    )[0]
    if reply.files:
        return
    assert len(listed.splitlines()) == len(plain.splitlines())
    assert not [name for name in NEVER_OURS if re.search(DANGEROUS[name], listed)]
