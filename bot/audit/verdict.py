"""What an audit hands out: sentences that a group can read, about nobody in particular."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

WIDTH = 96


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that weakens a promise, and what that means for a member."""

    what: str
    means: str


@dataclass(frozen=True, slots=True)
class Held:
    """Something that was looked for and is as it should be."""

    what: str


@dataclass(frozen=True, slots=True)
class Unseen:
    """Something this audit cannot look at, so that nobody takes its silence for an answer."""

    what: str


Note = Finding | Held | Unseen


def unless(findings: Iterable[Finding], held: str) -> Iterator[Note]:
    """The findings; where there are none, that it held."""
    found: list[Note] = [*findings]
    yield from found or [Held(held)]


@dataclass(frozen=True, slots=True)
class Verdict:
    """All notes of one audit. ``looked_at`` is empty where the answers were out of reach."""

    looked_at: str
    notes: tuple[Note, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(note for note in self.notes if isinstance(note, Finding))

    @property
    def clean(self) -> bool:
        """True only when the answers were looked at and nothing was found."""
        return bool(self.looked_at) and not self.findings

    def __str__(self) -> str:
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield "What someone who took the bot's files could learn"
        yield ""
        if self.looked_at:
            yield from _wrapped(f"Looked at: {self.looked_at}.", "")
        yield from _wrapped(f"Verdict: {self._headline()}", "")
        if self.findings:
            yield from ("", "FOUND")
        for number, finding in enumerate(self.findings, start=1):
            yield from _wrapped(finding.what, f"{number:2}. ")
            yield from _wrapped(f"What it means: {finding.means}", "    ")
        for title, kind in (("HELD", Held), ("NOT LOOKED AT", Unseen)):
            said = [note.what for note in self.notes if isinstance(note, kind)]
            if said:
                yield from ("", title)
            for what in said:
                yield from _wrapped(what, " -  ")

    def _headline(self) -> str:
        count = len(self.findings)
        if count:
            things = "1 thing was" if count == 1 else f"{count} things were"
            return f"{things} found that should not be there."
        if not self.looked_at:
            return "none. The answers were out of this command's reach."
        return "nothing was found that leads from a member to an answer."


def _wrapped(text: str, start: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=start, subsequent_indent=" " * len(start))
