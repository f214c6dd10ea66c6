"""Whether the order of the ballots tells the order of answering, where that order is known.

On a group's own data nobody knows it, so chance cannot be told from a trace. Rounds rehearsed with
the same code can be: there a thief's best reading must be right no more often than by chance, which
is one ballot a round, however many there are.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from bot.audit.opened import Opened
from bot.audit.records import fields
from bot.audit.trees import Tree
from bot.audit.verdict import Finding, Note, Unseen, unless

BY_CHANCE = 1.0
SIGMAS = 5  # chance strays this far once in a million times
UNKNOWN = (
    "Whether the order of the ballots in the file is the order of answering: nobody knows the true "
    "order, so on a group's own data it cannot be compared."
)


@dataclass(frozen=True, slots=True, repr=False)
class Rehearsed:
    """A round played to be read: the marks on roll and box in true order, and the file then."""

    tags: tuple[bytes, ...]
    ids: tuple[bytes, ...]
    database: bytes


def rehearsal(rounds: Sequence[Rehearsed]) -> Iterator[Note]:
    """Compare every reading of every round with the truth."""
    yield Unseen(UNKNOWN)
    if not rounds:
        return
    bound, found = SIGMAS / math.sqrt(len(rounds)), scores(rounds)
    yield from unless(
        (
            Finding(
                f"In rehearsed rounds, {reading} gives {score:.2f} answers away; chance gives 1.",
                "whoever knows when you answered, or that you did, can find your ballot.",
            )
            for reading, score in found.items()
            if abs(score - BY_CHANCE) > bound
        ),
        f"In {len(rounds)} rounds rehearsed with this version, whose order is known, no reading of "
        f"the file did better than chance: {min(found.values()):.2f} to {max(found.values()):.2f} "
        f"ballots right, where guessing gives 1.",
    )


def scores(rounds: Sequence[Rehearsed]) -> Mapping[str, float]:
    """For each way of reading, how many answers of a round it puts in the right place, on average.

    ``side by side`` reads roll and box alike, and counts marks that come from the same answer.
    """
    total = defaultdict[str, int](int)
    for played in rounds:
        for reading, guess in guesses(played).items():
            total[reading] += sum(1 for place, answer in enumerate(guess) if place == answer)
    return {reading: count / len(rounds) for reading, count in total.items()}


def guesses(played: Rehearsed) -> dict[str, list[int]]:
    """What a thief would take for the order: the numbers of the answers, as each reading has them.

    A right guess is 0, 1, 2 and so on. Without tags only the box is read.
    """
    with closing(Opened(played.database)) as opened:
        roll = _readings(opened.tree("roll"), played.tags)
        box = _readings(opened.tree("box"), played.ids)
    found = {f"the box {reading}": order for reading, order in box.items()}
    if played.tags:
        found |= {f"the roll {reading}": order for reading, order in roll.items()}
        for reading, order in roll.items():
            pairs = sorted(zip(order, box[reading], strict=True))
            found[f"roll and box side by side, {reading}"] = [answer for _, answer in pairs]
    return found


def _readings(tree: Tree, truth: Sequence[bytes]) -> dict[str, list[int]]:
    """The numbers of the marks, in every order that the file holds."""
    number: dict[object, int] = {mark: place for place, mark in enumerate(truth)}
    rows = [
        (number[field.value], row)
        for row in tree.rows
        for field in fields(row)
        if field.value in number
    ]
    orders = {
        "by key": rows,
        "by place": sorted(rows, key=lambda each: (each[1].page, -each[1].at)),
        "by place from the front": sorted(rows, key=lambda each: each[1].at),
        "by page": sorted(rows, key=lambda each: each[1].page),
        "by further pages": sorted(rows, key=lambda each: each[1].overflow),
    }
    return {reading: [answer for answer, _ in order] for reading, order in orders.items()}
