"""How well the identifier guard finds, how rarely it cries wolf, and how long it takes.

    python tests/benchmarks/guard.py FOLDER

FOLDER holds labelled texts, one JSON object a line: ``{"text": ..., "spans": [...]}``, a span being
[start, end, TYPE] with PERSON LOCATION ORG DATE PHONE EMAIL URL ID AGE ADDRESS, or NEUTRAL for what
counts neither way. A file with ``neg`` in its name holds clean texts: there every finding that
touches no span is a false alarm. An identifier counts as found when findings cover at least half of
it; "typed" asks for a kind that fits as well. ``identifiers`` serves other evaluators.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot.guard import Guard, Kind

Span = tuple[int, int, str]

TYPES = {
    Kind.NAME: "PERSON",
    Kind.PLACE: "LOCATION",
    Kind.ORGANISATION: "ORG",
    Kind.DATE: "DATE",
    Kind.PHONE: "PHONE",
    Kind.EMAIL: "EMAIL",
    Kind.LINK: "URL",
    Kind.RECORD: "ID",
    Kind.AGE: "AGE",
    Kind.ADDRESS: "ADDRESS",
}
FITTING = {
    "LOCATION": {"LOCATION", "ADDRESS", "ORG"},
    "ADDRESS": {"ADDRESS", "LOCATION"},
    "ORG": {"ORG", "LOCATION"},
    "DATE": {"DATE", "AGE"},
    "AGE": {"AGE", "DATE"},
    "ID": {"ID", "PHONE"},
    "PHONE": {"PHONE", "ID"},
    "URL": {"URL", "EMAIL"},
    "EMAIL": {"EMAIL", "URL"},
    "PERSON": {"PERSON"},
}
NEUTRAL = "NEUTRAL"
WORDS = 300  # of a long answer


@cache
def loaded() -> Guard:
    return Guard.load()


def identifiers(text: str) -> list[Span]:
    return [(f.start, f.end, TYPES[f.kind]) for f in loaded().find(text)]


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main(folder: Path) -> None:
    begin = time.perf_counter()
    loaded()
    say(f"loaded in {time.perf_counter() - begin:.2f} s")
    files = {path.stem: read(path) for path in sorted(folder.glob("*.jsonl"))}
    for name, rows in files.items():
        (false_alarms if "neg" in name else recall)(name, rows)
    latency([text for rows in files.values() for text, _ in rows])


def read(path: Path) -> list[tuple[str, list[Span]]]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(row["text"], [(s, e, t) for s, e, t in row["spans"]]) for row in rows]


def recall(name: str, rows: list[tuple[str, list[Span]]]) -> None:
    total, found, typed = Counter[str](), Counter[str](), Counter[str]()
    for text, spans in rows:
        findings = identifiers(text)
        for span in (s for s in spans if s[2] != NEUTRAL):
            kind = span[2]
            fitting = [f for f in findings if f[2] in FITTING[kind]]
            total[kind] += 1
            found[kind] += is_covered(span, findings)
            typed[kind] += is_covered(span, fitting)
    say(f"\n{name}: {len(rows)} texts\n  {'type':9}{'n':>6}{'found':>8}{'typed':>8}")
    for kind in (t for t in FITTING if total[t]):
        share, fit = found[kind] / total[kind], typed[kind] / total[kind]
        say(f"  {kind:9}{total[kind]:>6}{share:>8.3f}{fit:>8.3f}")


def is_covered(span: Span, findings: list[Span]) -> bool:
    start, end, _ = span
    covered = {k for s, e, _ in findings for k in range(max(s, start), min(e, end))}
    return 2 * len(covered) >= end - start


def false_alarms(name: str, rows: list[tuple[str, list[Span]]]) -> None:
    alarms = [[text[s:e] for s, e, _ in wrong(text, spans)] for text, spans in rows]
    share = 100 / len(rows)
    count, flagged = sum(map(len, alarms)) * share, sum(map(bool, alarms)) * share
    say(f"\n{name}: {len(rows)} texts; per 100: {count:.1f} false alarms, {flagged:.1f} flagged")
    say("  " + "; ".join(text for found in alarms for text in found)[:400])


def wrong(text: str, spans: list[Span]) -> Iterator[Span]:
    for start, end, kind in identifiers(text):
        if not any(start < e and s < end for s, e, _ in spans):
            yield start, end, kind


def latency(texts: list[str]) -> None:
    words = " ".join(texts).split()
    took = sorted(
        timed(" ".join(words[at : at + WORDS])) for at in range(0, len(words) - WORDS, WORDS)
    )
    p50, p99 = took[len(took) // 2], took[len(took) * 99 // 100]
    say(f"\n{len(took)} texts of {WORDS} words: p50 {p50:.1f} ms, p99 {p99:.1f} ms")


def timed(text: str) -> float:
    """Milliseconds."""
    begin = time.perf_counter()
    loaded().find(text)
    return (time.perf_counter() - begin) * 1000


if __name__ == "__main__":
    main(Path(sys.argv[1]))
