"""Draws from labelled sets, the same each time: for grouping, and for codes from few examples."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.themes.judging import Judged
from prompts import Code
from tests.benchmarks.definitions import DEFINITIONS

LARGEST = {"banking77": 10_000, "stackoverflow": 4_000}
LABELS = {12: (2, 5), 30: (3, 8), 100: (5, 15), 1000: (10, 40)}
DRAWS = {12: 10, 30: 10, 100: 10, 1000: 3}
CODES, OUTSIDE = 12, 0.2
MOST_OF_ONE = 20
"""Tests of one code, so that the commonest topic does not decide."""


@dataclass(frozen=True, slots=True)
class Row:
    text: str
    label: str
    source: str
    """What the text answers, where the set says so: examples and tests never share one."""


@dataclass(frozen=True, slots=True)
class CodedDraw:
    """Codes with examples, and texts with the codes a person gave them (none: outside)."""

    codes: tuple[Code, ...]
    lessons: tuple[Judged, ...]
    texts: tuple[str, ...]
    gold: tuple[frozenset[str], ...]


def rows(folder: Path, name: str) -> list[Row]:
    lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    pool = [Row(each["text"], each["label"], each.get("qid") or each["text"]) for each in found]
    if name in LARGEST:
        random.Random(1).shuffle(pool)  # noqa: S311 - the same in every run
    return pool[: LARGEST.get(name, len(pool))]


def groups(pool: Sequence[Row], size: int) -> Iterator[tuple[list[str], list[str]]]:
    """Texts and labels: some labels, in unequal shares, about ``size`` texts in all."""
    texts = _by_label(pool)
    for number in range(DRAWS[size]):
        chance = random.Random(number * 100 + size)  # noqa: S311 - the same in every run
        count = chance.randint(*LABELS[size])
        large = sorted(each for each in texts if len(texts[each]) >= max(3, size // count // 2))
        chance.shuffle(large)
        weights = [1 + chance.random() * 2 for _ in large[:count]]
        drawn = [
            (row.text, row.label)
            for label, weight in zip(large[:count], weights, strict=True)
            for row in _some(texts[label], max(2, round(size * weight / sum(weights))), chance)
        ]
        order = list(range(len(drawn)))
        chance.shuffle(order)
        yield [drawn[at][0] for at in order[:size]], [drawn[at][1] for at in order[:size]]


def coded(pool: Sequence[Row], examples: int, draws: int = 10) -> Iterator[CodedDraw]:
    """Twelve labels as codes with ``examples`` texts each; a fifth of the tests have none."""
    by_label = _by_label(pool)
    large = sorted(label for label, found in by_label.items() if len(found) >= examples + 10)
    for number in range(draws):
        chance = random.Random(100 + number)  # noqa: S311 - the same in every run
        names = chance.sample(large, CODES)
        shown = {name: _some(by_label[name], examples, chance) for name in names}
        used = {row.source for found in shown.values() for row in found}
        fresh = [row for row in pool if row.source not in used]
        others = [row for row in fresh if row.label not in names]
        fresh_by = _by_label(fresh)
        tested = [row for name in names for row in _some(fresh_by[name], MOST_OF_ONE, chance)]
        tested += _some(others, round(len(tested) * OUTSIDE / (1 - OUTSIDE)), chance)
        every = frozenset(names)
        yield CodedDraw(
            tuple(_code(name) for name in names),
            tuple(
                Judged(row.text, frozenset({name}), every - {name})
                for name, found in shown.items()
                for row in found
            ),
            tuple(row.text for row in tested),
            tuple(frozenset({row.label}) & every for row in tested),
        )


def named(pool: Sequence[Row], size: int = 6) -> Iterator[dict[str, list[str]]]:
    """Six labels with ``size`` texts each: groups as a person would make them, to be named."""
    texts = _by_label(pool)
    large = sorted(label for label, found in texts.items() if len(found) >= size)
    for number in range(30):
        chance = random.Random(500 + number)  # noqa: S311 - the same in every run
        yield {
            label: [row.text for row in _some(texts[label], size, chance)]
            for label in chance.sample(large, 6)
        }


def _code(label: str) -> Code:
    """A label as a code; where we have no definition its name alone must do."""
    name = label.replace("-", " ").replace("_", " ")
    return Code(label, name, DEFINITIONS.get(label, ""), (), (), (), "", None)


def _by_label(pool: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in pool:
        found[row.label].append(row)
    return found


def _some(found: Sequence[Row], most: int, chance: random.Random) -> list[Row]:
    return chance.sample(found, min(most, len(found)))
