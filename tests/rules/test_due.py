"""A late prompt is posted once, by daylight, within two days; else it is missed, never twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.rotation import Decision, Recurrence, Slot, Verdict, closing, decide

BERLIN = "Europe/Berlin"
ZONES = (BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca")
POST, MISSED = Decision(Verdict.POST), Decision(Verdict.MISSED)
TWO_DAYS = timedelta(hours=48)
TEN_MINUTES = timedelta(minutes=10)


def at(text: str, zone: str = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def slot_at(text: str, zone: str = BERLIN) -> Slot:
    return Slot(datetime.fromisoformat(text).date(), at(text, zone))


@pytest.mark.parametrize(
    ("now", "decision"),
    [
        ("2026-01-12T18:29:59", Decision(Verdict.WAIT, at("2026-01-12T18:30"))),
        ("2026-01-12T18:30", POST),
        ("2026-01-12T18:40", POST),
        ("2026-01-12T20:59:59", POST),
        ("2026-01-12T21:00", Decision(Verdict.WAIT, at("2026-01-13T08:00"))),
        ("2026-01-13T03:00", Decision(Verdict.WAIT, at("2026-01-13T08:00"))),
        ("2026-01-13T08:00", POST),
        ("2026-01-14T18:30", POST),
        ("2026-01-14T18:30:01", MISSED),
        ("2026-01-15T12:00", MISSED),
    ],
)
def test_a_prompt_for_the_evening_is_caught_up_by_daylight_for_two_days(
    now: str, decision: Decision
) -> None:
    assert decide(slot_at("2026-01-12T18:30"), at(now), BERLIN) == decision


@pytest.mark.parametrize(
    ("now", "decision"),
    [
        ("2026-01-12T22:00", POST),
        ("2026-01-12T22:10", POST),
        ("2026-01-12T22:10:01", Decision(Verdict.WAIT, at("2026-01-13T08:00"))),
        ("2026-01-13T08:00", POST),
        ("2026-01-13T22:00", Decision(Verdict.WAIT, at("2026-01-14T08:00"))),
        ("2026-01-14T21:00", MISSED),  # the next morning lies beyond the 48 hours: say so now
    ],
)
def test_a_group_that_chose_ten_at_night_has_its_prompt_then_but_late_only_by_day(
    now: str, decision: Decision
) -> None:
    assert decide(slot_at("2026-01-12T22:00"), at(now), BERLIN) == decision


def test_the_last_morning_counts_when_it_is_exactly_two_days_late() -> None:
    slot = slot_at("2026-01-12T08:00")
    assert decide(slot, at("2026-01-13T23:00"), BERLIN) == Decision(
        Verdict.WAIT, at("2026-01-14T08:00")
    )
    assert decide(slot, at("2026-01-14T08:00"), BERLIN) == POST
    early = slot_at("2026-01-12T07:59")
    assert decide(early, at("2026-01-13T23:00"), BERLIN) == MISSED


@pytest.mark.parametrize(
    ("slot", "now", "hours"),
    [
        ("2026-03-28T20:00", "2026-03-28T22:00", 9),  # the night is an hour short
        ("2026-10-24T20:00", "2026-10-24T22:00", 11),  # and an hour long
        ("2026-10-23T20:00", "2026-10-23T22:00", 10),
    ],
)
def test_morning_is_eight_on_the_wall_clock_also_when_the_clocks_change(
    slot: str, now: str, hours: int
) -> None:
    decision = decide(slot_at(slot), at(now), BERLIN)
    assert decision.until == at(now) + timedelta(hours=hours)


# --- closing -------------------------------------------------------------------------------------

FAR = slot_at("2027-01-01T18:30")


@pytest.mark.parametrize(
    ("opened", "days", "closes"),
    [
        ("2026-01-12T18:30", 5, "2026-01-17T18:30"),
        ("2026-01-13T08:00", 5, "2026-01-18T08:00"),  # posted late: as long as ever
        ("2026-03-26T18:30", 5, "2026-03-31T18:30"),  # the clocks go forward in between
        ("2026-10-22T18:30", 5, "2026-10-27T18:30"),  # and back
        ("2026-03-28T02:30", 1, "2026-03-29T03:30"),  # into the hour that is skipped
    ],
)
def test_a_round_closes_at_the_same_wall_time_some_days_later(
    opened: str, days: int, closes: str
) -> None:
    assert closing(at(opened), days, FAR, BERLIN) == at(closes)


def test_a_span_of_whole_days_in_utc_would_shift_the_closing_hour() -> None:
    opened = at("2026-03-26T18:30")
    naive = opened + timedelta(days=5)
    assert naive != at("2026-03-31T18:30") == closing(opened, 5, FAR, BERLIN)


@pytest.mark.parametrize("zone", ZONES)
def test_seven_days_end_exactly_when_the_next_prompt_comes(zone: str) -> None:
    rule = Recurrence(3, time(18, 30), zone, date(2026, 1, 1))
    for slot in rule.upcoming(datetime(2026, 1, 1, tzinfo=UTC), 104):
        following = rule.next_after(slot.at)
        assert closing(slot.at, 7, following, zone) == following.at


@given(
    zone=st.sampled_from(ZONES),
    late=st.integers(0, 48 * 60),
    days=st.integers(1, 60),
    week=st.integers(0, 103),
    every=st.integers(1, 8),
)
def test_a_round_never_outlives_the_next_slot_nor_closes_before_it_opens(
    zone: str, late: int, days: int, week: int, every: int
) -> None:
    rule = Recurrence(6, time(2, 30), zone, date(2026, 1, 1), every)
    slot = rule.next_after(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(weeks=week))
    opened = slot.at + timedelta(minutes=late)
    following = rule.next_after(opened)
    closes = closing(opened, days, following, zone)
    assert opened < closes <= following.at
    assert closes.tzinfo is UTC
    if closes < following.at:
        assert abs(closes - opened - timedelta(days=days)) <= timedelta(hours=1)


def test_a_round_open_for_no_day_at_all_is_refused() -> None:
    with pytest.raises(BadInput, match="at least one day"):
        closing(at("2026-01-12T18:30"), 0, FAR, BERLIN)


def test_a_next_slot_that_is_already_past_is_a_mistake_of_the_caller() -> None:
    opened = at("2026-01-12T18:30")
    with pytest.raises(ValueError, match="after the opening"):
        closing(opened, 5, Slot(date(2026, 1, 12), opened), BERLIN)
