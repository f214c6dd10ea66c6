"""Whoever comes back with a receipt reads how the answer stands, and is offered what would work."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.ballot.answer import Answer, Leave
from bot.ballot.envelope import Mark
from bot.ballot.tokens import Token
from bot.services.values import HeldAnswer, RoundState
from bot.views import custom_ids
from bot.views.catalogue import receipts as words
from bot.views.held import code_form, held, withdraw_question, withdrawn
from tests.making import NOW, a_round_card, an_answer
from tests.views.limits import breaches, said_in, texts
from tests.views.limits import custom_ids as ids_in
from tests.views.test_prompt_post import LONGEST

TOKEN = Token(bytes(range(16)))
EMPTY = Answer("", Leave.FACILITATOR)
EDIT, WITHDRAW = custom_ids.edit(12, TOKEN), custom_ids.withdraw(12, TOKEN)
OPEN, SEALED = RoundState.OPEN, RoundState.SEALED
CLOSING = a_round_card().closes_at


def found(state: RoundState, mark: Mark = Mark.LIVE, answer: Answer | None = None) -> HeldAnswer:
    kept = answer or (an_answer("My own words.") if mark.readable else EMPTY)
    return HeldAnswer(a_round_card(state=state), TOKEN, kept, mark)


@pytest.mark.parametrize(
    ("state", "mark", "after", "said", "offered"),
    [
        (OPEN, Mark.LIVE, 0, "change your answer or withdraw it", [EDIT, WITHDRAW]),
        (OPEN, Mark.LIVE, 5, "takes no more changes", [WITHDRAW]),
        (OPEN, Mark.WITHDRAWN, 0, "fill it again", [EDIT]),
        (OPEN, Mark.WITHDRAWN, 5, "takes no more answers", []),
        (SEALED, Mark.LIVE, 6, "closed and sealed", [WITHDRAW]),
        (SEALED, Mark.WITHDRAWING, 6, "Being withdrawn", []),
        (SEALED, Mark.REMOVING, 6, "Removed by the facilitator", []),
    ],
)
def test_each_state_is_said_and_only_what_would_work_is_offered(
    state: RoundState, mark: Mark, after: int, said: str, offered: list[str]
) -> None:
    reply = held(found(state, mark), NOW + timedelta(days=after))
    assert said in said_in(reply.view)
    assert ids_in(reply.view) == offered
    assert not breaches(reply.view)
    assert ("My own words." in texts(reply.view)) is mark.readable


def test_an_emptied_answer_shows_no_choice_that_nobody_made() -> None:
    said = said_in(held(found(OPEN, Mark.WITHDRAWN), NOW).view)
    assert "Only the facilitator" not in said
    assert "as it is stored" not in said


@pytest.mark.parametrize("letter", ["x", "🙂", "é"])
@pytest.mark.parametrize("mark", [Mark.LIVE, Mark.WITHDRAWING, Mark.REMOVING])
def test_the_longest_answer_comes_back_whole(letter: str, mark: Mark) -> None:
    every = tuple(strand.code for strand in LONGEST.strands)
    answer = Answer(letter * 3000, Leave.FACILITATOR, every, 4)
    card = a_round_card(prompt=LONGEST, state=SEALED)
    reply = held(HeldAnswer(card, TOKEN, answer, mark), CLOSING)
    assert not breaches(reply.view)
    shown = [*texts(reply.view), *(file.fp.read().decode() for file in reply.files)]
    assert answer.text in shown


def test_the_question_says_what_withdrawing_would_do_to_this_round() -> None:
    is_open, sealed = withdraw_question(found(OPEN)), withdraw_question(found(SEALED))
    assert words.WITHDRAW_OPEN in texts(is_open)
    assert words.WITHDRAW_SEALED in texts(sealed)
    for view in (is_open, sealed):
        assert ids_in(view) == [custom_ids.withdraw_now(12, TOKEN)]
    assert "cannot be unread" not in said_in(is_open)


def test_withdrawn_from_an_open_round_the_place_can_be_filled_again() -> None:
    reply = withdrawn(found(OPEN, Mark.WITHDRAWN), NOW)
    assert "Your place is kept" in said_in(reply.view)
    assert ids_in(reply.view) == [EDIT]


def test_withdrawn_from_a_sealed_round_the_words_leave_at_night_and_the_counts_stay() -> None:
    reply = withdrawn(found(SEALED, Mark.WITHDRAWING), CLOSING)
    assert texts(reply.view) == [words.WITHDRAWN_SEALED]
    for part in ("in the coming night", "counts stay", "cannot be unread"):
        assert part in words.WITHDRAWN_SEALED


def test_the_form_for_a_code_is_within_limits_and_says_nothing_of_its_asker() -> None:
    form = code_form(12)
    assert not breaches(form)
    assert form.custom_id == custom_ids.find(12)
    assert form.is_finished()
