"""A server that does not let the bot in says why, and the operator reads what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url

from bot.errors import BadSetting
from bot.running import prepared
from bot.settings import Settings
from tests.servers import Server


async def refusal(address: str, folder: Path) -> str:
    """What the operator reads at a start with this address."""
    settings = Settings.load(
        None, database_url=address, data_dir=folder / "data", keys_dir=folder / "keys"
    )
    with pytest.raises(BadSetting) as refused:
        await prepared(settings)
    return str(refused.value)


@pytest.fixture
def somebody(server: Server) -> Iterator[str]:
    """A user who may do nothing in this test's database."""
    name = f"weak_{uuid4().hex}"
    server.run(f"CREATE USER {name}")
    yield name
    server.run(f"DROP USER {name}")


def as_user(address: str, name: str) -> str:
    return make_url(address).set(username=name).render_as_string(hide_password=False)


async def test_a_database_that_is_not_there_is_told_as_such(address: str, tmp_path: Path) -> None:
    said = await refusal(f"{address}_canary", tmp_path)
    assert "a database that the PostgreSQL server does not have" in said
    assert "canary" not in said


async def test_a_user_who_is_not_known_is_told_as_such(address: str, tmp_path: Path) -> None:
    said = await refusal(as_user(address, "canary"), tmp_path)
    assert "refused the user or the password" in said
    assert "canary" not in said


async def test_a_user_who_may_not_make_tables_is_told_as_such(
    address: str, somebody: str, tmp_path: Path
) -> None:
    said = await refusal(as_user(address, somebody), tmp_path)
    assert "does not let this user do what the bot needs" in said
    assert somebody not in said
