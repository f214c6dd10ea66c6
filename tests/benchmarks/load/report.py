"""Figures as the Markdown tables of docs/performance.md, each beside its goal."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its goal; without a goal it is only stated."""

    what: str
    found: str
    goal: str = "stated"
    met: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "met", False: "**missed**", None: ""}[self.met]
        return f"| {self.what} | {self.found} | {self.goal} | {verdict} |"


def at_most(what: str, found: float, limit: float, unit: str) -> Figure:
    """A figure that should not lie above its limit."""
    places = 0 if limit >= 100 else 1 if limit >= 10 else 2
    goal = f"at most {limit:g} {unit}"
    return Figure(what, f"{found:.{places}f} {unit}", goal, found <= limit)


def say(text: str = "") -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def show(title: str, figures: Iterable[Figure]) -> bool:
    """A table of figures under their title; gives whether every goal was met."""
    shown = list(figures)
    table(title, ("what", "figure", "goal", ""), map(str, shown))
    return all(each.met is not False for each in shown)


def table(title: str, columns: Sequence[str], rows: Iterable[str]) -> None:
    say(f"\n### {title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    for each in rows:
        say(each)


def machine() -> str:
    """What the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = "/".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"{datetime.now(UTC):%d %B %Y}, {os.cpu_count()} cores ({_processor()}), "
        f"{memory:.0f} GB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}; load of the machine before: {load}"
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [each.partition(": ")[2] for each in lines if each.startswith("model name")]
    return names[0] if names else platform.machine()


def percentile(values: Sequence[float], share: float) -> float:
    """By nearest rank; not a number where there are none."""
    ordered = sorted(values)
    return ordered[round(share * (len(ordered) - 1))] if ordered else float("nan")
