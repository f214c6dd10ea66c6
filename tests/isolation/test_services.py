"""The same one level below the doors: every method of every service, called by a stranger.

A door that forgets to look for the caller's own group must still not reach another server's.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import typing
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from bot.ballot.tokens import Token
from bot.errors import ReadableError
from bot.rotation.dates import Dates
from bot.services import Services
from bot.services.audit import Action
from bot.services.desk import Written
from bot.services.values import Caller
from bot.themes.kept import Shaped
from prompts import Deck
from tests.isolation.conftest import Stranger
from tests.isolation.first import SECRET, First, names_nothing_of_it, rows_but_of
from tests.making import a_plan, a_prompt, an_answer

COGS = Path(__file__).parents[2] / "cogs"
DAY = date(2026, 3, 16)
WRITTEN = Written("Ours", "Whose?", "Recall.", "", ("presence", "fear", "safety", "agency"))


@dataclasses.dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody of another server who holds every role of the first group's, by number."""

    first: First
    caller: Caller

    @property
    def services(self) -> Services:
        return self.first.services

    @property
    def guild_id(self) -> int:
        return self.caller.guild_id

    @property
    def group_id(self) -> int:
        return self.first.group_id

    @property
    def now(self) -> Any:
        return self.first.world.clock()

    @property
    def plan(self) -> Any:
        return a_plan(channel_id=self.first.world.channel.id)


Case: TypeAlias = Callable[[Attempt], Awaitable[object]]

