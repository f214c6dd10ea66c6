"""The text with labels in place of what was found, and nothing else changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.guard.page import WORD
from bot.guard.values import Finding, Kind
from bot.guard.vocabulary import TITLES

NUMBERED = re.compile(r"\[name(?: (\d{1,4}))?\]")
ELLIPSIS = "…"


def redacted(text: str, findings: Sequence[Finding]) -> str:
    """``findings`` as ``find`` gives them: in order, none overlapping another.

    Different people get different numbers, the first of all none; numbers go on after those that an
    earlier redaction left in the text.
    """
    parts, at = [], 0
    for finding, label in zip(findings, labels(text, findings), strict=True):
        parts += [text[at : finding.start], label]
        at = finding.end
    return "".join([*parts, text[at:]])


def labels(text: str, findings: Sequence[Finding]) -> tuple[str, ...]:
    """What each finding becomes, in the same order."""
    people = _people([_parts(text, f) for f in findings if f.kind is Kind.NAME])
    taken = [int(number or 1) for number in NUMBERED.findall(text)]
    numbers = iter(people)
    return tuple(
        _label(max(taken, default=0) + next(numbers)) if f.kind is Kind.NAME else f"[{f.kind}]"
        for f in findings
    )


def _label(number: int) -> str:
    return f"[{Kind.NAME}]" if number == 1 else f"[{Kind.NAME} {number}]"


def _parts(text: str, finding: Finding) -> frozenset[str]:
    found = text[finding.start : finding.end]
    words = {match[0].casefold() for match in WORD.finditer(found)}
    return frozenset(words - TITLES) or frozenset({found.casefold()})


def _people(names: Sequence[frozenset[str]]) -> Iterator[int]:
    """A number from 1 for each name, the same for the same person.

    A shorter name belongs to a longer one that has all its words, if there is exactly one such:
    with two Sarahs in a text, a bare Sarah is somebody of her own.
    """
    whole = [n for n in dict.fromkeys(names) if not any(n < other for other in names)]
    numbers: dict[frozenset[str], int] = {}
    for name in names:
        owners = [full for full in whole if name <= full]
        person = owners[0] if len(owners) == 1 else name
        yield numbers.setdefault(person, len(numbers) + 1)


def excerpt(text: str, finding: Finding, width: int) -> tuple[str, str, str]:
    """What stands before, the found text, and what follows: each side in ``width`` characters."""
    before, after = text[: finding.start], text[finding.end :]
    if len(before) > width:
        before = ELLIPSIS + before[len(before) - width + 1 :]
    if len(after) > width:
        after = after[: width - 1] + ELLIPSIS
    return before, text[finding.start : finding.end], after
