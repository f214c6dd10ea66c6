"""What the guard hands out: a stretch of the text, what it may be, and why it was noticed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Kind(StrEnum):
    """The value is what stands between the brackets of a label."""

    NAME = "name"
    PLACE = "place"
    ORGANISATION = "organisation"
    DATE = "date"
    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    RECORD = "record number"
    AGE = "age 90+"
    ADDRESS = "address"


class Level(StrEnum):
    """Likely: a cue or a list speaks for it. Possible: only a capital letter does."""

    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Finding:
    """``text[start:end]`` may point to a person; ``reason`` completes "noticed because ..."."""

    start: int
    end: int
    kind: Kind
    level: Level
    reason: str

    @property
    def rank(self) -> tuple[bool, int, bool]:
        """Of two that overlap, the surer one names the kind, then the longer one.

        Of two equals the record number: its checksum fits.
        """
        return self.level is Level.LIKELY, self.end - self.start, self.kind is Kind.RECORD


def blocking(findings: Iterable[Finding]) -> bool:
    """Whether something is in it that no answer needs: then it is not stored as written."""
    return any(f.kind in {Kind.PHONE, Kind.EMAIL, Kind.RECORD} for f in findings)


def merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order of the text; what overlaps becomes one, so that nothing of it is left over."""
    apart: list[Finding] = []
    for finding in sorted(findings, key=lambda f: (f.start, f.end)):
        if apart and finding.start < apart[-1].end:
            apart[-1] = _union(apart[-1], finding)
        else:
            apart.append(finding)
    return tuple(apart)


def _union(earlier: Finding, later: Finding) -> Finding:
    surer = max(earlier, later, key=lambda f: f.rank)
    return replace(surer, start=earlier.start, end=max(earlier.end, later.end))