CASES: dict[str, Case] = {
    "answers.begin": lambda a: a.services.answers.begin(
        a.first.open_id, Token.new(), a.caller, a.now
    ),
    "answers.submit": lambda a: a.services.answers.submit(
        a.first.open_id, Token.new(), a.caller, an_answer(), a.now
    ),
    "at_once.outlook": lambda a: a.services.at_once.outlook(a.group_id, a.caller, a.now),
    "at_once.post": lambda a: a.services.at_once.post(a.group_id, a.caller, a.now),
    "audit_log.page": lambda a: a.services.audit_log.page(a.guild_id, 0, 50),
    "courses.over_time": lambda a: a.services.courses.over_time(a.group_id, a.caller, a.now),
    "groups.set_up": lambda a: a.services.groups.set_up(a.plan, a.caller, a.now),
    "groups.of_channel": lambda a: a.services.groups.of_channel(
        a.guild_id, [a.first.world.channel.id]
    ),
    "groups.of_guild": lambda a: a.services.groups.of_guild(a.guild_id),
    "groups.readable_by": lambda a: a.services.groups.readable_by(a.caller),
    "groups.forget": lambda a: a.services.groups.forget(a.group_id, a.caller, a.now),
    "groups.forget_guild": lambda a: a.services.groups.forget_guild(a.guild_id, a.now),
    "groups.keep_guild": lambda a: a.services.groups.keep_guild(a.guild_id),
    "groups.preview": lambda a: a.services.groups.preview(a.plan, a.guild_id, a.now, 4),
    "guarding.allow": lambda a: a.services.guarding.allow(a.group_id, "ours", a.caller, a.now),
    "guarding.take_back": lambda a: a.services.guarding.take_back(
        a.group_id, SECRET, a.caller, a.now
    ),
    "outlook.timetable": lambda a: a.services.outlook.timetable(a.group_id, a.guild_id, a.now),
    "outlook.lately": lambda a: a.services.outlook.lately(a.group_id, a.guild_id),
    "prompts.lines": lambda a: a.services.prompts.lines(a.guild_id, a.group_id),
    "prompts.line": lambda a: a.services.prompts.line(a.guild_id, a.group_id, a.first.key),
    "prompts.deck": lambda a: a.services.prompts.deck(a.guild_id, a.group_id),
    "prompts.write": lambda a: a.services.prompts.write(
        a.group_id, a.caller, a.first.key, WRITTEN, a.now
    ),
    "prompts.enable": lambda a: a.services.prompts.enable(
        a.group_id, a.caller, a.first.key, a.now, enabled=False
    ),
    "prompts.move": lambda a: a.services.prompts.move(a.group_id, a.caller, a.first.key, 1, a.now),
    "prompts.retire": lambda a: a.services.prompts.retire(a.group_id, a.caller, a.first.key, a.now),
    "prompts.take_in": lambda a: a.services.prompts.take_in(
        a.group_id, a.caller, Deck("theirs", (a_prompt("theirs"),)), a.now, only=True
    ),
    "receipts.find": lambda a: a.services.receipts.find(a.first.open_token, a.guild_id),
    "receipts.withdraw": lambda a: a.services.receipts.withdraw(
        a.first.sealed_token, a.guild_id, a.now
    ),
    "rounds.status": lambda a: a.services.rounds.status(a.group_id, a.caller),
    "rounds.card": lambda a: a.services.rounds.card(a.first.open_id, a.caller),
    "rounds.close_now": lambda a: a.services.rounds.close_now(a.first.open_id, a.caller, a.now),
    "schedule.leave_out": lambda a: a.services.schedule.leave_out(
        a.group_id, a.caller, Dates(DAY, DAY), a.now, Action.LEFT_OUT
    ),
    "schedule.pause": lambda a: a.services.schedule.pause(
        a.group_id, a.caller, Dates(DAY, None), a.now
    ),
    "schedule.skip": lambda a: a.services.schedule.skip(a.group_id, a.caller, DAY, a.now),
    "schedule.resume": lambda a: a.services.schedule.resume(a.group_id, a.caller, a.now),
    "schedule.bring_back": lambda a: a.services.schedule.bring_back(
        a.group_id, a.caller, DAY, a.now
    ),
    "schedule.swap": lambda a: a.services.schedule.swap(
        a.group_id, a.caller, DAY, "prompt-1", a.now
    ),
    "schedule.remind": lambda a: a.services.schedule.remind(
        a.group_id, a.caller, replace(a.plan, reminder_hours=24), a.now
    ),
    "shaping.told": lambda a: a.services.shaping.told(a.first.sealed_id, a.caller),
    "shaping.shape": lambda a: a.services.shaping.shape(
        a.first.sealed_id, 0, Shaped("ours", None), a.caller, a.now
    ),
    "shaping.drop": lambda a: a.services.shaping.drop(
        a.first.sealed_id, 0, a.caller, a.now, dropped=True
    ),
    "shaping.separate": lambda a: a.services.shaping.separate(
        a.first.sealed_id, 0, a.caller, a.now
    ),
    "shaping.decide": lambda a: a.services.shaping.decide(
        a.first.sealed_id, 0, a.caller, a.now, confirmed=True
    ),
    "sharing.share": lambda a: a.services.sharing.share(a.first.sealed_id, a.caller, a.now),
    "sharing.take_back": lambda a: a.services.sharing.take_back(a.first.sealed_id, a.caller, a.now),
    "summaries.latest": lambda a: a.services.summaries.latest(a.group_id, a.caller, a.now),
    "summaries.of_round": lambda a: a.services.summaries.of_round(
        a.first.sealed_id, a.caller, a.now
    ),
    "summaries.to_download": lambda a: a.services.summaries.to_download(
        a.first.sealed_id, a.caller, a.now
    ),
    "summaries.answers": lambda a: a.services.summaries.answers(a.first.sealed_id, a.caller, a.now),
    "summaries.answer": lambda a: a.services.summaries.answer(
        a.first.sealed_id, a.first.handle, a.caller
    ),
    "summaries.remove": lambda a: a.services.summaries.remove(
        a.first.sealed_id, a.first.handle, a.caller, a.now
    ),
    "summaries.sealed_rounds": lambda a: a.services.summaries.sealed_rounds(a.group_id, a.caller),
}
OF_ALL_THEIR_OWN = {"groups.forget_guild", "groups.keep_guild"}
OF_THEIR_OWN = {
    *("audit_log.page", "groups.of_guild", "groups.readable_by", "groups.preview"),
    *("rounds.status", "summaries.sealed_rounds"),
    *OF_ALL_THEIR_OWN,
}
"""What refuses nobody: it answers about the caller's own server, with nothing of the first's."""

