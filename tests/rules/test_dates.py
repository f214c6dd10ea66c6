"""Dates that people type, ranges that groups leave out, and prompts that are chosen for a date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rotation import (
    BadRange,
    Dates,
    NotADate,
    Order,
    chance_below,
    dates_from,
    left_out,
    open_slots,
    parse_date,
    planned,
    proposed_k,
)
from tests.making import a_recurrence
from tests.rules.test_deck import upcoming_prompts

TODAY = date(2026, 3, 2)
DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))
KEYS = ("one", "two", "three", "four")


@given(DAYS.filter(lambda day: TODAY <= day <= TODAY + timedelta(days=700)))
def test_a_date_is_read_however_it_is_written(day: date) -> None:
    spellings = (f"{day}", f"{day.day}.{day.month}.{day.year}", f" {day.day} {day:%b} {day.year} ")
    assert {parse_date(text, TODAY) for text in spellings} == {day}


@pytest.mark.parametrize(
    "typed", ["2026-02-31", "31.02.2027", "31 Feb 2027", "2026-13-01", "tomorrow", "", "1/2/2026"]
)
def test_what_is_no_date_is_said(typed: str) -> None:
    with pytest.raises(NotADate, match="is not a date"):
        parse_date(typed, TODAY)


def test_a_leap_day_is_a_date_in_a_leap_year_only() -> None:
    assert parse_date("2028-02-29", date(2027, 6, 1)) == date(2028, 2, 29)
    with pytest.raises(NotADate):
        parse_date("2027-02-29", TODAY)


@pytest.mark.parametrize(("typed", "why"), [("2026-03-01", "past"), ("2029-01-01", "two years")])
def test_dates_that_are_over_or_years_away_are_refused(typed: str, why: str) -> None:
    with pytest.raises(BadRange, match=why):
        parse_date(typed, TODAY)


def test_a_range_turned_round_or_longer_than_a_year_is_refused() -> None:
    with pytest.raises(BadRange, match="before the first"):
        dates_from(date(2026, 5, 2), date(2026, 5, 1))
    with pytest.raises(BadRange, match="more than a year"):
        dates_from(date(2026, 5, 2), date(2027, 6, 1))


@given(DAYS, st.none() | st.integers(0, 50), DAYS)
def test_a_range_holds_its_ends_and_what_lies_between(
    first: date, length: int | None, day: date
) -> None:
    last = None if length is None else first + timedelta(days=length)
    inside = first <= day and (last is None or day <= last)
    assert left_out(day, [Dates(first, last)]) == inside


@given(st.lists(st.integers(0, 300), max_size=30, unique=True))
def test_slots_left_out_are_passed_over_and_no_other(out: list[int]) -> None:
    rule, begin = a_recurrence(), datetime(2026, 3, 2, tzinfo=UTC)
    days = {TODAY + timedelta(weeks=weeks) for weeks in out}
    found = open_slots(rule, begin, 8, days.__contains__)
    expected = [slot for slot in rule.upcoming(begin, 60) if slot.on not in days][:8]
    assert list(found) == expected


def test_in_a_pause_without_an_end_no_slot_is_open() -> None:
    begin = datetime(2026, 3, 2, tzinfo=UTC)
    assert open_slots(a_recurrence(), begin, 8, lambda _: True) == ()


@given(
    st.lists(st.sampled_from(KEYS), max_size=9),
    st.lists(st.none() | st.sampled_from(KEYS), min_size=1, max_size=8),
    st.sampled_from(list(Order)),
)
def test_a_chosen_prompt_comes_on_its_date(
    asked: list[str], chosen: list[str | None], order: Order
) -> None:
    found = planned(KEYS, asked, order, 7, chosen)
    assert len(found) == len(chosen)
    assert all(want in {None, key} for key, want in zip(found, chosen, strict=True))


@given(st.lists(st.sampled_from(KEYS), max_size=9), st.sampled_from(list(Order)))
def test_with_nothing_chosen_the_rotation_is_what_it_was(asked: list[str], order: Order) -> None:
    nothing = [None] * 6
    assert planned(KEYS, asked, order, 7, nothing) == upcoming_prompts(KEYS, asked, order, 7, 6)


def test_a_prompt_chosen_for_later_is_not_asked_before_and_none_is_lost() -> None:
    found = planned(KEYS, (), Order.IN_ORDER, 0, [None, None, "one", None])
    assert found == ("two", "three", "one", "four")


def test_a_chosen_prompt_that_is_no_longer_enabled_is_passed_over() -> None:
    assert planned(KEYS, (), Order.IN_ORDER, 0, ["gone"]) == ("one",)


@pytest.mark.parametrize(
    ("people", "k", "weeks"), [(6, 4, 46), (6, 3, 18), (3, 4, 100), (2, 3, 100)]
)
def test_the_weeks_a_group_misses_are_those_of_the_arithmetic(
    people: int, k: int, weeks: int
) -> None:
    assert round(100 * chance_below(people, k)) == weeks


@given(st.integers(1, 60), st.integers(1, 20))
def test_a_larger_group_misses_less_and_a_larger_k_more(people: int, k: int) -> None:
    larger, here, stricter = (
        round(chance_below(*each), 9) for each in ((people + 1, k), (people, k), (people, k + 1))
    )
    assert larger <= here <= stricter


def test_three_voices_are_proposed_up_to_eight_people_and_four_beyond() -> None:
    assert [proposed_k(people) for people in (2, 8, 9, 40)] == [3, 3, 4, 4]
