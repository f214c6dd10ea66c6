"""A restore that cannot be finished: the database, and the folder of keys, are as they were."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ballot.keystore import KeyStore, Use
from bot.errors import BadSetting
from bot.operation.backup import back_up
from bot.services import Services
from bot.settings import Settings
from db import migrate
from db.engine import Database
from tests.operation.conftest import PutBack, names_in, nobody_may_write
from tests.operation.test_moving import marked
from tests.operation.test_restore import a_copied_round

resource = pytest.importorskip("resource", reason="Only Unix can limit how long a file grows.")


async def test_where_another_program_holds_the_database_no_key_is_brought(
    services: Services,
    database: Database,
    settings: Settings,
    keys_dir: Path,
    copy: Path,
    put_back: PutBack,
) -> None:
    await a_copied_round(services, settings, copy, with_keys=True)
    await database.close()
    shutil.rmtree(keys_dir)
    held = nobody_may_write(settings.data_dir / "supervision.db")
    with held, pytest.raises(BadSetting, match="Another program uses"):
        await put_back(with_keys=True)
    assert not names_in(keys_dir)


async def test_where_another_program_holds_the_database_no_key_dies_of_ending_unread(
    services: Services,
    database: Database,
    settings: Settings,
    keys: KeyStore,
    keys_dir: Path,
    copy: Path,
    put_back: PutBack,
) -> None:
    await a_copied_round(services, settings, copy)
    await database.close()
    for name in keys.names(Use.ROLL):
        (keys_dir / f"{name}.roll.key").unlink()
    before = names_in(keys_dir)
    held = nobody_may_write(settings.data_dir / "supervision.db")
    with held, pytest.raises(BadSetting, match="Another program uses"):
        await put_back(end_unread=True)
    assert names_in(keys_dir) == before
    assert "were ended unread: 1" in await put_back(end_unread=True)
    assert not names_in(keys_dir)


async def test_a_folder_that_takes_only_half_of_the_keys_is_named_and_left_empty(
    services: Services,
    database: Database,
    settings: Settings,
    keys_dir: Path,
    copy: Path,
    put_back: PutBack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await a_copied_round(services, settings, copy, with_keys=True)
    await database.close()
    before = (settings.data_dir / "supervision.db").read_bytes()
    shutil.rmtree(keys_dir)
    put = KeyStore.put

    def only_one(store: KeyStore, name: str, use: Use, key: bytes) -> None:
        if names_in(keys_dir):
            raise OSError(28, "No space left on device")
        put(store, name, use, key)

    monkeypatch.setattr(KeyStore, "put", only_one)
    with pytest.raises(BadSetting, match="KEYS_DIR cannot be written: No space left"):
        await put_back(with_keys=True)
    assert not names_in(keys_dir)
    assert (settings.data_dir / "supervision.db").read_bytes() == before


@pytest.mark.parametrize(
    ("place", "mark", "word"),
    [(8, 1, "Decrypt it first"), (8, 0x20, "should hold the keys"), (10, 97, "should hold")],
    ids=["encrypted", "patched", "packed in no known way"],
)
async def test_keys_that_another_program_packed_are_refused_in_a_sentence(
    services: Services,
    settings: Settings,
    copy: Path,
    put_back: PutBack,
    place: int,
    mark: int,
    word: str,
) -> None:
    await a_copied_round(services, settings, copy, with_keys=True)
    before = (settings.data_dir / "supervision.db").read_bytes()
    marked(copy.with_name("copy.db.keys"), place, mark)
    with pytest.raises(BadSetting, match=word):
        await put_back(with_keys=True)
    assert (settings.data_dir / "supervision.db").read_bytes() == before


@contextmanager
def no_room_beyond(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_disk_without_room_is_blamed_and_not_the_good_copy(
    services: Services, database: Database, settings: Settings, copy: Path, put_back: PutBack
) -> None:
    await a_copied_round(services, settings, copy)
    await database.close()
    before = (settings.data_dir / "supervision.db").read_bytes()
    told = pytest.raises(BadSetting, match=r"cannot be written into .*Nothing was changed")
    with told, no_room_beyond(len(before) // 2):
        await put_back()
    told = pytest.raises(BadSetting, match=r"copy2\.db cannot be written")
    with told, no_room_beyond(len(before) // 2):
        await back_up(settings, copy.with_name("copy2.db"), with_keys=False)
    assert (settings.data_dir / "supervision.db").read_bytes() == before
    assert "Restored" in await put_back()


async def test_room_that_runs_out_while_the_copy_is_brought_up_to_date_is_told_as_that(
    services: Services,
    database: Database,
    settings: Settings,
    copy: Path,
    put_back: PutBack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await a_copied_round(services, settings, copy)
    await database.close()
    for step in ("upgrade", "check"):
        with monkeypatch.context() as full:
            full.setattr(migrate, step, on_a_full_disk)
            with pytest.raises(BadSetting, match="No space left on device"):
                await put_back()


async def on_a_full_disk(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count=1")
        await connection.exec_driver_sql("CREATE TABLE more AS SELECT randomblob(9000)")
