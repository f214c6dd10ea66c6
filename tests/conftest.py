"""A fresh store for each test, and the promise that no test logs an error unseen.

Where TEST_DATABASE_URL names a server, each test of a store runs on it as well: all but those that
ask for the SQLite file by name, with ``data_dir`` or ``migrated``, and most journeys.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.ballot.keystore import KeyStore
from bot.services import Services
from db import migrate
from db.engine import Database
from tests import servers
from tests.making import a_codebook, a_deck, a_guard

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


FILES = {"data_dir", "migrated"}
JOURNEYS = Path(__file__).parent / "journeys"
WALKED_ON_BOTH = ("clinician", "facilitator", "receipts", "schedule", "sharing", "same_instant")
ONE_ENGINE = {*JOURNEYS.glob("test_*.py")} - {JOURNEYS / f"test_{n}.py" for n in WALKED_ON_BOTH}
"""What people read is the same on both engines; services, faults and forensics run on both."""
LEFT_BY_ASYNCPG = "exception=ConnectionError('unexpected connection_lost() call')"
"""Cut off in the one step between reaching a server and greeting it, asyncpg leaves a future that
nobody awaits; the garbage collector tells of it in whatever test comes next.
"""
collect_ignore = [] if servers.ADDRESS else ["postgres", "journeys/test_lost_server.py"]


def pytest_report_header() -> str:
    return servers.HEADER


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    # Nothing is added to a name where there is one engine only, so that it is the same everywhere.
    if "dialect" in metafunc.fixturenames and len(servers.DIALECTS) > 1:
        of_files = FILES & set(metafunc.fixturenames)
        one_is_enough = of_files or metafunc.definition.path in ONE_ENGINE
        dialects = ("sqlite",) if one_is_enough else servers.DIALECTS
        metafunc.parametrize("dialect", dialects, indirect=True)


@pytest.fixture
def dialect(request: pytest.FixtureRequest) -> str:
    """Which engine this test's store is kept in."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture(scope="session")
def server() -> Iterator[servers.Server]:
    """Asked for only where a test runs on PostgreSQL."""
    started = servers.Server()
    yield started
    started.close()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file at the newest schema, to copy: migrating takes longer than most tests."""
    path: Path = tmp_path_factory.mktemp("migrated") / "supervision.db"

    async def build() -> None:
        database = Database(f"sqlite+aiosqlite:///{path}")
        await migrate.upgrade(database.engine)
        await database.close()

    asyncio.run(build())
    return path


@pytest.fixture
def data_dir(tmp_path: Path, migrated: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(migrated, folder / "supervision.db")
    return folder


@pytest.fixture
def keys_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def url(dialect: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of this test's own store, at the newest schema."""
    if dialect == "sqlite":
        yield f"sqlite+aiosqlite:///{request.getfixturevalue('data_dir') / 'supervision.db'}"
        return
    with request.getfixturevalue("server").database() as address:
        yield address


@pytest.fixture
def stores(dialect: str, request: pytest.FixtureRequest) -> servers.Stores:
    """For tests that need many stores, or one copied: see ``tests.servers``."""
    if dialect == "sqlite":
        return servers.Files(request.getfixturevalue("migrated"))
    return request.getfixturevalue("server")  # type: ignore[no-any-return]  # pytest's own Any


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = Database(url)
    yield opened
    await opened.close()


@pytest.fixture
def keys(keys_dir: Path) -> KeyStore:
    return KeyStore(keys_dir)


@pytest.fixture
def services(database: Database, keys: KeyStore) -> Services:
    return Services.over(database, keys, a_deck(), a_codebook(), a_guard())


@pytest.fixture(autouse=True)
def nothing_is_logged_as_an_error(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """A test that expects an error in the log says so by taking ``expected_errors``."""
    yield
    if "expected_errors" in request.fixturenames:
        return
    errors = [r.getMessage() for r in caplog.get_records("call") if r.levelno >= logging.ERROR]
    assert not [each for each in errors if LEFT_BY_ASYNCPG not in each]


@pytest.fixture
def expected_errors(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """The log of a test in which something is meant to go wrong."""
    return caplog
