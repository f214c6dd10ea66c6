"""The tables of docs/exactly-once.md: written from a real run, and read again by the tests.

    python -m tests.faults.page

kills a process at every point for every kind of message, which takes a minute, and prints them.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path

from bot.services.values import PostKind
from db import migrate
from db.engine import Database
from tests.faults.killing import (
    Outcome,
    Play,
    Scene,
    bad_day,
    death,
    is_once,
    set_scenes,
    two_at_once,
)
from tests.faults.points import KINDS, MISHAPS, POINTS, Mishap, Pair, Point
from tests.faults.victims import ROOT, Nursery

PAGE = ROOT / "docs" / "exactly-once.md"
NONE = "–"
COLUMNS = {
    PostKind.PROMPT: "prompt",
    PostKind.EXTENDED: "left open",
    PostKind.SUMMARY: "summary line",
    PostKind.UNREAD: "gone unread",
    PostKind.MISSED: "missed",
    PostKind.REMINDER: "reminder",
    PostKind.COUNTS: "counts at close",
    PostKind.UNSHARED: "not shared yet",
}


def cell(outcome: Outcome) -> str:
    """Messages right after, and at last; a star where the prompt was up to date by then."""
    seen = (outcome.then, outcome.at_last)
    return " → ".join(f"{len(each.posts)}{'*' * each.prompt_changed}" for each in seen)


def kill_rows(run: Callable[[PostKind, Point], Outcome]) -> Iterator[list[str]]:
    for point in POINTS:
        cells = [cell(run(k, point)) if point.concerns(k) else NONE for k in KINDS]
        yield [point.name, *cells]


def pair_rows(run: Callable[[PostKind, Pair], Outcome]) -> Iterator[list[str]]:
    for pair in Pair:
        yield [pair, *(NONE if k is PostKind.UNREAD else cell(run(k, pair)) for k in KINDS)]


def mishap_rows(run: Callable[[PostKind, Mishap], Outcome]) -> Iterator[list[str]]:
    for mishap in MISHAPS:
        yield [mishap.name, cell(run(PostKind.PROMPT, mishap))]


def table(first: str, columns: Sequence[str], rows: Iterator[list[str]]) -> str:
    lines = [[first, *columns], ["---"] * (len(columns) + 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cells_on_the_page() -> dict[tuple[str, str], str]:
    """Every cell of the page's tables by its row's and its column's name."""
    found: dict[tuple[str, str], str] = {}
    header: list[str] = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        parts = [part.strip() for part in line.strip("|").split("|")] if line[:1] == "|" else []
        if not parts:
            header = []
        elif not header:
            header = parts
        elif parts[0] != "---":
            found |= {(parts[0], name): part for name, part in zip(header, parts, strict=True)}
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, numbers, nursery = Path(name), itertools.count(), Nursery()
        scenes = asyncio.run(_scenes(folder))

        def run(kind: PostKind, what: object, act: Callable[..., Awaitable[Outcome]]) -> Outcome:
            play = Play(scenes[kind], folder / str(next(numbers)), nursery)

            async def acted() -> Outcome:
                return await act(play, what)

            outcome = asyncio.run(acted())
            assert is_once(outcome, kind), (kind, what, outcome)
            return outcome

        columns = list(COLUMNS.values())
        for text in (
            table("killed", columns, kill_rows(lambda k, what: run(k, what, death))),
            table("two at once", columns, pair_rows(lambda k, what: run(k, what, two_at_once))),
            table("fault", ["prompt"], mishap_rows(lambda k, what: run(k, what, bad_day))),
        ):
            sys.stdout.write(f"{text}\n\n")
        nursery.close()


async def _scenes(folder: Path) -> dict[PostKind, Scene]:
    database = Database(f"sqlite+aiosqlite:///{folder / 'migrated.db'}")
    await migrate.upgrade(database.engine)
    await database.close()
    return await set_scenes(folder / "scenes", folder / "migrated.db")


if __name__ == "__main__":
    main()
