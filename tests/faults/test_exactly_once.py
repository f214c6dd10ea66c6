"""Killed with SIGKILL at every point, whatever the message, it stands in the channel once.

Real processes, a real network, and the loopback Discord that outlives them. Each run is also held
to its cell in docs/exactly-once.md: what stood in the channel right after the kill, and at last.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.services.values import PostKind
from tests.faults.killing import (
    BEGINNINGS,
    Outcome,
    Play,
    Scene,
    bad_day,
    death,
    is_once,
    set_scenes,
    two_at_once,
)
from tests.faults.page import COLUMNS, NONE, cell, cells_on_the_page
from tests.faults.points import CARD, CASES, KINDS, MISHAPS, PAIRS, POINTS, Mishap, Pair, Point
from tests.faults.victims import Nursery

Act: TypeAlias = Callable[[Play], Awaitable[Outcome]]
Run: TypeAlias = Callable[[PostKind, Act], Outcome]


@pytest.fixture(scope="module")
def scenes(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[PostKind, Scene]:
    return asyncio.run(set_scenes(tmp_path_factory.mktemp("scenes"), migrated))


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    opened = Nursery()
    yield opened
    opened.close()


@pytest.fixture
def run(scenes: dict[PostKind, Scene], nursery: Nursery, tmp_path: Path) -> Run:
    numbers = itertools.count()

    def run(kind: PostKind, act: Act) -> Outcome:
        async def acted() -> Outcome:
            return await act(Play(scenes[kind], tmp_path / str(next(numbers)), nursery))

        return asyncio.run(acted())

    return run


@pytest.mark.parametrize(
    ("kind", "point"), CASES, ids=[f"{COLUMNS[kind]}, {point.name}" for kind, point in CASES]
)
def test_killed_at_any_point_and_started_again_the_message_is_there_once(
    run: Run, kind: PostKind, point: Point
) -> None:
    outcome = run(kind, lambda play: death(play, point))
    assert is_once(outcome, kind)
    assert cells_on_the_page()[point.name, COLUMNS[kind]] == cell(outcome)


@pytest.mark.parametrize(
    ("kind", "pair"), PAIRS, ids=[f"{COLUMNS[kind]}, {pair}" for kind, pair in PAIRS]
)
def test_two_processes_at_once_leave_one_message(run: Run, kind: PostKind, pair: Pair) -> None:
    outcome = run(kind, lambda play: two_at_once(play, pair))
    assert is_once(outcome, kind)
    assert cells_on_the_page()[pair, COLUMNS[kind]] == cell(outcome)


@pytest.mark.parametrize("mishap", MISHAPS, ids=[each.name for each in MISHAPS])
def test_whatever_befalls_its_request_the_message_is_there_once(run: Run, mishap: Mishap) -> None:
    outcome = run(PostKind.PROMPT, lambda play: bad_day(play, mishap))
    assert is_once(outcome, PostKind.PROMPT)
    assert cells_on_the_page()[mishap.name, COLUMNS[PostKind.PROMPT]] == cell(outcome)


def test_no_kind_of_scheduled_message_is_left_out() -> None:
    assert {*KINDS, *CARD} == set(PostKind)
    assert set(KINDS) == set(COLUMNS) == set(BEGINNINGS)


def test_the_page_has_a_row_for_every_point_and_no_other() -> None:
    rows = list(dict.fromkeys(row for row, _ in cells_on_the_page()))
    assert rows == [
        *(point.name for point in POINTS),
        *Pair,
        *(mishap.name for mishap in MISHAPS),
    ]


def test_the_page_leaves_out_only_what_a_kind_of_message_does_not_have() -> None:
    told = cells_on_the_page()
    left_out = {(point.name, k) for point in POINTS for k in KINDS if not point.concerns(k)}
    found = {(p.name, k) for p in POINTS for k in KINDS if told[p.name, COLUMNS[k]] == NONE}
    assert found == left_out


def test_no_cell_of_the_page_ends_with_two_messages() -> None:
    ends = {text.rpartition(" → ")[2] for text in cells_on_the_page().values() if " → " in text}
    assert ends == {"0*", "1", "1*"}
