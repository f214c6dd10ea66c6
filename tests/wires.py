"""A wire to a server that can be made to hang, to be cut, or to lead nowhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy import URL, make_url


class Wire:
    """Carries bytes both ways between a port of its own and the server's."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._open = asyncio.Event()
        self._open.set()
        self._writers = set[asyncio.StreamWriter]()
        self._tasks = set[asyncio.Task[None]]()
        self._sent, self._last, self._cuts = 0, 0, False

    def hang(self, after: int = 0) -> None:
        """Carry so many more pieces to the server, and then nothing any more, either way."""
        self._plan(after, cuts=False)

    def cut(self, after: int = 0) -> None:
        """The same, but both ends are told, as by a server that goes down; then nobody answers."""
        self._plan(after, cuts=True)

    def mend(self) -> None:
        self._last = 0
        self._open.set()

    @property
    def broken(self) -> bool:
        return not self._open.is_set()

    def _plan(self, after: int, *, cuts: bool) -> None:
        self._sent, self._last, self._cuts = 0, after, cuts
        if not after:
            self._break()

    def _break(self) -> None:
        self._last = 0
        self._open.clear()
        if self._cuts:
            for writer in self._writers:
                writer.transport.abort()

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._tasks.add(asyncio.ensure_future(self._serve(reader, writer)))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.broken and self._cuts:
            writer.transport.abort()
            return
        async with self._held(writer):
            await self._open.wait()
            there, to_there = await asyncio.open_connection(self._host, self._port)
            async with self._held(to_there):
                back = asyncio.ensure_future(self._carry(there, writer, counted=False))
                self._tasks.add(back)
                await self._carry(reader, to_there, counted=True)

    @asynccontextmanager
    async def _held(self, writer: asyncio.StreamWriter) -> AsyncIterator[None]:
        self._writers.add(writer)
        try:
            yield
        finally:
            writer.transport.abort()
            self._writers.discard(writer)

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, counted: bool
    ) -> None:
        with suppress(OSError):
            while piece := await reader.read(65536):
                await self._open.wait()
                writer.write(piece)
                self._sent += counted
                if counted and self._last and self._sent >= self._last:
                    self._break()
        writer.transport.abort()

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.sleep(0.01)  # what was aborted is closed in the loop's next turns


@asynccontextmanager
async def wired(url: str) -> AsyncIterator[tuple[Wire, str]]:
    """A wire to the server of ``url``, and the URL that leads over it."""
    address: URL = make_url(url)
    wire = Wire(address.host or "127.0.0.1", address.port or 5432)
    listening = await asyncio.start_server(wire.accept, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    try:
        yield wire, address.set(host="127.0.0.1", port=port).render_as_string(hide_password=False)
    finally:
        await wire.close()
        listening.close()
