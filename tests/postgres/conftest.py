"""What only PostgreSQL can be asked; collected where there is one (see ``tests.servers``)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from db.engine import Database
from tests.servers import Server
from tests.wires import Wire, wired


@pytest.fixture
def dialect() -> str:
    return "postgresql"


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    """The server's own address for this test's database, past the wire."""
    with server.database() as url:
        yield url


@pytest.fixture
def url(address: str) -> str:
    return address


@pytest.fixture
async def wire_and_url(address: str) -> AsyncIterator[tuple[Wire, str]]:
    async with wired(address) as both:
        yield both


@pytest.fixture
def wire(wire_and_url: tuple[Wire, str]) -> Wire:
    return wire_and_url[0]


@pytest.fixture
async def other(address: str) -> AsyncIterator[Database]:
    """A second process, as far as the server can tell."""
    opened = Database(address)
    yield opened
    await opened.close()
