"""The server's real settings: read at the start and by ``check``, and said in the log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot import server_settings
from bot.running import checked, mended
from bot.server_settings import WISHES
from bot.settings import Settings
from db import postgres
from db.engine import Database
from tests.leaks.listening import shipped
from tests.servers import Server

SLOTS = "replication slots"
"""The whole server's, and so also another test's that runs at the same time."""


@pytest.fixture
def settings(address: str, tmp_path: Path) -> Settings:
    return Settings.load(
        None, database_url=address, data_dir=tmp_path / "data", keys_dir=tmp_path / "keys"
    )


@contextmanager
def changed(server: Server, address: str, name: str, value: str) -> Iterator[None]:
    database = address.rpartition("/")[2]
    server.run(f"ALTER DATABASE {database} SET {name} = '{value}'")
    yield
    server.run(f"ALTER DATABASE {database} RESET {name}")


async def concerns(address: str) -> set[str]:
    """The names of the settings that the bot would warn about."""
    database = Database(address)
    sentences = list(server_settings.warnings(await postgres.settings_of(database.patient)))
    await database.close()
    named = {wish.name for wish in WISHES for each in sentences if f": {wish.name} is " in each}
    return named - {SLOTS}


@pytest.fixture
async def before(address: str) -> set[str]:
    """What is said of this server as it is."""
    return await concerns(address)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("log_statement", "mod"),
        ("log_min_duration_statement", "0"),
        ("log_parameter_max_length_on_error", "-1"),
        ("log_error_verbosity", "verbose"),
    ],
)
async def test_a_setting_made_for_this_database_alone_is_seen(
    server: Server, address: str, before: set[str], name: str, value: str
) -> None:
    with changed(server, address, name, value):
        assert await concerns(address) == {*before, name}
    assert await concerns(address) == before


async def slots(address: str) -> int:
    database = Database(address)
    found = await postgres.settings_of(database.patient)
    await database.close()
    return int(found[SLOTS])


async def test_a_slot_through_which_others_receive_a_copy_is_seen(
    server: Server, address: str
) -> None:
    server.run("SELECT pg_create_physical_replication_slot('the_tests')")
    try:
        assert await slots(address) >= 1
    finally:
        server.run("SELECT pg_drop_replication_slot('the_tests')")


async def test_start_and_check_say_the_same(
    server: Server, address: str, settings: Settings
) -> None:
    with changed(server, address, "log_statement", "all"), shipped() as log:
        async with mended(settings):
            pass
        lines = await checked(settings)
    (said,) = [line for line in lines if "log_statement is all" in line]
    assert said in log.getvalue()
    assert "Database: newest schema, no drift." in lines


async def test_a_server_on_this_machine_needs_no_encryption(address: str) -> None:
    database = Database(address)
    found = await postgres.settings_of(database.patient)
    await database.close()
    assert found["connection"] == "local"
