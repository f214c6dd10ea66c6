"""A process that dies at a chosen step, and the nursery that lets it die at each of them in turn.

    python -m tests.faults.dying SCENE FOLDER DIALECT

The nursery builds the scene's store in FOLDER/base, then forks one process a step: each works on a
copy of its own and kills itself with SIGKILL right before that step. A step is a statement that
changes a row, a commit, or a change to a key file; the last one comes after all of them. It prints
one line of JSON a death: the folder's name and the step. The product knows nothing of this.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiosqlite
from asyncpg.transaction import Transaction  # type: ignore[import-untyped]  # it has none
from sqlalchemy import event

from db.engine import Database
from tests.faults.scenes import KEYS, SCENES, Act, Stage
from tests.servers import Server

CHANGES = ("INSERT", "UPDATE", "DELETE")
READING = ("rb", os.O_RDONLY)
FILE_STEPS = ((os, "open"), (os, "fsync"), (os, "replace"), (os, "unlink"), (io, "open"))


class Steps:
    """Counts steps and dies right before one of them; 0 lets it live."""

    def __init__(self, fatal: int) -> None:
        self.fatal = fatal
        self.names: list[str] = []

    def __call__(self, name: str) -> None:
        self.names.append(name)
        if len(self.names) == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch_files(self) -> None:
        for module, name in FILE_STEPS:
            setattr(module, name, self._counted(getattr(module, name), name))

    def watch_database(self, database: Database) -> None:
        @event.listens_for(database.engine.sync_engine, "before_cursor_execute")
        def before(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if statement.startswith(CHANGES):  # Reading leaves the store as the step before did.
                self(" ".join(statement.split()[:3]))

        transaction: Any = aiosqlite.Connection if database.is_sqlite else Transaction
        commit = transaction.commit

        async def counted(this: Any) -> None:
            self("commit")
            await commit(this)
            self("committed")

        transaction.commit = counted

    def _counted(self, do: Callable[..., Any], name: str) -> Callable[..., Any]:
        def counted(what: Any, *args: Any, **options: Any) -> Any:
            reads = name == "open" and args[:1] and args[0] in READING
            if not reads and (isinstance(what, int) or str(what).startswith(str(KEYS))):
                self(f"{name} {Path(str(what)).suffix}".strip())
            return do(what, *args, **options)

        return counted


def live(stage: Stage, folder: Path, act: Act, fatal: int) -> list[str]:
    """Do the act on a folder's store; returns the names of its steps, if one survives it."""
    steps = Steps(fatal)

    async def watched() -> None:
        async with stage.on(folder) as services:
            steps.watch_files()
            steps.watch_database(stage.database)
            await act(services)
            steps("all done")

    asyncio.run(watched())
    return steps.names


def in_a_child(work: Callable[[], list[str]]) -> tuple[int, list[str]]:
    """Fork, work there; returns the signal the child died of (0 if it lived), and its result."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, json.dumps(work()).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    status = os.waitpid(child, 0)[1]
    return os.WTERMSIG(status), json.loads(told or b"[]")


def main(name: str, folder: Path, dialect: str) -> None:
    server = None if dialect == "sqlite" else Server()
    stage, base, act = Stage(server), folder / "base", SCENES[name][1]
    if server:
        server.fresh(base)
    asyncio.run(stage.set(name, base))

    def lived(called: str, fatal: int) -> tuple[int, list[str]]:
        copied = Path(shutil.copytree(base, folder / called))
        if server:
            server.copied(base, copied)
        return in_a_child(lambda: live(stage, copied, act, fatal))

    died_of, names = lived("0", 0)
    assert died_of == 0
    for number, step in enumerate(names, start=1):
        assert lived(str(number), number) == (signal.SIGKILL, []), (number, step)
        sys.stdout.write(json.dumps([str(number), step]) + "\n")
    if server:
        server.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
