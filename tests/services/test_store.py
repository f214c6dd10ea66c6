"""The engine's settings and the migrations."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from db import migrate, sqlite
from db.engine import Database
from db.locks import locked_group
from db.models import Group
from db.sqlite import UnsafeEngine
from tests.making import NOW, a_plan, an_admin

if TYPE_CHECKING:
    from pathlib import Path

    from bot.services import Services


async def test_a_fresh_database_gets_the_newest_schema_and_shows_no_drift(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'new.db'}")
    await migrate.upgrade(database.engine)
    await migrate.upgrade(database.engine)
    await migrate.check(database.engine)
    await database.close()


async def test_a_table_that_differs_from_its_model_is_drift(database: Database) -> None:
    async with database.write() as session:
        await session.execute(text("ALTER TABLE audit ADD COLUMN extra INTEGER"))
    with pytest.raises(migrate.Drift):
        await migrate.check(database.engine)


async def test_a_database_of_a_newer_version_is_left_alone(database: Database) -> None:
    async with database.write() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrate.NewerSchema):
        await migrate.upgrade(database.engine)


async def test_every_connection_has_the_settings_the_ballot_rests_on(
    database: Database, data_dir: Path
) -> None:
    async with database.read() as session:
        for name, value in sqlite.PRAGMAS.items():
            assert await session.scalar(text(f"PRAGMA {name}")) == value


async def test_an_engine_that_does_not_take_the_settings_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "PRAGMAS", {**sqlite.PRAGMAS, "journal_mode": "nonsense"})
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'weak.db'}")
    with pytest.raises(UnsafeEngine, match="journal_mode"):
        async with database.read() as session:
            await session.execute(text("SELECT 1"))
    await database.close()


@pytest.mark.parametrize("table", ["roll", "box"])
async def test_roll_and_box_have_no_hidden_row_number(
    database: Database, data_dir: Path, table: str
) -> None:
    with pytest.raises(DBAPIError):
        async with database.read() as session:
            await session.execute(text(f"SELECT rowid FROM {table}"))  # noqa: S608  two fixed names


async def test_an_error_never_quotes_what_was_to_be_stored(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="sqlalchemy")
    with pytest.raises(DBAPIError) as failed:
        async with database.write() as session:
            await session.execute(insert(Group), [{"guild_id": 1, "zone": "canary-words"}])
    assert "canary-words" not in str(failed.value)


async def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 3, 2, 18, 30)  # noqa: DTZ001  the very thing that must be refused
    with pytest.raises(StatementError, match="time zone"):
        async with database.read() as session:
            await session.execute(select(Group).where(Group.due_at > naive))


async def test_concurrent_read_modify_write_loses_nothing(
    database: Database, services: Services
) -> None:
    group_id = (await services.groups.set_up(a_plan(size=2), an_admin(), NOW)).id

    async def count() -> None:
        for _ in range(5):
            async with database.write() as session:
                group = await locked_group(session, group_id)
                assert group is not None
                group.size = (group.size or 0) + 1

    await asyncio.gather(*(count() for _ in range(4)))
    async with database.read() as session:
        assert (await session.get_one(Group, group_id)).size == 22
