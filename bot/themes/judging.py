"""What people themselves said of an answer's codes: ticks by its author, a facilitator's yes or no.

Suggestions learn from these, and nothing else of a group. Light to import, so that a service can
gather them without what it takes to read words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prompts import Prompt


@dataclass(frozen=True, slots=True)
class Judged:
    """A text of which it is known that some codes hold and some do not; of others nothing is.

    ``decided`` are those on which a facilitator decided.
    """

    text: str
    holds: frozenset[str]
    lacks: frozenset[str]
    decided: frozenset[str] = frozenset()

    def known(self, code: str) -> int:
        """1 if ``code`` holds, −1 if it does not, 0 if that is not known."""
        return int(code in self.holds) - int(code in self.lacks)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the facilitator said of one suggestion; ``answer`` is an index into the round."""

    answer: int
    code: str
    confirmed: bool


def judged(
    text: str, ticked: Sequence[str], prompt: Prompt, decided: Sequence[Decision] = ()
) -> Judged:
    """What one answer teaches about codes.

    Ticking some of the strands says that the others do not hold; ticking none says nothing.
    """
    confirmed = {each.code for each in decided if each.confirmed}
    rejected = {each.code for each in decided if not each.confirmed}
    passed_over = {strand.code for strand in prompt.strands} - set(ticked) if ticked else set()
    holds = frozenset(ticked) | confirmed
    lacks = frozenset(passed_over | rejected) - holds
    return Judged(text, holds, lacks, frozenset(confirmed | rejected))
