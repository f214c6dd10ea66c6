"""Whether a heading that a facilitator gives repeats words that were left to them alone.

The guard looks at a heading for names. This looks for the other thing that no heading may hold:
the group would read, word for word, what its author let only the facilitator read.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.ballot.answer import Answer, Leave
from bot.themes.language import words

MOST_IN_A_ROW = 3
"""Words that two people may well put alike; a fourth makes a phrase somebody's own."""


def repeats_what_is_not_for_all(name: str, answers: Iterable[Answer]) -> bool:
    """Whether four words or more stand so only in answers that the group may not read.

    Case and punctuation make no difference.
    """
    said = _runs(name)
    read = list(answers)
    for_all = set().union(*(_runs(each.text) for each in read if each.leave is Leave.GROUP))
    alone = set().union(*(_runs(each.text) for each in read if each.leave is not Leave.GROUP))
    return bool(said & alone - for_all)


def _runs(text: str) -> set[tuple[str, ...]]:
    spoken = words(text)
    length = MOST_IN_A_ROW + 1
    return {tuple(spoken[at : at + length]) for at in range(len(spoken) - length + 1)}
