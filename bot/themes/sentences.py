"""Where one sentence ends and the next begins, in text that people type.

A quote must be cut where its author paused, so this prefers too few cuts to a wrong one: an
abbreviation, an initial or a trailing ellipsis does not end a sentence. English only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

TITLES = frozenset({"dr", "mr", "mrs", "ms", "prof", "st", "ph.d", "m.a", "b.a"})
NEVER_THE_END = TITLES | {"vs", "cf", "e.g", "i.e", "eg", "ie", "approx", "al", "a.m", "p.m"}
LONGEST_ABBREVIATION = 8

_NEWLINE = r"(?:\r?\n|\u2028|\u2029)"
# Possessive, and begun only at a run's first mark: an answer of 3,000 full stops stays cheap.
_STOP = re.compile(
    r"""(?<![.!?…])(?P<mark>[.!?…]++)(?P<close>["'”’»)\]]*+)(?P<gap>\s++)(?=(?P<next>\S))"""
)
_LINE = re.compile(rf"(?<=\S)(?P<gap>[ \t]*+{_NEWLINE}\s*+)(?=(?P<next>\S))")
_BULLET = re.compile(r"(?:[-*+•–—>#]+|\d{1,2}[.)])\s+")
_OPENING = re.compile(r"[\s(\[“\"'‘]")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Give each sentence of ``text`` as (start, end): offsets without the space around it."""
    start = 0
    for end, following in _cuts(text):
        yield from _trimmed(text, start, end)
        start = following
    yield from _trimmed(text, start, len(text))


def _cuts(text: str) -> list[tuple[int, int]]:
    """Where a sentence ends and where the next one starts, in order."""
    stops = {m.start("gap"): m.end("gap") for m in _STOP.finditer(text) if _ends(text, m)}
    lines = {m.start("gap"): m.end("gap") for m in _LINE.finditer(text) if _breaks(text, m)}
    return sorted((stops | lines).items())


def _ends(text: str, stop: re.Match[str]) -> bool:
    goes_on_small = stop["next"].islower()
    if stop["mark"] != "." or stop["close"]:
        # “What now?” she asked; and then … silence.
        trails_off = stop["mark"].endswith(("…", "..")) or bool(stop["close"])
        return not (goes_on_small and trails_off)
    at = stop.start("mark")
    word = _OPENING.split(text[max(0, at - LONGEST_ABBREVIATION) : at])[-1]
    initial = len(word) == 1 and word.isupper() and word != "I"
    listing = word.lower() == "etc" and goes_on_small
    return not (initial or listing or word.lower() in NEVER_THE_END)


def _breaks(text: str, line: re.Match[str]) -> bool:
    """Whether a new line is a new sentence, or only where somebody's editor wrapped."""
    blank = len(re.findall(_NEWLINE, line["gap"])) > 1
    listed = bool(_BULLET.match(text, line.end("gap")))
    return blank or listed or not line["next"].islower()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if bullet := _BULLET.match(text, start):
        start = bullet.end()
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    if start < end:
        yield start, end