FOUND_BEFORE = {"guarding.look_for_group", "guarding.words", "rounds.open_round"}
"""Take a group that was found in the caller's own server; see the test of it below."""
NO_GROUPS = {"guarding.look", "health.look", "health.answers", "health.require_model"}
THE_TICKERS = {"analyses", "openings", "posts", "sealing", "sweeping", "watching"}
THE_TICKERS_OWN = {"rounds.ended", "rounds.end", "groups.settle_guilds"}
"""Work for every server that no person asks for; see the test of it below."""


def methods() -> set[str]:
    """Every public method of every service."""
    kinds = typing.get_type_hints(Services)
    return {
        f"{field.name}.{name}"
        for field in dataclasses.fields(Services)
        for name, _ in inspect.getmembers(kinds[field.name], inspect.iscoroutinefunction)
        if not name.startswith("_")
    }


def asked_by_people() -> set[str]:
    inside = {name for name in methods() if name.partition(".")[0] in THE_TICKERS}
    return methods() - inside - THE_TICKERS_OWN - FOUND_BEFORE - NO_GROUPS


@pytest.fixture
def attempt(first: First, foreigner: Stranger) -> Attempt:
    world = first.world
    roles = (world.facilitators.id, *(role.id for role in world.guild.roles.values()))
    return Attempt(first, Caller(foreigner.actor.id, foreigner.actor.guild.id, roles))


def test_every_method_that_a_person_reaches_has_a_case() -> None:
    assert asked_by_people() == set(CASES)
    assert set(CASES) >= OF_THEIR_OWN


async def told_by(attempt: Attempt, name: str) -> str:
    """What a stranger learns from one method."""
    try:
        told = repr(await CASES[name](attempt))
    except ReadableError as refusal:
        assert name not in OF_THEIR_OWN
        return str(refusal)
    assert name in OF_THEIR_OWN
    return told


async def test_a_stranger_gets_a_sentence_or_their_own_and_changes_nothing(
    attempt: Attempt, foreigner: Stranger
) -> None:
    before = await rows_but_of(attempt.first.database)
    for name in sorted(CASES.keys() - OF_ALL_THEIR_OWN):
        assert names_nothing_of_it([await told_by(attempt, name)]), name
        assert await rows_but_of(attempt.first.database) == before, name


async def test_what_ends_or_keeps_a_whole_server_touches_no_other(
    attempt: Attempt, foreigner: Stranger
) -> None:
    before = await foreigner.everybody_elses()
    for name in sorted(OF_ALL_THEIR_OWN):
        await told_by(attempt, name)
        assert await foreigner.everybody_elses() == before, name


def test_what_trusts_its_caller_is_given_a_group_that_was_found_first() -> None:
    """So that no id from a custom_id or an option can come in this way."""
    calls = [
        found
        for path in sorted(COGS.glob("*.py"))
        for found in re.findall(
            r"\.(open_round|words|look_for_group)\((.*)\)", path.read_text(encoding="utf-8")
        )
        if ".guarding." in path.read_text(encoding="utf-8") or found[0] == "open_round"
    ]
    assert len(calls) > 3
    given = {arguments.rpartition(", ")[2] for name, arguments in calls if name != "words"}
    assert given <= {"group.id", "card.id", "card.group_id"}


def test_only_the_tickers_reach_what_works_for_every_server() -> None:
    for path in sorted(COGS.glob("*.py")):
        used = re.findall(r"services\.(\w+)", path.read_text(encoding="utf-8"))
        if path.stem not in {"posting", "watching"}:
            assert not set(used) & THE_TICKERS, path.name
