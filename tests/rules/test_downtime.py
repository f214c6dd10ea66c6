"""Through two years of power cuts no slot is posted twice, and none is lost in its window."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.rotation import Decision, Recurrence, Slot, Verdict, decide

BERLIN = "Europe/Berlin"
ZONES = (
    *(BERLIN, "America/New_York", "Europe/London", "Australia/Sydney", "Asia/Kathmandu"),
    *("Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca"),
)
POST, MISSED = Decision(Verdict.POST), Decision(Verdict.MISSED)
TWO_DAYS = timedelta(hours=48)
TEN_MINUTES = timedelta(minutes=10)


def at(text: str, zone: str = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def slot_at(text: str, zone: str = BERLIN) -> Slot:
    return Slot(datetime.fromisoformat(text).date(), at(text, zone))


class Power:
    """Up and down by turns, in minutes, over and over."""

    def __init__(self, spans: list[tuple[int, int]], begin: datetime, end: datetime) -> None:
        self.up: list[tuple[datetime, datetime]] = []
        turns = cycle(spans)
        while begin < end:
            up, down = next(turns)
            self.up.append((begin, begin + timedelta(minutes=up)))
            begin += timedelta(minutes=up + down)

    def running_from(self, instant: datetime) -> datetime | None:
        """Give the first moment at or after an instant at which the bot runs."""
        place = bisect_right(self.up, instant, key=lambda span: span[1])
        return max(self.up[place][0], instant) if place < len(self.up) else None


def simulate(
    rule: Recurrence, power: Power, begin: datetime, end: datetime
) -> tuple[list[tuple[Slot, datetime]], list[Slot]]:
    """Keep one durable thing, the last slot dealt with, and decide whenever the bot runs."""
    posted: list[tuple[Slot, datetime]] = []
    missed: list[Slot] = []
    slot, wake = rule.next_after(begin), begin
    while slot.at < end:
        now = power.running_from(wake)
        if now is None:
            break
        decision = decide(slot, now, rule.zone)
        if decision.verdict is Verdict.WAIT:
            assert decision.until is not None
            assert decision.until > now
            wake = decision.until
            continue
        if decision.verdict is Verdict.POST:
            posted.append((slot, now))
        else:
            missed.append(slot)
        slot, wake = rule.next_after(slot.at), now
    return posted, missed


def may_be_posted(slot: Slot, now: datetime, zone: str) -> bool:
    """Say the promise in its plainest words, without the code under test."""
    late = now - slot.at
    hour = now.astimezone(ZoneInfo(zone)).hour
    return timedelta(0) <= late <= TEN_MINUTES or (late <= TWO_DAYS and 8 <= hour < 21)


minutes = st.one_of(st.integers(1, 600), st.integers(600, 20_000))


@settings(max_examples=40, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    weekday=st.integers(0, 6),
    wall=st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59])),
    spans=st.lists(st.tuples(minutes, minutes), min_size=1, max_size=12),
)
@example(zone=BERLIN, weekday=6, wall=time(2, 30), spans=[(3000, 4321)])
@example(zone="Australia/Lord_Howe", weekday=6, wall=time(2, 15), spans=[(1, 1)] * 3 + [(700, 50)])
def test_through_two_years_of_power_cuts_each_slot_is_posted_once_or_missed(
    zone: str, weekday: int, wall: time, spans: list[tuple[int, int]]
) -> None:
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    end = begin + timedelta(weeks=104)
    rule = Recurrence(weekday, wall, zone, date(2026, 1, 1))
    power = Power(spans, begin, end + timedelta(days=30))
    posted, missed = simulate(rule, power, begin, end)

    every = [slot for slot in rule.upcoming(begin, 110) if slot.at < end]
    dealt_with = sorted([slot.on for slot, _ in posted] + [slot.on for slot in missed])
    assert dealt_with == [slot.on for slot in every]
    assert all(may_be_posted(slot, now, zone) for slot, now in posted)
    for slot in missed:  # only if the bot never ran while posting was allowed
        moments = (slot.at + timedelta(minutes=step) for step in range(0, 48 * 60 + 1, 5))
        assert not any(
            may_be_posted(slot, now, zone) and power.running_from(now) == now for now in moments
        )


def test_a_bot_that_never_stops_posts_every_slot_on_the_minute() -> None:
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    end = begin + timedelta(weeks=104)
    rule = Recurrence(0, time(22, 0), BERLIN, date(2026, 1, 1))
    posted, missed = simulate(rule, Power([(600, 0)], begin, end), begin, end)
    assert len(posted) == 104
    assert not missed
    assert all(now == slot.at for slot, now in posted)


def test_the_simulation_would_catch_a_scheduler_that_posts_at_night() -> None:
    slot = slot_at("2026-01-12T18:30")
    at_night = at("2026-01-13T03:00")
    assert not may_be_posted(slot, at_night, BERLIN)
    assert not may_be_posted(slot, at("2026-01-14T19:00"), BERLIN)
    assert may_be_posted(slot, at("2026-01-13T08:00"), BERLIN)
