"""A PostgreSQL of the benchmark's own: started in a folder, gone with it.

With the settings PostgreSQL ships with, so with every commit flushed to the disk.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

OWNER = "postgres"
PATIENCE = 30.0


class Cluster:
    """A running server, which gives out empty databases."""

    def __init__(self, programs: Path, port: int) -> None:
        self._programs = programs
        self._port = port
        self._count = 0

    def database(self) -> str:
        """The URL of a fresh database."""
        self._count += 1
        name = f"load{self._count}"
        self.ask("postgres", f"CREATE DATABASE {name}")
        return f"postgresql+asyncpg://{OWNER}@127.0.0.1:{self._port}/{name}"

    def ask(self, database: str, what: str) -> bool:
        """Whether the server did as it was told."""
        where = ["-h", "127.0.0.1", "-p", str(self._port), "-U", OWNER, database]
        told = [str(self._programs / "psql"), *where, "-qc", what]
        return subprocess.run(told, check=False, capture_output=True).returncode == 0


@contextmanager
def a_cluster(programs: Path, folder: Path) -> Iterator[Cluster]:
    """A server while inside. It refuses to run as root, so root starts it as its usual owner."""
    folder.mkdir()
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        user = {"user": OWNER, "cwd": folder}
        shutil.chown(folder, OWNER)
    data = str(folder / "data")
    owner = ["-A", "trust", "-U", OWNER, "-D", data]
    subprocess.run([programs / "initdb", *owner], check=True, capture_output=True, **user)
    port = _free_port()
    where = ["-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", str(folder)]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen([programs / "postgres", *where], stdout=log, stderr=log, **user)
    try:
        cluster = Cluster(programs, port)
        _wait_for(cluster)
        yield cluster
    finally:
        server.terminate()
        server.wait()


def _wait_for(cluster: Cluster) -> None:
    end = time.monotonic() + PATIENCE
    while not cluster.ask("postgres", "SELECT 1"):
        if time.monotonic() > end:
            raise TimeoutError("PostgreSQL did not start")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
