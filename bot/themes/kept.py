"""What a stored summary keeps of the words: references, and what the facilitator made of them.

Both forms stand side by side, as found and as shaped, so that nothing a facilitator does is lost
and nothing is claimed to have been found that was not. Whoever stores it encrypts it.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter

from bot.themes.found import Emerging, Suggested
from bot.themes.judging import Decision

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Shaped:
    """What a facilitator made of one theme: a name, another theme to join, or nothing to show."""

    name: str | None = None
    into: int | None = None
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """One round's findings. ``handles[n]`` names the ballot that index ``n`` refers to.

    ``shaped`` is by the theme's number, which is its place in ``emerging.groups``.
    """

    handles: tuple[str, ...]
    emerging: Emerging
    suggested: Suggested
    shaped: Mapping[int, Shaped] = field(default_factory=dict)
    decided: tuple[Decision, ...] = ()

    def packed(self) -> bytes:
        """As JSON."""
        return _schema().dump_json(self)

    @classmethod
    def unpacked(cls, content: bytes) -> Findings:
        """What ``packed`` made."""
        return _schema().validate_json(content)

    def members(self, number: int) -> tuple[int, ...] | None:
        """The answers of a theme and of what joined it; None if no such theme is shown."""
        groups = self.emerging.groups
        if number not in range(len(groups)) or self.shape(number).into is not None:
            return None
        joined = [at for at in range(len(groups)) if self.shape(at).into == number]
        return tuple(each for at in (number, *joined) for each in groups[at].members)

    def shape(self, number: int) -> Shaped:
        """What was made of a theme; untouched ones too."""
        return self.shaped.get(number, Shaped())

    def with_theme(self, number: int, shaped: Shaped) -> Findings:
        """One theme shaped anew. Raises IndexError if there is no such theme.

        Joining is never a chain or a circle: what had joined this one goes along, and a theme that
        is joined is itself shown.
        """
        if number not in range(len(self.emerging.groups)) or shaped.into == number:
            raise IndexError(number)
        if shaped.into is not None and shaped.into not in range(len(self.emerging.groups)):
            raise IndexError(shaped.into)
        changed = {**self.shaped, number: shaped}
        if shaped.into is not None:
            moved = {at for at, each in changed.items() if each.into == number}
            changed |= {at: replace(changed[at], into=shaped.into) for at in moved}
            host = changed.get(shaped.into, Shaped())
            changed[shaped.into] = replace(host, into=None, dropped=False)
        return replace(self, shaped=changed)

    def apart(self, number: int) -> Findings:
        """What had joined a theme stands by itself again. Raises IndexError if nothing had."""
        joined = {at: each for at, each in self.shaped.items() if each.into == number}
        if not joined:
            raise IndexError(number)
        alone = {at: replace(each, into=None) for at, each in joined.items()}
        return replace(self, shaped={**self.shaped, **alone})

    def with_decision(self, decision: Decision) -> Findings:
        """A suggestion confirmed or rejected; a later word replaces an earlier one."""
        others = [
            each
            for each in self.decided
            if (each.answer, each.code) != (decision.answer, decision.code)
        ]
        return replace(self, decided=(*others, decision))


@functools.cache
def _schema() -> TypeAdapter[Findings]:
    """Made once: making it takes longer than reading most findings with it."""
    return TypeAdapter(Findings)
