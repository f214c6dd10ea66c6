"""Killed with SIGKILL at any step and started again, the bot finishes what it had begun.

``dying`` kills a real process before each statement, commit and file operation of a scene. Here the
store that it left is opened as the next start opens it, and the same act is done again.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from sqlalchemy import select

from bot.ballot.keystore import Use
from bot.ballot.tokens import Token
from bot.errors import KeysMissing, UnknownReceipt
from bot.services.values import PostKind, RoundState
from db.models import Box, Erasure, Group, Outbox, OwnPrompt, Roll, Round
from tests.faults.scenes import (
    FORM,
    KEYS,
    MORNING,
    SCENES,
    SENT,
    Stage,
    acknowledged,
    end_in_time,
)
from tests.making import GUILD, a_facilitator
from tests.servers import Server

ROOT = Path(__file__).parents[2]
Death: TypeAlias = tuple[Path, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where they die: a folder for each, and a server's databases if there is one."""

    folder: Path
    server: Server | None

    def stage(self) -> Stage:
        return Stage(self.server)


@pytest.fixture
def place(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    server = None if dialect == "sqlite" else request.getfixturevalue("server")
    yield Place(tmp_path, server)
    if server:
        for folder in tmp_path.iterdir():
            server.gone(folder)


def deaths(scene: str, place: Place) -> list[Death]:
    """Every store that a killed process left, and the step it was killed before."""
    dialect = "postgresql" if place.server else "sqlite"
    told = subprocess.run(
        [sys.executable, "-m", "tests.faults.dying", scene, str(place.folder), dialect],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert told.returncode == 0, told.stderr
    left = [json.loads(line) for line in told.stdout.splitlines()]
    return [(place.folder / name, step) for name, step in left]


async def after_each(
    scene: str,
    place: Place,
    check: Callable[[Left], Awaitable[None]],
    *,
    steps: int,
    known_stay: bool = True,
) -> None:
    """Start again after each death, do the act again, and check what is left then."""
    died, stage = deaths(scene, place), place.stage()
    assert len(died) >= steps
    for folder, step in died:
        async with stage.on(folder) as services:
            left = Left(stage, step)
            try:
                await left.is_whole_or_not_there()
                await services.sealing.recover()
                if known_stay:
                    await left.read_what_was_acknowledged()
                await SCENES[scene][1](services)
                await check(left)
            except (AssertionError, KeysMissing, UnknownReceipt) as error:
                raise AssertionError(f"killed before step {folder.name}, {step}") from error


class Left:
    """What a death left in the folder one stands in, in the hands of the next start."""

    def __init__(self, stage: Stage, step: str) -> None:
        self.database, self.keys, self.services = stage.database, stage.keys, stage.services
        self.step = step
        self.known = acknowledged()

    async def rows(self, table: Any) -> list[Any]:
        async with self.database.read() as session:
            return list(await session.scalars(select(table)))

    async def the_round(self) -> Round:
        (row,) = await self.rows(Round)
        assert isinstance(row, Round)
        return row

    async def read_what_was_acknowledged(self) -> None:
        """While a round's texts are kept, each is found by its receipt, word for word."""
        rounds = [row for row in await self.rows(Round) if row.id == 1]
        if not rounds or rounds[0].state not in {RoundState.OPEN, RoundState.SEALED}:
            return
        if rounds[0].state == RoundState.SEALED and not self.keys.names(Use.SEALED):
            return  # Dying for good: retention and forgetting destroy the key first.
        for code, text in self.known.items():
            found = await self.services.receipts.find(Token.parse(code), GUILD)
            assert found.answer.text == text

    async def is_whole_or_not_there(self) -> None:
        """What one commit brings comes together: a ballot with its line, a deck with all of it."""
        assert len(await self.rows(OwnPrompt)) in {0, 5}
        if any(row.state != RoundState.OPEN for row in await self.rows(Round)):
            return
        assert len(await self.rows(Box)) == len(await self.rows(Roll))

    def key_files(self) -> list[str]:
        return sorted(path.name.partition(".")[2] for path in KEYS.iterdir())

    async def texts(self) -> list[str]:
        found = await self.services.summaries.answers(1, a_facilitator(), MORNING)
        return sorted(each.answer.text for each in found.answers)

    async def is_sealed_once(self) -> None:
        row = await self.the_round()
        assert (row.state, row.voices) == (RoundState.SEALED, len(self.known))
        assert self.key_files() == ["sealed.key"]
        assert not await self.rows(Roll)
        assert await self.texts() == sorted(self.known.values())
        kinds = [line.kind for line in await self.rows(Outbox)]
        assert sorted(kinds) == [PostKind.PROMPT, PostKind.SUMMARY, PostKind.UNSHARED]

    async def holds_nothing(self) -> None:
        assert not self.key_files()
        assert not await self.rows(Box)
        assert not await self.rows(Roll)


async def test_an_opening_killed_at_any_step_gives_one_round_with_its_keys(place: Place) -> None:
    async def check(left: Left) -> None:
        row = await left.the_round()
        assert row.state == RoundState.OPEN
        assert all(left.keys.has(row.key_name, use) for use in (Use.ROLL, Use.TEXT))
        assert [line.kind for line in await left.rows(Outbox)] == [PostKind.PROMPT]

    await after_each("opening", place, check, steps=15)


async def test_a_form_sent_again_after_any_death_is_one_ballot(place: Place) -> None:
    async def check(left: Left) -> None:
        assert len(await left.rows(Box)) == len(left.known) + 1
        assert len(await left.rows(Roll)) == len(left.known) + 1
        assert (await left.services.receipts.find(FORM, GUILD)).answer == SENT

    await after_each("submit", place, check, steps=8)


async def test_a_seal_killed_at_any_step_seals_every_text_once_under_one_key(
    place: Place,
) -> None:
    await after_each("seal", place, Left.is_sealed_once, steps=25)


@pytest.mark.parametrize("commit", ["before", "after"])
async def test_a_start_killed_while_it_mends_a_seal_is_mended_by_the_next(
    place: Place, commit: str
) -> None:
    async def check(left: Left) -> None:
        await end_in_time(left.services)
        await left.is_sealed_once()

    await after_each(f"mending {commit} the commit", place, check, steps=8)


async def test_a_withdrawal_killed_at_any_step_takes_one_answer_and_no_other(
    place: Place,
) -> None:
    async def check(left: Left) -> None:
        gone = left.known.pop(min(left.known))
        await left.read_what_was_acknowledged()
        assert len(await left.rows(Box)) == len(left.known) + 1
        await end_in_time(left.services)
        assert gone not in await left.texts()

    await after_each("withdrawal", place, check, steps=5, known_stay=False)


async def test_a_removal_killed_at_any_step_marks_one_answer_and_no_other(
    place: Place,
) -> None:
    async def check(left: Left) -> None:
        found = await left.services.summaries.answers(1, a_facilitator(), MORNING)
        assert [each.answer.text for each in found.answers if each.removing] == [
            left.known[min(left.known)]
        ]
        assert len(found.answers) == len(left.known)

    await after_each("removal", place, check, steps=4)


async def test_an_import_killed_at_any_step_is_whole_or_not_there(place: Place) -> None:
    async def check(left: Left) -> None:
        lines = await left.services.prompts.lines(GUILD, 1)
        assert [line.prompt.key for line in lines if line.enabled] == [
            f"ours-{n}" for n in range(5)
        ]
        assert len(await left.rows(OwnPrompt)) == 5

    await after_each("import", place, check, steps=6)


async def test_a_shredding_killed_at_any_step_leaves_no_text_and_no_key(place: Place) -> None:
    async def check(left: Left) -> None:
        row = await left.the_round()
        assert (row.state, row.voices) == (RoundState.UNREAD, None)
        await left.holds_nothing()
        kinds = [line.kind for line in await left.rows(Outbox)]
        assert kinds.count(PostKind.UNREAD) == 1

    await after_each("shredding", place, check, steps=15)


async def test_a_sweep_killed_at_any_step_empties_what_was_withdrawn_and_nothing_else(
    place: Place,
) -> None:
    async def check(left: Left) -> None:
        assert await left.texts() == sorted(left.known.values())
        assert len(await left.rows(Box)) == len(left.known) + 1

    await after_each("sweep", place, check, steps=6)


async def test_a_retention_killed_at_any_step_ends_with_counts_alone_and_one_record(
    place: Place,
) -> None:
    async def check(left: Left) -> None:
        row = await left.the_round()
        assert (row.state, row.voices) == (RoundState.COUNTED, len(left.known))
        await left.holds_nothing()
        assert [line.what for line in await left.rows(Erasure)] == ["the texts of a round"]

    await after_each("retention", place, check, steps=12)


async def test_a_forgetting_killed_at_any_step_leaves_nothing_but_the_record(
    place: Place,
) -> None:
    async def check(left: Left) -> None:
        for table in (Group, Round, Outbox):
            assert not await left.rows(table)
        await left.holds_nothing()
        assert [line.what for line in await left.rows(Erasure)] == ["a whole group"]

    await after_each("forgetting", place, check, steps=25)


async def test_without_mending_a_death_leaves_keys_that_should_be_gone(place: Place) -> None:
    stage = place.stage()
    for folder, step in deaths("mending after the commit", place)[:10]:
        async with stage.on(folder) as services:
            await end_in_time(services)
            assert Left(stage, step).key_files() != ["sealed.key"], step
