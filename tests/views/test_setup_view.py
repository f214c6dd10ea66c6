"""The setup page before anything is pressed: what a draft becomes, and what is drawn of it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.client import PERMISSIONS
from bot.errors import BadInput
from bot.rotation import Order, Recurrence, parse_wall_time, zones_matching
from bot.rotation.walltime import local
from bot.services.values import GroupCard, Sharing
from bot.views.layout import Sheet
from bot.views.setup_checks import NOTICES, names
from bot.views.setup_draft import MoreTyped, SetupDraft
from bot.views.setup_more import MoreForm, TimeForm
from bot.views.setup_old import OldPage
from bot.views.setup_parts import Shown, confirmation, drawn
from prompts import load_deck
from tests.making import NOW, a_plan, a_prompt
from tests.views.limits import breaches, payload, said_in, walk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.services.values import GroupPlan

INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
ZONES = st.sampled_from(zones_matching(""))
WEEKDAYS, WEEKS = st.integers(0, 6), st.integers(1, 8)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def a_group(plan: GroupPlan | None = None) -> GroupCard:
    return GroupCard(3, 8101, plan or a_plan(), NOW)


def a_draft(**changes: object) -> SetupDraft:
    draft = SetupDraft("Europe/Berlin", 1, channel_id=1, role_id=2)
    return replace(draft, **changes)  # type: ignore[arg-type]


def shown(draft: SetupDraft, group: GroupCard | None = None, **changes: object) -> Sheet:
    slots = draft.recurrence(NOW).upcoming(NOW, 4)
    page = Shown(draft, group, a_prompt(), slots)
    return Sheet(drawn(replace(page, **changes)))  # type: ignore[arg-type]


@given(INSTANTS, ZONES)
def test_a_fresh_draft_proposes_a_weekday_evening_that_comes_soon(now: datetime, zone: str) -> None:
    slot = SetupDraft.fresh(zone, now).recurrence(now).next_after(now)
    there = local(slot.at, zone)
    assert there.weekday() < 5
    assert there.time() == time(18)
    assert timedelta() < slot.at - now < timedelta(days=4)


@given(INSTANTS, WEEKDAYS, TIMES, WEEKS, ZONES)
def test_a_new_rhythm_begins_with_the_first_date_that_is_possible(
    now: datetime, weekday: int, at: time, weeks: int, zone: str
) -> None:
    draft = SetupDraft(zone, weekday, at, every_weeks=weeks)
    soonest = replace(draft, every_weeks=1).recurrence(now).next_after(now)
    assert draft.recurrence(now).next_after(now) == soonest


def test_a_group_comes_back_as_it_was_set_up() -> None:
    rhythm = Recurrence(3, time(7, 45), "Europe/Berlin", date(2026, 2, 5), every_weeks=2)
    plan = a_plan(recurrence=rhythm, days_open=9, k=5, notices_channel_id=77, contacts="Dana")
    plan = replace(plan, order=Order.SHUFFLED)
    assert SetupDraft.of(a_group(plan), "Europe/Berlin").plan(NOW) == plan


def test_another_hour_keeps_the_weeks_between_which_a_group_alternates() -> None:
    rhythm = Recurrence(0, time(18), "Europe/Berlin", date(2026, 2, 23), every_weeks=2)
    draft = SetupDraft.of(a_group(a_plan(recurrence=rhythm)), "Europe/Berlin")
    later = replace(draft, at=time(20)).recurrence(NOW)
    assert later.next_after(NOW).on == rhythm.next_after(NOW).on == date(2026, 3, 9)


def test_a_group_moved_to_another_channel_has_no_rhythm_to_keep() -> None:
    rhythm = Recurrence(0, time(20), "Europe/Berlin", date(2026, 2, 23), every_weeks=2)
    draft = SetupDraft.of(a_group(a_plan(recurrence=rhythm)), "Europe/Berlin")
    assert draft.moved_to(99).recurrence(NOW).next_after(NOW).on == date(2026, 3, 2)


def test_the_groups_own_channel_is_no_facilitators_channel() -> None:
    assert a_draft(notices_channel_id=1).plan(NOW).notices_channel_id is None
    assert a_draft(notices_channel_id=5).plan(NOW).notices_channel_id == 5


@pytest.mark.parametrize("typed", ["", " ", "3.5", "-3", "three", "٣", "1_0", "9999", "3 4"])
@pytest.mark.parametrize("field", ["days_open", "k"])
def test_what_is_no_whole_number_is_refused_by_the_name_of_its_field(
    field: str, typed: str
) -> None:
    filled = replace(MoreTyped.of(a_draft()), **{field: typed})  # type: ignore[arg-type]
    label = {"days_open": "Days that a round is open", "k": "Smallest number of voices"}[field]
    with pytest.raises(BadInput, match=f"^{label}: .*not a whole number"):
        filled.into(a_draft())


def test_settings_that_are_sent_unchanged_change_nothing() -> None:
    draft = a_draft(days_open=4, k=6, every_weeks=2, notices_channel_id=9, contacts="Dana")
    assert MoreTyped.of(draft).into(draft) == draft


def test_empty_contacts_are_none() -> None:
    filled = replace(MoreTyped.of(a_draft(contacts="Dana")), contacts=" \n")
    assert filled.into(a_draft()).contacts is None


@pytest.mark.parametrize("needed", [PERMISSIONS, NOTICES])
def test_each_permission_that_is_lacking_has_a_name(needed: discord.Permissions) -> None:
    wanted = [flag for flag, value in needed if value]
    lacking = names(needed, discord.Permissions.none())
    assert len(set(lacking)) == len(wanted)
    assert names(needed, needed) == ()
    assert names(needed, discord.Permissions.all()) == ()


def test_the_permissions_are_called_as_in_discords_settings() -> None:
    assert set(names(PERMISSIONS, discord.Permissions.none())) == {
        "View Channel",
        "Send Messages",
        "Read Message History",
        "Attach Files",
        "Create Public Threads",
        "Send Messages in Threads",
    }


def test_the_fullest_page_keeps_discords_limits() -> None:
    longest = max(load_deck().prompts, key=lambda prompt: len(prompt.question))
    draft = a_draft(at=time(7, 5), notices_channel_id=9, contacts="x" * 300, every_weeks=8)
    page = shown(draft, a_group(), prompt=longest, warnings=("w" * 500,) * 4, advice="a" * 500)
    # A menu takes 25 options; the ten are for boxes to tick.
    assert set(breaches(page)) == {"too many options"}
    assert all(len(part.get("options", [])) <= 25 for part in walk(payload(page)))


async def test_the_page_for_old_pages_knows_every_menu_and_button_of_a_new_one() -> None:
    def doors(page: discord.ui.LayoutView) -> set[tuple[str, int]]:
        found = (
            each.to_component_dict() for each in page.walk_children() if each.is_dispatchable()
        )
        return {(each["custom_id"], each["type"]) for each in found if "custom_id" in each}

    @asynccontextmanager
    async def guarded(_: object) -> AsyncIterator[None]:
        yield

    new = doors(shown(a_draft()))
    assert len(new) == 9
    assert doors(OldPage(guarded)) == new


@given(TIMES)
def test_the_menu_of_times_shows_the_chosen_one(at: time) -> None:
    page = shown(a_draft(at=at))
    (menu,) = [part for part in walk(payload(page)) if part.get("custom_id") == "setup:time"]
    assert [o["value"] for o in menu["options"] if o["default"]] == [f"{at:%H:%M}"]
    assert all(parse_wall_time(option["value"]) for option in menu["options"])


def test_the_forms_keep_discords_limits() -> None:
    filled = MoreTyped("x" * 20, "x" * 20, "7", 9, "x" * 1000)

    async def ignore(*_: object) -> None: ...

    assert not breaches(TimeForm(time(9), ignore))
    assert not breaches(MoreForm(filled, ignore))


def test_the_confirmation_says_when_who_and_from_how_many_on() -> None:
    said = said_in(confirmation(a_group(a_plan(k=4, days_open=6)), None))
    assert f"<t:{int(NOW.timestamp())}:F>" in said
    assert "at least 4 people" in said
    assert "6 days" in said


def test_only_a_change_speaks_of_open_rounds() -> None:
    assert "open round" in said_in(confirmation(a_group(), a_group()))
    assert "open round" not in said_in(confirmation(a_group(), None))


@pytest.mark.parametrize("mode", Sharing)
def test_the_page_shows_what_the_group_sees_as_it_stands(mode: Sharing) -> None:
    group = a_group(a_plan(sharing=mode))
    page = shown(SetupDraft.of(group, "Europe/Berlin"), group)
    (menu,) = [part for part in walk(payload(page)) if part.get("custom_id") == "setup:sharing"]
    assert [each["value"] for each in menu["options"] if each.get("default")] == [mode]
