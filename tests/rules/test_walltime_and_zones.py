"""A time and a zone are read as people write them, and refused with a way on."""

from __future__ import annotations

from datetime import time
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.rotation import (
    NotATime,
    UnknownZone,
    known_zone,
    parse_wall_time,
    zones_matching,
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("18:30", time(18, 30)), (" 8:05 ", time(8, 5)), ("18.30", time(18, 30)), ("00:00", time(0))],
)
def test_a_time_of_day_is_read_as_people_write_it(typed: str, meant: time) -> None:
    assert parse_wall_time(typed) == meant


@given(st.times().map(lambda each: each.replace(second=0, microsecond=0)))
def test_every_minute_of_the_day_can_be_written(at: time) -> None:
    assert parse_wall_time(at.strftime("%H:%M")) == at


@pytest.mark.parametrize("typed", ["25:00", "24:00", "18:60", "6 pm", "1830", "18:3", "-1:30"])
def test_what_is_no_time_is_said_back_with_an_example(typed: str) -> None:
    with pytest.raises(NotATime) as refusal:
        parse_wall_time(typed)
    assert str(refusal.value) == (
        f"{typed} is not a time of day. Write hours and minutes, for example 18:30."
    )


@pytest.mark.parametrize("typed", ["", "  ", "<@123456789012345678>", "1" * 18, "٣:٣٠", "x" * 41])
def test_an_error_never_repeats_an_id_or_a_paragraph(typed: str) -> None:
    with pytest.raises(NotATime, match=r"^That is not a time of day\."):
        parse_wall_time(typed)
    with pytest.raises(UnknownZone, match=r"^That is not a known time zone\. Name the"):
        known_zone(typed)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe / berlin", "Europe/Berlin"),
        ("america/new york", "America/New_York"),
        ("America/São Paulo", "America/Sao_Paulo"),
        ("utc", "UTC"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("London", "Europe/London"),
        ("new york", "America/New_York"),
        ("Indianapolis", "America/Indiana/Indianapolis"),
        ("calcutta", "Asia/Calcutta"),
    ],
)
def test_a_zone_is_known_however_it_is_spelt_or_by_its_city_alone(typed: str, name: str) -> None:
    assert known_zone(typed) == name


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("Europe/Berln", "Europe/Berlin"),
        ("par", "Did you mean Europe/Paris or America/Paramaribo?"),
        ("Buenos", "Did you mean America/Argentina/Buenos_Aires?"),
        ("EST", "Name the nearest large city with its continent, for example Europe/Berlin."),
        ("GMT+1", "Name the nearest large city"),
        ("US/Eastern", "Name the nearest large city"),
    ],
)
def test_an_unknown_zone_is_answered_with_near_names(typed: str, advice: str) -> None:
    with pytest.raises(BadInput) as refusal:
        known_zone(typed)
    assert str(refusal.value).startswith(f"{typed} is not a known time zone. ")
    assert advice in str(refusal.value)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("berl", "Europe/Berlin"),
        ("NEW YORK", "America/New_York"),
        ("newyork", "America/New_York"),
        ("new_y", "America/New_York"),
        ("são", "America/Sao_Paulo"),
        ("lon", "Europe/London"),
        ("london", "Europe/London"),
        ("aus", "Australia/Sydney"),
        ("calcutta", "Asia/Calcutta"),
        ("buenos", "America/Argentina/Buenos_Aires"),
        ("atlantic/fa", "Atlantic/Faroe"),
        ("York", "America/New_York"),
        ("UTC", "UTC"),
    ],
)
def test_the_likeliest_zone_stands_first_as_one_types(typed: str, first: str) -> None:
    assert zones_matching(typed)[0] == first


def test_before_anything_is_typed_common_zones_are_offered() -> None:
    common = zones_matching("  ")
    assert len(common) == len(set(common)) == 25
    assert {"Europe/London", "America/New_York", "Australia/Sydney", "UTC"} < set(common)
    assert zones_matching("", limit=3) == common[:3]


@settings(max_examples=40)
@given(st.text(max_size=8), st.integers(0, 25))
def test_what_is_offered_is_never_too_much_and_always_known(typed: str, limit: int) -> None:
    offered = zones_matching(typed, limit)
    assert len(offered) <= limit
    assert len(set(offered)) == len(offered)
    assert [known_zone(name) for name in offered] == list(offered)


def test_no_abbreviation_and_no_fixed_offset_is_offered_or_known() -> None:
    offered = {
        name for letter in "abcdefghijklmnopqrstuvwxyz" for name in zones_matching(letter, 999)
    }
    assert len(offered) > 400
    assert offered <= available_timezones()
    without_place = {name for name in offered if "/" not in name}
    assert without_place == {"UTC"}
    assert not [name for name in offered if name.startswith(("Etc/", "posix/", "right/", "US/"))]
    for name in ("Etc/GMT+5", "EST", "CET", "GB", "localtime", "Factory"):
        with pytest.raises(UnknownZone):
            known_zone(name)
