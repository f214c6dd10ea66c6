"""The load benchmark: the bot as its own process, under a Discord of the benchmark's own.

    python -m tests.benchmarks.load                       everything, on SQLite
    python -m tests.benchmarks.load --postgres BIN        on PostgreSQL too
    python -m tests.benchmarks.load --only replies start  some of: replies submits due memory start
    python -m tests.benchmarks.load --only due --groups 10000   as many groups as the goal speaks of

BIN is the folder of PostgreSQL's programs (``pg_config --bindir``); a private cluster is started
from it and removed again. Prints the Markdown tables of docs/performance.md. Needs what the tests
need, Linux, and a quiet machine of at least two cores: the benchmark's own Discord takes one.
Exits with 1 where a goal was missed.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.benchmarks.load import due, idle, replies, report, submitting
from tests.benchmarks.load.cluster import a_cluster

Part = Callable[[Path, str | None, str], Coroutine[Any, Any, bool]]


def parts(groups: int) -> Mapping[str, Part]:
    """The parts in the order in which they run; those of a process alone know no engine."""
    return {
        "replies": replies.measure,
        "submits": submitting.measure,
        "due": lambda folder, url, name: due.measure(folder, url, name, groups),
        "memory": lambda folder, *_: idle.memory(folder),
        "start": lambda folder, *_: idle.start(folder),
    }


ENGINELESS = ("memory", "start")


def main() -> int:
    """Run what was asked for."""
    known = parts(0)
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    asked.add_argument("--only", nargs="+", choices=known, default=list(known), metavar="PART")
    asked.add_argument("--postgres", type=Path, metavar="BIN")
    asked.add_argument("--groups", type=int, default=1000, help="how many are due at once")
    given = asked.parse_args()
    report.say(report.machine())
    began, met = time.monotonic(), True
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="load-")))
        folder.chmod(0o755)  # PostgreSQL's own user comes through here.
        engines: dict[str, Callable[[], str | None]] = {"SQLite": lambda: None}
        if given.postgres:
            cluster = stack.enter_context(a_cluster(given.postgres, folder / "postgres"))
            engines["PostgreSQL"] = cluster.database
        for number, (part, engine) in enumerate(_runs(given.only, engines)):
            here = folder / str(number)
            here.mkdir()
            met &= asyncio.run(parts(given.groups)[part](here, engines[engine](), engine))
    report.say(f"\nIn all {time.monotonic() - began:.0f} s.")
    return int(not met)


def _runs(only: list[str], engines: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for part, engine in itertools.product(only, engines):
        if part not in ENGINELESS or engine == "SQLite":
            yield part, engine


if __name__ == "__main__":
    sys.exit(main())
