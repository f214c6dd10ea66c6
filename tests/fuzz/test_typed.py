"""What is typed into options, forms of the setup page, and settings: a value or a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from discord import AppCommandOptionType
from discord.app_commands import Command, Parameter
from hypothesis import given
from hypothesis import strategies as st

from bot.choosing import number_in
from bot.client import SupervisionBot
from bot.errors import BadInput, BadSetting
from bot.rotation import Order, known_zone, parse_date, parse_wall_time, zones_matching
from bot.services import Services
from bot.services.plans import check_plan
from bot.services.values import GroupPlan
from bot.settings import Settings
from bot.views.setup_draft import MoreTyped, SetupDraft
from bot.views.setup_group import GroupTyped
from tests.fuzz.budget import at_the_door, fuzzed, refused
from tests.fuzz.hostile import long_words, mutated, words
from tests.isolation.first import commanded, offered
from tests.journeys.group import a_prompt_posted
from tests.journeys.world import World, texts

NOW = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
LONGEST_SENTENCE = 1000
LONGEST_OPTION = 6000
SECRET = "hunter2-kestrel"
SECRET_SETTINGS = {"discord_token", "discord_token_file", "database_url"}

PARSERS: dict[str, tuple[str, Callable[[str], object]]] = {
    "a date": ("2026-12-24", lambda typed: parse_date(typed, date(2026, 3, 2))),
    "a time": ("18:30", parse_wall_time),
    "a zone": ("Europe/Berlin", known_zone),
    "a choice": ("123456789", lambda typed: number_in(typed, "Choose from the list.")),
}
odd = st.sampled_from(("999", "0", "-1", "1.5", "٣", " 7 ", "")) | words
numbers = st.just("3") | st.just("3") | odd


@pytest.mark.parametrize("name", PARSERS)
@fuzzed
@given(data=st.data())
def test_a_value_is_read_or_refused_in_a_short_sentence(name: str, data: st.DataObject) -> None:
    right, read = PARSERS[name]
    typed = data.draw(mutated(right, "0123456789:-./ abcEUR") | long_words)
    sentence = refused(BadInput, lambda: read(typed))
    assert sentence is None or 0 < len(sentence) < LONGEST_SENTENCE


@fuzzed
@given(long_words)
def test_whatever_is_typed_for_a_zone_at_most_twenty_five_are_offered(typed: str) -> None:
    assert len(zones_matching(typed)) <= 25


@fuzzed
@given(numbers, numbers, numbers, words, numbers, st.just("90") | odd, numbers)
def test_the_setup_page_s_forms_make_a_plan_that_can_be_stored_or_a_sentence(
    days: str, k: str, weeks: str, contacts: str, size: str, kept: str, hours: str
) -> None:
    def plan() -> GroupPlan:
        fresh = SetupDraft.fresh("Europe/Berlin", NOW)
        draft = MoreTyped(days, k, weeks, None, contacts).into(fresh)
        made = GroupTyped(size, Order.IN_ORDER, kept, hours, None).into(draft).plan(NOW)
        check_plan(made)
        return made

    sentence = refused(BadInput, plan)
    assert sentence is None or 0 < len(sentence) < LONGEST_SENTENCE
    if sentence is None:
        assert plan().k >= 3


@fuzzed
@given(words)
def test_contacts_are_kept_as_they_were_typed_or_refused(contacts: str) -> None:
    draft = MoreTyped("5", "3", "1", None, contacts).into(SetupDraft.fresh("Europe/Berlin", NOW))
    sentence = refused(BadInput, lambda: check_plan(draft.plan(NOW)))
    if sentence is None:
        assert (draft.contacts or "") == contacts.strip()
        assert "\0" not in contacts
    else:
        assert sentence


@fuzzed
@given(st.dictionaries(st.sampled_from(sorted(Settings.model_fields)), words))
def test_any_setting_is_taken_or_refused_without_repeating_a_secret(given: dict[str, Any]) -> None:
    chosen = {
        name: text.replace("\0", "") + (SECRET if name in SECRET_SETTINGS else "")
        for name, text in given.items()
    }
    sentence = refused(BadSetting, lambda: Settings.load(None, **chosen))
    told = repr(Settings.load(None, **chosen)) if sentence is None else sentence
    assert SECRET not in told


@at_the_door
@given(st.data())
async def test_whatever_is_typed_into_a_command_the_person_reads_one_sentence(
    world: World, services: Services, data: st.DataObject
) -> None:
    if not await services.groups.of_guild(world.guild.id):
        await a_prompt_posted(world, services)
    bot: Any = world.env.bot
    assert isinstance(bot, SupervisionBot)
    command = data.draw(st.sampled_from(sorted(typed_into(bot))))
    options = {
        each.display_name: data.draw(long_words)[:LONGEST_OPTION]
        for each in typed_into(bot)[command].parameters
        if can_hold_anything(each) and (each.required or data.draw(st.booleans()))
    }
    needed = NEEDED.get(command, {})
    shown = await commanded(world.admin, world.channel, command, needed | options)
    assert shown.acknowledged, (command, options)
    assert shown.modal is not None or texts(shown).strip()
    assert "incident" not in texts(shown)
    for each in typed_into(bot)[command].parameters:
        if each.autocomplete:
            found = await offered(world.admin, world.channel, command, each.display_name, options)
            assert len(found) <= 25


NEEDED: dict[str, dict[str, Any]] = {
    "prompts move": {"place": 1},
    "prompts import": {"file": ("ours.csv", b"")},
    "schedule reminder": {"hours": 2},
}


def typed_into(bot: SupervisionBot) -> dict[str, Command[Any, ..., Any]]:
    """The commands with an option in which anything can be typed, autocomplete or not."""
    return {
        each.qualified_name: each
        for each in bot.tree.walk_commands()
        if isinstance(each, Command) and any(map(can_hold_anything, each.parameters))
    }


def can_hold_anything(option: Parameter) -> bool:
    return option.type is AppCommandOptionType.string and not option.choices
