"""Which shards a process listens to: wrong settings are named, and the default is all of one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.services import Services
from bot.services.values import Caller, PostState
from bot.settings import Settings
from bot.shards import Share
from db.engine import Database
from db.models import Outbox, Round
from tests.living import SLOT
from tests.making import ADMIN, a_plan
from tests.starting import sentence, start_fresh


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start_fresh(monkeypatch, tmp_path)


def test_without_settings_there_is_one_shard_and_it_is_all() -> None:
    share = Settings.load().share
    assert (share, share.is_all, share.leads) == (Share(1, (0,)), True, True)


def test_a_count_alone_is_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHARD_COUNT", "3")
    assert Settings.load().share == Share(3, (0, 1, 2))


@pytest.mark.parametrize(
    ("ids", "meant"),
    [("0", (0,)), ("1,3", (1, 3)), ("0-2", (0, 1, 2)), (" 3, 0-1 ", (0, 1, 3)), ("2-2", (2,))],
)
def test_ids_are_numbers_and_ranges(
    ids: str, meant: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHARD_COUNT", "4")
    monkeypatch.setenv("SHARD_IDS", ids)
    share = Settings.load().share
    assert share == Share(4, meant)
    assert not share.is_all
    assert share.leads == (0 in meant)


@pytest.mark.parametrize("count", ["0", "-1", "two", "1.5", "16385", "9" * 5000, "²"])
def test_a_count_that_is_none_is_named(count: str) -> None:
    assert sentence(shard_count=count).startswith("SHARD_COUNT should be a whole number from 1 to")


@pytest.mark.parametrize(
    ("ids", "named"),
    [
        ("4", "SHARD_IDS should be below SHARD_COUNT"),
        ("0-4", "SHARD_IDS should be below SHARD_COUNT"),
        ("0-999999", "SHARD_IDS should be below SHARD_COUNT"),
        ("1,1", "SHARD_IDS names a shard twice"),
        ("0-2,2", "SHARD_IDS names a shard twice"),
        ("one", "SHARD_IDS should be numbers and ranges"),
        ("0,,1", "SHARD_IDS should be numbers and ranges"),
        ("2-1", "SHARD_IDS should be numbers and ranges"),
        ("-1", "SHARD_IDS should be numbers and ranges"),
        ("0-", "SHARD_IDS should be numbers and ranges"),
    ],
)
def test_ids_that_cannot_be_meant_are_named(ids: str, named: str) -> None:
    assert sentence(shard_count="4", shard_ids=ids).startswith(named)


def test_ids_need_the_count_that_they_are_part_of() -> None:
    assert sentence(shard_ids="0").startswith("SHARD_IDS needs SHARD_COUNT")


GUILDS = (8101, 1 << 22, 2 << 22, 3 << 22)  # One in each of four shards.


async def a_group_in(services: Services, guild_id: int) -> None:
    admin = Caller(ADMIN, guild_id, ())
    await services.groups.set_up(a_plan(channel_id=guild_id), admin, SLOT - timedelta(hours=1))


async def test_a_process_begins_with_its_own_servers_and_leaves_none_out(
    services: Services, database: Database
) -> None:
    for guild_id in GUILDS:
        await a_group_in(services, guild_id)
    share = Share(4, (1, 3))
    groups = await services.openings.due(SLOT, share)
    assert groups == [2, 4, 1, 3]
    for group_id in sorted(groups):
        await services.openings.attend(group_id, SLOT)
    assert await _of(database, Outbox, await services.posts.due(SLOT, share)) == [2, 4, 1, 3]
    over = SLOT + timedelta(days=5)
    await _prompts_are_posted(database)
    assert await _of(database, Round, await services.rounds.ended(over, share)) == [2, 4, 1, 3]


async def _of(database: Database, table: type[Outbox | Round], ids: list[int]) -> list[int]:
    """Whose these lines are, by their groups."""
    async with database.read() as session:
        rows = [await session.get_one(table, each) for each in ids]
        return [row.group_id for row in rows if isinstance(row, Outbox | Round)]


async def _prompts_are_posted(database: Database) -> None:
    async with database.write() as session:
        await session.execute(update(Outbox).values(state=PostState.POSTED))
