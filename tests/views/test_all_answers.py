"""Every answer, a page at a time: whole, in order, and never with a tick or a place beside it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from discord import ui
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ballot.answer import Answer, Leave
from bot.views import custom_ids
from bot.views.all_answers import all_answers
from bot.views.catalogue import common, moderation
from bot.views.catalogue import summary as words
from bot.views.pages import BESIDE, MOST_ON_A_PAGE, ROOM, length, paged
from tests.making import an_answer, sealed_answers
from tests.views.limits import breaches, payload, texts, walk


def buttons(view: ui.LayoutView) -> dict[str, str]:
    return {part["label"]: part["custom_id"] for part in walk(payload(view)) if part["type"] == 2}


def every_page(answers: Sequence[Answer]) -> list[ui.LayoutView]:
    found = sealed_answers(answers)
    pages: list[ui.LayoutView] = []
    for number in itertools.count():
        pages.append(all_answers(found, number))
        if common.NEXT_PAGE not in buttons(pages[-1]):
            return pages
    raise AssertionError


@pytest.mark.parametrize("letter", ["a", "*", "😀", "é ", "\n", "\u200b"])
def test_two_hundred_answers_of_three_thousand_characters_stay_within_limits(letter: str) -> None:
    typed = (letter * 3000)[:3000]
    pages = len(paged([typed] * 200))
    found = sealed_answers([an_answer(typed)] * 200)
    for number in (0, pages // 2, pages - 1):
        assert not breaches(all_answers(found, number))


def test_every_answer_is_shown_once_and_whole_in_the_order_of_the_box() -> None:
    typed = [f"Answer {n}: " + "words that matter " * (n * 3 % 160) for n in range(60)]
    shown = [
        text for page in every_page([an_answer(text) for text in typed]) for text in texts(page)
    ]
    assert [text for text in shown if text.startswith("Answer")] == [text.strip() for text in typed]


def test_a_long_answer_goes_on_over_the_page_and_says_so() -> None:
    typed = " ".join(f"*{number}*" for number in range(700))[:3000]
    first, second, *_ = pages = every_page([an_answer(typed)])
    assert any(words.CONTINUES in text for text in texts(first))
    assert any(words.CONTINUED in text for text in texts(second))
    shown = " ".join(text for page in pages for text in texts(page) if text.startswith("\\*"))
    assert shown.replace("\\", "") == typed


def test_each_answer_says_who_may_read_it() -> None:
    (page,) = every_page(
        [an_answer("For us all."), an_answer("For one alone.", leave=Leave.FACILITATOR)]
    )
    shown = texts(page)
    assert shown[shown.index("For us all.") + 1] == words.MAY_BE_READ_BY_GROUP
    assert shown[shown.index("For one alone.") + 1] == words.FOR_FACILITATOR_ONLY


def test_the_fullest_page_stays_within_limits() -> None:
    # As long as seven texts of one page can be, each with every mark beside it.
    each = (ROOM - 6 * BESIDE) // 7
    answers = [an_answer("x" * each, leave=Leave.FACILITATOR)] * 21
    found = sealed_answers(answers, removed=199)
    found = replace(found, answers=tuple(replace(a, removing=True) for a in found.answers))
    middle = all_answers(found, 1)
    assert len([text for text in texts(middle) if text.startswith("xxx")]) == MOST_ON_A_PAGE
    assert not breaches(middle)
    assert not breaches(all_answers(sealed_answers(answers, removed=199), 1))


def test_what_may_stand_beside_a_text_has_room_there() -> None:
    marks = (
        *(words.CONTINUED, words.CONTINUES, words.FOR_FACILITATOR_ONLY),
        *(words.MAY_BE_READ_BY_GROUP, moderation.BEING_REMOVED),
    )
    assert sum(len(mark) + 1 for mark in marks) - len(words.MAY_BE_READ_BY_GROUP) <= BESIDE


def test_each_answer_can_be_removed_by_one_button_where_it_ends() -> None:
    found = sealed_answers([an_answer("Short."), an_answer("* " * 1500), an_answer("The last.")])
    pages = [
        all_answers(found, n) for n in range(len(paged([a.answer.text for a in found.answers])))
    ]
    removing = [
        part["custom_id"]
        for page in pages
        for part in walk(payload(page))
        if part.get("label") == moderation.REMOVE_BUTTON
    ]
    assert removing == [custom_ids.remove(12, each.handle) for each in found.answers]
    assert len(pages) > 1


def test_an_answer_on_its_way_out_says_so_and_cannot_be_removed_again() -> None:
    found = sealed_answers([an_answer("It goes."), an_answer("It stays.")])
    leaving, staying = found.answers
    page = all_answers(replace(found, answers=(replace(leaving, removing=True), staying)), 0)
    shown = texts(page)
    assert moderation.BEING_REMOVED in shown[shown.index("It goes.") + 1]
    assert moderation.BEING_REMOVED not in shown[shown.index("It stays.") + 1]
    assert list(buttons(page).values()) == [custom_ids.remove(12, staying.handle)]


@pytest.mark.parametrize(("removed", "said"), [(1, "1 answer was removed"), (2, "2 answers were")])
def test_removed_answers_are_counted_in_a_neutral_note(removed: int, said: str) -> None:
    shown = texts(all_answers(sealed_answers([an_answer()], removed), 0))[0]
    assert f"{said}" in shown
    assert "by the facilitator" in shown
    assert "removed" not in texts(all_answers(sealed_answers([an_answer()]), 0))[0]


def test_a_tick_or_a_place_never_stands_beside_a_text() -> None:
    def shown(answer: Answer) -> list[dict[str, Any]]:
        return payload(all_answers(sealed_answers([answer, an_answer("Another one.")]), 0))

    plain = shown(an_answer("The same words.", strands=(), position=None))
    assert shown(an_answer("The same words.", strands=("fear", "agency"), position=5)) == plain
    assert shown(an_answer("Other words.", strands=(), position=None)) != plain


def test_a_page_that_does_not_exist_shows_the_nearest_that_does() -> None:
    found = sealed_answers([an_answer(f"Answer {n}.") for n in range(20)])
    assert payload(all_answers(found, 99)) == payload(all_answers(found, 2))
    turning = buttons(all_answers(found, 1))
    assert turning[common.PREVIOUS_PAGE] == custom_ids.turn(12, 0)
    assert turning[common.NEXT_PAGE] == custom_ids.turn(12, 2)


def test_a_round_whose_answers_are_gone_says_so() -> None:
    assert words.NO_ANSWERS in texts(all_answers(sealed_answers([]), 0))


def test_an_answer_of_nothing_visible_still_stands_there() -> None:
    assert words.NOTHING_VISIBLE in texts(all_answers(sealed_answers([an_answer("\u200b")]), 0))


@settings(max_examples=50)
@given(st.lists(st.text(max_size=400), max_size=30), st.integers(20, 500))
def test_pages_hold_every_text_in_order_and_never_too_much(typed: list[str], room: int) -> None:
    pages = paged(typed, room)
    assert all(sum(length(piece.shown) for piece in page) <= room for page in pages)
    pieces = [piece for page in pages for piece in page]
    assert [piece.index for piece in pieces if piece.begins] == list(range(len(typed)))
    assert [piece.index for piece in pieces if piece.ends] == list(range(len(typed)))


def test_what_fits_a_page_is_not_cut() -> None:
    assert all(piece.begins and piece.ends for page in paged(["x " * 1500] * 3) for piece in page)
    assert len(paged(["x" * ROOM, "y"])) == 2
