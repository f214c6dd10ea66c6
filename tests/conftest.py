"""A store in a fresh folder for each test, and the promise that no test logs an error unseen."""

from __future__ import annotations

import asyncio
import logging
import shutil
from typing import TYPE_CHECKING

import pytest

from bot.ballot.keystore import KeyStore
from bot.services import Services
from db import migrate
from db.engine import Database
from tests.making import a_codebook, a_deck, a_guard

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


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
async def database(data_dir: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite+aiosqlite:///{data_dir / 'supervision.db'}")
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
    assert not errors


@pytest.fixture
def expected_errors(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """The log of a test in which something is meant to go wrong."""
    return caplog
