"""Five wrong codes in ten minutes, and nothing remembered of a right one."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ballot.tries import Tries
from bot.errors import KeysMissing, ReadableError, TooManyTries, UnknownReceipt
from tests.making import NOW

ANA, BEN = 1, 2
MINUTE = timedelta(minutes=1)


def tried(
    tries: Tries, person: int, minute: float = 0, error: type[ReadableError] | None = UnknownReceipt
) -> bool:
    """Try once; whether it was let through."""
    try:
        with tries.attempt(person, NOW + minute * MINUTE):
            if error is not None:
                raise error
    except TooManyTries:
        return False
    except ReadableError:
        return True
    return True


def test_the_sixth_wrong_code_within_ten_minutes_is_refused() -> None:
    tries = Tries()
    assert [tried(tries, ANA) for _ in range(7)] == [True] * 5 + [False] * 2
    assert not tried(tries, ANA, 9.9)
    assert tried(tries, ANA, 10)


def test_one_person_s_tries_are_not_another_s() -> None:
    tries = Tries()
    assert all(tried(tries, ANA) for _ in range(5))
    assert tried(tries, BEN)


def test_after_five_wrong_codes_a_right_one_waits_as_well() -> None:
    tries = Tries()
    assert all(tried(tries, ANA) for _ in range(5))
    assert not tried(tries, ANA, error=None)


@pytest.mark.parametrize("error", [None, KeysMissing])
def test_a_code_that_was_right_does_not_count_and_is_not_remembered(
    error: type[ReadableError] | None,
) -> None:
    tries = Tries()
    assert all(tried(tries, ANA, error=error) for _ in range(20))
    assert len(tries) == 0


def test_tries_made_at_the_same_instant_are_limited_too() -> None:
    tries = Tries()
    attempts = [tries.attempt(ANA, NOW) for _ in range(6)]
    for attempt in attempts[:5]:
        attempt.__enter__()
    with pytest.raises(TooManyTries):
        attempts[5].__enter__()
    for attempt in attempts[:5]:
        assert not attempt.__exit__(None, None, None)
    assert tried(tries, ANA)


def test_nobody_is_remembered_longer_than_ten_minutes() -> None:
    tries = Tries()
    for person in range(50):
        tried(tries, person)
    tried(tries, BEN, 11, error=None)
    assert len(tries) == 0


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=40))
def test_no_ten_minutes_ever_hold_more_than_five_wrong_tries(
    made: list[tuple[int, bool]],
) -> None:
    tries = Tries()
    passed: list[int] = []
    for minute, right in sorted(made):
        with suppress(TooManyTries, UnknownReceipt), tries.attempt(ANA, NOW + minute * MINUTE):
            if not right:
                passed.append(minute)
                raise UnknownReceipt
    assert all(sum(m - 10 < other <= m for other in passed) <= 5 for m in passed)
    assert len(passed) >= min(5, sum(not right for _, right in made))
