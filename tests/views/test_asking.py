"""What cannot be undone is asked once, shows what it is about, and says what follows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.services.values import GroupCard, SealedAnswer
from bot.views import custom_ids
from bot.views.catalogue import moderation
from bot.views.ending import forgetting
from bot.views.removing import remove_question
from tests.making import CHANNEL, GUILD, NOW, a_plan, an_answer
from tests.views.limits import breaches, said_in, texts
from tests.views.limits import custom_ids as ids_in

HANDLE = "0a" * 16
GROUP = GroupCard(3, GUILD, a_plan(), NOW)


def test_removing_is_asked_with_the_beginning_of_the_answer() -> None:
    asked = remove_question(12, SealedAnswer(HANDLE, an_answer("These words."), removing=False))
    assert texts(asked) == ["> These words.", moderation.QUESTION]
    assert ids_in(asked) == [custom_ids.remove_now(12, HANDLE)]


@pytest.mark.parametrize("text", ["*" * 3000, "🙂" * 3000, "\u200b", "> # a\n" * 500])
def test_whatever_was_written_the_question_stays_within_limits(text: str) -> None:
    asked = remove_question(12, SealedAnswer(HANDLE, an_answer(text), removing=False))
    assert not breaches(asked)
    assert len(texts(asked)[0].splitlines()) == 1


def test_removing_shows_no_tick_and_no_place() -> None:
    ticked = an_answer("These words.", strands=("fear", "agency"), position=5)
    plain = an_answer("These words.", strands=(), position=None)
    asked = [remove_question(12, SealedAnswer(HANDLE, a, removing=False)) for a in (ticked, plain)]
    assert said_in(asked[0]) == said_in(asked[1])


def test_forgetting_is_asked_with_what_is_destroyed_and_until_when_it_can_be_undone() -> None:
    asked = forgetting(GROUP)
    assert not breaches(asked)
    assert ids_in(asked) == [custom_ids.forget(3)]
    said = said_in(asked)
    for part in (f"<#{CHANNEL}>", "every answer", "seven days", "/setup", "One line stays"):
        assert part in said


def test_a_group_that_is_ending_says_when_and_asks_no_more() -> None:
    ending = forgetting(replace(GROUP, forget_at=NOW))
    assert ids_in(ending) == []
    assert f"<t:{int(NOW.timestamp())}:F>" in said_in(ending)
