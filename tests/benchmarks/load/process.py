"""A bot as a process of its own: started, weighed, and stopped."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.load.wire import Wire
from tests.loopback.state import TOKEN, Json

ROOT = Path(__file__).resolve().parents[3]
STARTING = 120.0


@dataclass(slots=True)
class Running:
    """A bot that has got its guilds. ``began`` in seconds of ``time.perf_counter``."""

    wire: Wire
    process: asyncio.subprocess.Process
    began: float

    def megabytes(self) -> float:
        """Resident memory of the process."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines()
        return next(int(each.split()[1]) for each in lines if each.startswith("VmRSS")) / 1024

    def processor_seconds(self) -> float:
        """Seconds of processor time used so far."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii")
        ticks = stat.rpartition(")")[2].split()[11:13]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    async def first_reply(self, payload: Json) -> float:
        """Seconds from the start to the reply to this, sent as soon as the guilds were."""
        sent = await self.wire.send(payload)
        await self.wire.settled([sent])
        return time.perf_counter() - self.began


@asynccontextmanager
async def running(
    which: str, wire: Wire, folder: Path, settings: Mapping[str, str] | None = None
) -> AsyncIterator[Running]:
    """A bot on this Discord; ``which`` is *bare* or *product*. Its log goes into the folder."""
    command = [sys.executable, "-m", "tests.benchmarks.load.client", which, wire.base, wire.gateway]
    with (folder / f"{which}.log").open("ab") as log:
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *command, cwd=folder, env=_environment(settings or {}), stdout=log, stderr=log
        )
        try:
            await asyncio.wait_for(wire.welcomed.wait(), STARTING)
            yield Running(wire, process, began)
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()
            wire.welcomed.clear()


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    # Compiled modules are kept, as they are on any machine the bot is installed on.
    usual = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**usual, "DISCORD_TOKEN": TOKEN, "PYTHONPATH": str(ROOT), **settings}
