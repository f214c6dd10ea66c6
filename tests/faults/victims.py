"""Real processes that send what is due and can be killed: a nursery forks one at a time.

    python -m tests.faults.victims

It takes a line of JSON for each, and answers with the process's id; a line with that id waits for
its end and tells the signal it died of, 0 for none. Forking from a process that has everything
imported makes a start cost a tenth of a second. The product knows nothing of this.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import discord
import pytest

from bot import sending
from bot.ballot.keystore import KeyStore
from bot.sending import Sender
from bot.services import Services
from bot.services.posts import Posts
from db.engine import Database
from tests.faults.conftest import Hasty, a_client
from tests.faults.steps import Clock, online
from tests.loopback.server import turn_towards
from tests.making import a_codebook, a_deck, a_guard

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Life:
    """What a process does: for each hour, send what is due then; and the step it does not survive.

    ``step``: such as *before posted*. ``ending``: the signal that it sends itself there.
    """

    folder: str
    where: str
    hours: list[str]
    step: str = ""
    ending: int = signal.SIGKILL


class Mortal:
    """The outbox, with a chance to die before and after everything that changes it."""

    def __init__(self, real: Posts, life: Life) -> None:
        self._real, self._life = real, life

    def __getattr__(self, name: str) -> Any:
        async def call(*args: Any, **options: Any) -> Any:
            self._meet(f"before {name}")
            result = await getattr(self._real, name)(*args, **options)
            self._meet(f"after {name}")
            return result

        return call

    def _meet(self, step: str) -> None:
        if step == self._life.step:
            os.kill(os.getpid(), self._life.ending)


def services_in(folder: Path) -> tuple[Database, Services]:
    """The store in a folder, as a start of the bot opens it."""
    database = Database(f"sqlite+aiosqlite:///{folder / 'supervision.db'}")
    keys = KeyStore(folder / "keys")
    return database, Services.over(database, keys, a_deck(), a_codebook(), a_guard())


async def lived(life: Life) -> None:
    database, services = services_in(Path(life.folder))
    posts, clock = cast("Posts", Mortal(services.posts, life)), Clock()
    async with online(a_client()) as client:
        sender = Sender(client, posts, clock)
        for hour in life.hours:
            clock.now = datetime.fromisoformat(hour)
            for post_id in await services.posts.due(clock()):
                await sender.send(post_id)
    await database.close()


def born(life: Life) -> int:
    """Fork; the child lives and ends, and only the parent returns, with the child's id."""
    child = os.fork()
    if child:
        return child
    ended = 1
    try:
        turn_towards(life.where, pytest.MonkeyPatch())
        asyncio.run(lived(life))
        ended = 0
    finally:
        os._exit(ended)


def ended_by(status: int) -> int:
    """The signal that killed or stopped a process; 0 if it ended well, -1 if it failed."""
    if os.WIFSTOPPED(status):
        return os.WSTOPSIG(status)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)


class Nursery:
    """The nursery from outside. Its methods wait: call them in a thread, one after the other."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.victims"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _asked(self, what: object) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def begin(self, life: Life) -> int:
        """Let a process live; its id."""
        return self._asked(asdict(life))

    def end_of(self, process: int) -> int:
        """Wait until a process ends or stops; see ``ended_by``."""
        return self._asked(process)

    def close(self) -> None:
        self._process.communicate(timeout=10)


def main() -> None:
    setattr(discord.http, "asyncio", Hasty())  # noqa: B010 - mypy forbids the plain way
    setattr(sending, "PAUSES", (0.0, 0.0))  # noqa: B010 - the same
    for line in sys.stdin:
        asked = json.loads(line)
        if isinstance(asked, int):
            answer = ended_by(os.waitpid(asked, os.WUNTRACED)[1])
        else:
            answer = born(Life(**asked))
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
