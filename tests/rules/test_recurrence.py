"""A group's slots come at the wall time it asked for, one to a date, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rotation import (
    BadRecurrence,
    Recurrence,
    Slot,
    UnknownZone,
)

ZONES = (
    *("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"),
    *("Africa/Casablanca", "America/St_Johns", "Europe/London", "Asia/Kathmandu"),
    "Australia/Sydney",
)
WEEKS = 104
HOUR = timedelta(hours=1)

recurrences = st.builds(
    Recurrence,
    weekday=st.integers(0, 6),
    at=st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    zone=st.sampled_from(ZONES),
    starts_on=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    every_weeks=st.integers(1, 8),
)
instants = st.datetimes(datetime(2023, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def wall(slot: Slot, zone: str) -> datetime:
    return slot.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def exists(naive: datetime, zone: str) -> bool:
    """Say whether the wall clock ever shows this time, by going to UTC and back."""
    there = naive.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return there.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == naive


def two_years(rule: Recurrence, start: datetime | None = None) -> tuple[Slot, ...]:
    return rule.upcoming(start or datetime(2025, 12, 31, tzinfo=UTC), WEEKS)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", [time(0, 30), time(2, 15), time(2, 30), time(18, 30), time(23, 59)])
def test_the_wall_time_stays_for_two_years_except_where_the_clock_skips_it(
    zone: str, at: time
) -> None:
    # Sundays, because that is when most clocks change.
    for slot in two_years(Recurrence(6, at, zone, date(2026, 1, 1))):
        asked = datetime.combine(slot.on, at)
        shown = wall(slot, zone)
        if exists(asked, zone):
            assert shown == asked
        else:
            assert timedelta(minutes=30) <= shown - asked <= timedelta(hours=1)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
def test_adding_seven_days_in_utc_would_drift_where_the_rule_does_not(zone: str) -> None:
    slots = two_years(Recurrence(0, time(18, 30), zone, date(2026, 1, 1)))
    naive = [Slot(slots[0].on, slots[0].at + timedelta(days=7 * week)) for week in range(WEEKS)]
    assert {wall(slot, zone).time() for slot in slots} == {time(18, 30)}
    assert len({wall(slot, zone).time() for slot in naive}) == 2


def test_the_negative_control_finds_no_drift_where_the_clocks_never_change() -> None:
    slots = two_years(Recurrence(0, time(18, 30), "Asia/Kolkata", date(2026, 1, 1)))
    assert {b.at - a.at for a, b in pairwise(slots)} == {timedelta(days=7)}


@given(recurrences, instants)
def test_slots_rise_strictly_with_one_to_a_date_at_the_interval_asked(
    rule: Recurrence, instant: datetime
) -> None:
    slots = rule.upcoming(instant, 30)
    assert len(slots) == 30
    assert slots[0].at > instant
    for before, after in pairwise(slots):
        assert before.at < after.at
        assert after.on - before.on == timedelta(weeks=rule.every_weeks)
    assert {slot.on.weekday() for slot in slots} == {rule.weekday}
    assert {slot.at.tzinfo for slot in slots} == {UTC}


@given(recurrences, instants)
def test_the_next_slot_comes_after_now_and_at_the_wall_time_asked(
    rule: Recurrence, instant: datetime
) -> None:
    slot = rule.next_after(instant)
    assert slot.at > instant
    asked = datetime.combine(slot.on, rule.at)
    late = wall(slot, rule.zone) - asked
    assert late == timedelta() if exists(asked, rule.zone) else timedelta() < late <= HOUR


@given(recurrences, instants, st.timedeltas(timedelta(), timedelta(days=900)))
def test_whoever_asks_later_never_gets_an_earlier_slot(
    rule: Recurrence, instant: datetime, later: timedelta
) -> None:
    assert rule.next_after(instant).at <= rule.next_after(instant + later).at


@given(recurrences, instants)
def test_upcoming_is_next_after_said_again_and_again(rule: Recurrence, instant: datetime) -> None:
    said = []
    for _ in range(12):
        slot = rule.next_after(instant)
        said.append(slot)
        instant = slot.at
    assert rule.upcoming(said[0].at - timedelta(seconds=1), 12) == tuple(said)


def falls_on(rule: Recurrence, day: date) -> bool:
    """Whether the rule has this local date, counted from its first one."""
    days = (day - rule.first).days
    return days >= 0 and days % (7 * rule.every_weeks) == 0


@given(recurrences, instants)
def test_no_slot_lies_between_an_instant_and_the_next(rule: Recurrence, instant: datetime) -> None:
    following = rule.next_after(instant)
    for days in range(1, 7 * rule.every_weeks + 1):
        day = following.on - timedelta(days=days)
        assert not falls_on(rule, day) or rule.on(day).at <= instant


@given(recurrences)
def test_the_first_slot_is_the_first_such_weekday_from_the_start_on(rule: Recurrence) -> None:
    first = rule.next_after(datetime(2020, 1, 1, tzinfo=UTC))
    candidates = [rule.starts_on + timedelta(days=days) for days in range(7)]
    assert [first.on] == [day for day in candidates if day.weekday() == rule.weekday]


@given(recurrences, instants)
def test_the_slots_that_come_are_those_counted_from_the_first(
    rule: Recurrence, instant: datetime
) -> None:
    slots = rule.upcoming(instant, 3)
    days = [slots[0].on + timedelta(days=n) for n in range((slots[-1].on - slots[0].on).days + 1)]
    assert [day for day in days if falls_on(rule, day)] == [slot.on for slot in slots]
    assert not falls_on(rule, rule.starts_on - timedelta(days=1))
    assert not falls_on(rule, rule.first - timedelta(weeks=rule.every_weeks))


@given(recurrences, instants)
def test_a_slot_is_found_again_by_its_date(rule: Recurrence, instant: datetime) -> None:
    slot = rule.next_after(instant)
    assert rule.on(slot.on) == slot
    assert rule.next_after(slot.at - timedelta(seconds=1)) == slot
    assert rule.next_after(slot.at) != slot


@pytest.mark.parametrize(
    ("zone", "day", "at", "utc"),
    [
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29T01:30"),  # gap: 03:30 there
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30"),  # fold: the first
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30, fold=1), "2026-10-25T00:30"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-03T15:45"),  # half an hour
        ("Pacific/Apia", date(2011, 12, 30), time(18, 30), "2011-12-31T04:30"),  # a day never lived
        ("Europe/Istanbul", date(2016, 11, 7), time(18, 30), "2016-11-07T15:30"),  # a rule changed
        ("Asia/Kathmandu", date(2028, 2, 29), time(18, 30), "2028-02-29T12:45"),  # leap day
        ("America/New_York", date(2026, 12, 31), time(23, 30), "2027-01-01T04:30"),  # year end
    ],
)
def test_a_skipped_hour_moves_forward_and_a_doubled_one_means_the_first(
    zone: str, day: date, at: time, utc: str
) -> None:
    slot = Recurrence(day.weekday(), at, zone, day).on(day)
    assert slot == Slot(day, datetime.fromisoformat(utc).replace(tzinfo=UTC))


def test_a_slot_whose_wall_time_seems_past_in_the_gap_still_comes() -> None:
    # Samoa crossed the date line: Friday 30 December 2011 was never lived there.
    rule = Recurrence(4, time(18, 30), "Pacific/Apia", date(2011, 12, 1))
    on_saturday_morning = datetime(2011, 12, 30, 20, 0, tzinfo=UTC)
    assert rule.next_after(on_saturday_morning).on == date(2011, 12, 30)


def test_every_second_week_keeps_its_rhythm_when_the_start_is_another_weekday() -> None:
    rule = Recurrence(0, time(18, 30), "Europe/Berlin", date(2026, 1, 7), every_weeks=2)
    slots = rule.upcoming(datetime(2026, 1, 7, tzinfo=UTC), 3)
    assert [slot.on for slot in slots] == [
        date(2026, 1, 12),
        date(2026, 1, 26),
        date(2026, 2, 9),
    ]


def test_an_instant_may_come_in_any_zone() -> None:
    rule = Recurrence(0, time(18, 30), "Europe/Berlin", date(2026, 1, 1))
    slot = rule.on(date(2026, 1, 12))
    elsewhere = slot.at.astimezone(timezone(timedelta(hours=-10)))
    assert rule.next_after(elsewhere).on == date(2026, 1, 19)


def test_a_naive_instant_is_refused_rather_than_guessed() -> None:
    rule = Recurrence(0, time(18, 30), "Europe/Berlin", date(2026, 1, 1))
    with pytest.raises(ValueError, match="aware"):
        rule.next_after(datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize("weekday", [-1, 7])
def test_a_weekday_outside_the_week_is_refused(weekday: int) -> None:
    with pytest.raises(BadRecurrence, match="Monday"):
        Recurrence(weekday, time(18, 30), "Europe/Berlin", date(2026, 1, 1))


@pytest.mark.parametrize("weeks", [-1, 0, 9])
def test_an_interval_outside_one_to_eight_weeks_is_refused(weeks: int) -> None:
    with pytest.raises(BadRecurrence, match=f"1 to 8 weeks, not every {weeks}"):
        Recurrence(0, time(18, 30), "Europe/Berlin", date(2026, 1, 1), weeks)


@pytest.mark.parametrize("year", [1999, 2200, 9999])
def test_a_first_date_in_another_century_is_refused(year: int) -> None:
    with pytest.raises(BadRecurrence, match="too far away"):
        Recurrence(0, time(18, 30), "Europe/Berlin", date(year, 1, 1))


def test_a_recurrence_takes_only_a_plain_wall_time_and_a_proper_zone_name() -> None:
    with pytest.raises(ValueError, match="no zone of its own"):
        Recurrence(0, time(18, 30, tzinfo=UTC), "Europe/Berlin", date(2026, 1, 1))
    with pytest.raises(ValueError, match="known_zone"):
        Recurrence(0, time(18, 30), "europe/berlin", date(2026, 1, 1))
    with pytest.raises(UnknownZone):
        Recurrence(0, time(18, 30), "Europe/Atlantis", date(2026, 1, 1))


@pytest.mark.parametrize("every_weeks", [1, 3])
def test_the_dates_that_belong_to_a_rhythm_are_those_that_come(every_weeks: int) -> None:
    rule = Recurrence(0, time(18, 30), "Europe/Berlin", date(2026, 3, 2), every_weeks)
    coming = [slot.on for slot in rule.upcoming(datetime(2026, 3, 1, tzinfo=UTC), 4)]
    days = [rule.first + timedelta(days=n) for n in range(-21, 7 * every_weeks * 4)]
    assert [day for day in days if day in rule] == coming
