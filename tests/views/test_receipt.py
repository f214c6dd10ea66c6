"""An author gets back the whole of what they gave, whether it was stored or not."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord.components import _component_factory
from hypothesis import given
from hypothesis import strategies as st

from bot.ballot.answer import Answer, Leave
from bot.ballot.tokens import Token
from bot.services.values import Receipt
from bot.views import custom_ids
from bot.views.layout import Reply
from bot.views.receipt import handed_back, receipt, text_in
from prompts import Prompt, load_deck
from tests.making import a_prompt, a_round_card, an_answer
from tests.views.limits import breaches, payload, said_in, texts
from tests.views.limits import custom_ids as ids_in
from tests.views.test_prompt_post import LONGEST

TOKEN = Token(bytes(range(16)))
RETRY = custom_ids.retry(12, TOKEN)


def a_receipt(
    answer: Answer, prompt: Prompt | None = None, *, edited: bool = False, counts: bool = True
) -> Receipt:
    card = a_round_card(prompt=prompt or a_prompt())
    return Receipt(card, TOKEN, answer, edited, counts)


def attached(reply: Reply) -> list[str]:
    return [file.fp.read().decode() for file in reply.files]


def arrived(reply: Reply) -> list[Any]:
    """The message's components as discord.py gives them to a button's callback."""
    sent: list[Any] = payload(reply.view)
    return [_component_factory(part) for part in sent]


def test_a_receipt_shows_the_code_and_everything_that_was_stored() -> None:
    answer = an_answer("My own words.", strands=("fear", "agency"), position=2)
    reply = receipt(a_receipt(answer))
    said = said_in(reply.view)
    assert f"```\n{TOKEN.code}\n```" in said
    assert "My own words." in texts(reply.view)
    assert "my own unease" in said
    assert "what the client wants" in said
    assert "keeping it safe" not in said
    assert "2 · nearer to “a tool”" in said
    assert "Who may read your words:** the group." in said


def test_a_receipt_says_which_leave_was_given() -> None:
    said = said_in(receipt(a_receipt(an_answer(leave=Leave.FACILITATOR))).view)
    assert "only the facilitator." in said
    assert "the group." not in said


def test_what_was_left_open_is_not_mentioned() -> None:
    answer = an_answer(strands=(), position=None)
    said = said_in(receipt(a_receipt(answer)).view)
    assert "Where you stand" not in said
    assert "You ticked" not in said


def test_a_receipt_says_that_the_message_will_go_and_cannot_be_found_again() -> None:
    said = said_in(receipt(a_receipt(an_answer())).view)
    assert "Discord drops this message when you restart it" in said
    assert "nobody can find your answer again" in said


def test_a_replaced_version_and_a_voice_that_does_not_count_are_told_apart() -> None:
    plain = said_in(receipt(a_receipt(an_answer())).view)
    edited = said_in(receipt(a_receipt(an_answer(), edited=True)).view)
    uncounted = said_in(receipt(a_receipt(an_answer(), counts=False)).view)
    assert "replaces your earlier version" in edited
    assert "replaces" not in plain
    assert "does not count towards the 3" in uncounted
    assert "does not count" not in plain


def test_a_text_cannot_reach_beyond_its_own_display() -> None:
    hostile = "```\n# Not from the bot\n-# <@1> [here](https://example.org)"
    shown = texts(receipt(a_receipt(an_answer(hostile))).view)
    assert shown.count(hostile) == 1
    assert not any("Not from the bot" in text for text in shown if text != hostile)


def test_the_longest_answer_to_every_prompt_of_the_deck_is_shown_whole() -> None:
    for prompt in load_deck().prompts:
        every = tuple(strand.code for strand in prompt.strands)
        answer = Answer("x" * 3000, Leave.FACILITATOR, every, 2 if prompt.poles else None)
        reply = receipt(a_receipt(answer, prompt, edited=True, counts=False))
        assert answer.text in texts(reply.view), prompt.key
        assert not breaches(reply.view), prompt.key


@pytest.mark.parametrize("text", ["x" * 3000, "🙂" * 3000, "é" * 3000])
def test_what_is_too_long_to_show_is_attached_whole(text: str) -> None:
    answer = Answer(text, Leave.GROUP, tuple(s.code for s in LONGEST.strands), 4)
    reply = receipt(a_receipt(answer, LONGEST, edited=True, counts=False))
    assert not breaches(reply.view)
    assert text in texts(reply.view) or attached(reply) == [text]


def test_an_attached_text_is_referred_to_by_its_file_name() -> None:
    reply = handed_back("Not stored.", "🙂" * 3000, RETRY)
    assert [file.filename for file in reply.files] == ["your-answer.txt"]
    assert "attachment://your-answer.txt" in str(payload(reply.view))


def test_a_text_handed_back_stands_alone_beside_its_reason() -> None:
    reply = handed_back("This round is closed.", "My words.", RETRY)
    assert texts(reply.view)[0] == "This round is closed."
    assert "My words." in texts(reply.view)
    assert ids_in(reply.view) == [RETRY]


def test_a_receipt_leads_on_to_editing_and_withdrawing_this_very_answer() -> None:
    given = a_receipt(an_answer())
    assert ids_in(receipt(given).view) == [
        custom_ids.edit(12, TOKEN),
        custom_ids.withdraw(12, TOKEN),
    ]


def test_whoever_has_answered_is_offered_the_code_beside_their_text() -> None:
    reply = handed_back("Already answered.", "My words.", code=custom_ids.code(12))
    assert ids_in(reply.view) == [custom_ids.code(12)]
    assert "My words." in texts(reply.view)
    assert text_in(arrived(reply)) == "My words."


def test_without_a_way_to_retry_there_is_no_button() -> None:
    assert not ids_in(handed_back("Already answered.", "My words.").view)


@pytest.mark.parametrize("text", ["", "   ", "\n\u2003\t"])
def test_without_a_text_only_the_reason_is_said(text: str) -> None:
    reply = handed_back("Nothing to store.", text, RETRY)
    assert texts(reply.view) == ["Nothing to store."]
    assert not reply.files


@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200),
    may_retry=st.booleans(),
)
def test_try_again_finds_the_very_text_that_was_shown(*, text: str, may_retry: bool) -> None:
    reply = handed_back("Not stored.", text, RETRY if may_retry else None)
    assert text_in(arrived(reply)) == (text if text.strip() else "")


@given(st.integers(0, 8000), st.sampled_from("xé🙂"))
def test_every_length_is_handed_back_whole_and_within_limits(length: int, sign: str) -> None:
    text = sign * length
    reply = handed_back("A reason of some length. " * 8, text, RETRY)
    assert not breaches(reply.view)
    assert text in ["", *texts(reply.view), *attached(reply)]


def test_a_receipt_and_a_strange_message_hold_no_text_to_retry() -> None:
    strange = discord.ui.LayoutView()
    strange.add_item(discord.ui.TextDisplay("Anything"))
    assert text_in(arrived(Reply(strange))) == ""
    assert text_in([object()]) == ""


def test_nothing_of_a_text_is_kept_or_printed() -> None:
    replies = (
        receipt(a_receipt(an_answer("canary"))),
        handed_back("Not stored.", "canary", RETRY),
    )
    for reply in replies:
        assert reply.view.is_finished()
        assert "canary" not in repr(reply)
