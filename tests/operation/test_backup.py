"""A copy made while the bot works: whole, bare of what was deleted, without a key unless asked."""

from __future__ import annotations

import asyncio
import errno
import shutil
import sqlite3
import stat
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from bot.ballot.keys import new_name
from bot.ballot.keystore import KeyStore, Use
from bot.errors import BadSetting
from bot.operation import keycopies
from bot.operation.backup import back_up
from bot.services import Services
from bot.settings import Settings
from db import copying
from tests.living import an_open_round, answered, clinicians
from tests.operation.conftest import names_in, nobody_may_write

LEFT_OVER = b"what was deleted and is in no table any more"


def whole(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as copied:
        found: tuple[str] = copied.execute("PRAGMA integrity_check").fetchone()
        return found == ("ok",)


def free_pages(file: Path) -> int:
    with closing(sqlite3.connect(file)) as copied:
        return int(copied.execute("PRAGMA freelist_count").fetchone()[0])


def with_remains(file: Path) -> None:
    """Leave deleted rows in free pages, as a build without ``secure_delete`` does."""
    with closing(sqlite3.connect(file, isolation_level=None)) as careless:
        careless.execute("PRAGMA secure_delete=0")
        careless.execute("CREATE TABLE words (word)")
        careless.execute("BEGIN")
        careless.executemany("INSERT INTO words VALUES (?)", [(LEFT_OVER,)] * 2000)
        careless.execute("COMMIT")
        careless.execute("DROP TABLE words")


async def test_the_copy_holds_every_ballot_no_key_and_is_its_owners_alone(
    services: Services, settings: Settings, keys: KeyStore, tmp_path: Path
) -> None:
    card = await an_open_round(services)
    await answered(services, card, *clinicians(4))
    said = await back_up(settings, tmp_path / "copy.db", with_keys=False)
    copy = tmp_path / "copy.db"
    with closing(sqlite3.connect(copy)) as copied:
        assert copied.execute("SELECT count(*) FROM box").fetchone() == (4,)
    assert whole(copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    held = copy.read_bytes()
    assert not [key for key in keycopies.all_kept(keys).values() if key in held]
    assert "It holds no keys" in said[1]
    assert names_in(tmp_path) == {"copy.db", "data", "keys"}


async def test_nothing_that_was_deleted_is_in_the_copy(
    services: Services, settings: Settings, data_dir: Path, tmp_path: Path
) -> None:
    await an_open_round(services)
    live = data_dir / "supervision.db"
    with_remains(live)
    await back_up(settings, tmp_path / "copy.db", with_keys=False)
    assert free_pages(tmp_path / "copy.db") == 0
    assert LEFT_OVER not in (tmp_path / "copy.db").read_bytes()


async def test_the_online_backup_alone_would_carry_it_along(
    services: Services, data_dir: Path, tmp_path: Path
) -> None:
    await an_open_round(services)
    with_remains(data_dir / "supervision.db")
    copying._online(data_dir / "supervision.db", tmp_path / "loose.db")
    assert free_pages(tmp_path / "loose.db") > 0
    assert LEFT_OVER in (tmp_path / "loose.db").read_bytes()


async def test_answers_are_stored_while_copies_are_made_and_every_copy_is_whole(
    services: Services, settings: Settings, tmp_path: Path
) -> None:
    card = await an_open_round(services)
    copies = [tmp_path / f"copy-{number}.db" for number in range(4)]

    async def copy_all() -> None:
        for file in copies:
            await asyncio.to_thread(copying.copy, settings.data_dir / "supervision.db", file)

    await asyncio.gather(copy_all(), answered(services, card, *clinicians(12)))
    assert all(whole(file) for file in copies)


def test_a_database_that_is_written_without_a_pause_is_copied_in_one_go(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live, done = data_dir / "supervision.db", threading.Event()
    monkeypatch.setattr(copying, "PAGES", 1)

    def write_on() -> None:
        with closing(sqlite3.connect(live, isolation_level=None, timeout=30)) as writer:
            writer.execute("CREATE TABLE noise (word)")
            while not done.wait(0.002):
                writer.execute("INSERT INTO noise VALUES ('x')")

    noise = threading.Thread(target=write_on)
    noise.start()
    try:
        copying.copy(live, tmp_path / "copy.db")
    finally:
        done.set()
        noise.join()
    assert whole(tmp_path / "copy.db")


async def test_with_keys_just_what_the_copy_needs_lies_beside_it_and_it_is_said_what_that_means(
    services: Services, settings: Settings, keys: KeyStore, tmp_path: Path
) -> None:
    card = await an_open_round(services)
    await answered(services, card, *clinicians(4))
    keys.create(new_name(), Use.SEALED)
    said = await back_up(settings, tmp_path / "copy.db", with_keys=True)
    beside = tmp_path / "copy.db.keys"
    found = keycopies.read(beside)
    assert {use for _, use in found} == {Use.ROLL, Use.TEXT}
    assert all(keys.read(*each) == key for each, key in found.items())
    assert stat.S_IMODE(beside.stat().st_mode) == 0o600
    assert "Whoever has both files can read every answer" in said[1]


async def test_with_keys_a_round_that_is_sealed_meanwhile_can_be_read_in_the_copy(
    services: Services, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await an_open_round(services)
    await answered(services, card, *clinicians(4))
    keep, state = keycopies.needed_by, []

    async def and_then_seal(database: object) -> object:
        needed = await keep(database)  # type: ignore[arg-type]
        state.append({each.value for each, named in needed.items() if named})
        await services.rounds.end(card.id, card.closes_at)
        return needed

    monkeypatch.setattr(keycopies, "needed_by", and_then_seal)
    await back_up(settings, tmp_path / "copy.db", with_keys=True)
    assert state == [{"open"}]
    assert {use for _, use in keycopies.read(tmp_path / "copy.db.keys")} == {Use.ROLL, Use.TEXT}


@pytest.mark.parametrize("there", ["copy.db", "copy.db.keys"])
async def test_no_file_is_written_over(settings: Settings, tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mine", encoding="utf-8")
    with pytest.raises(BadSetting, match="is there already"):
        await back_up(settings, tmp_path / "copy.db", with_keys=True)
    assert (tmp_path / there).read_text(encoding="utf-8") == "mine"


async def test_wrong_places_are_named_and_leave_nothing_behind(
    services: Services, settings: Settings, keys_dir: Path, tmp_path: Path
) -> None:
    await an_open_round(services)
    for place, word in ((keys_dir / "copy", "KEYS_DIR"), (tmp_path / "no" / "copy", "No such")):
        with pytest.raises(BadSetting, match=word):
            await back_up(settings, place, with_keys=False)
    nothing = Settings.load(None, data_dir=tmp_path / "new", keys_dir=keys_dir)
    with pytest.raises(BadSetting, match="There is no database yet"):
        await back_up(nothing, tmp_path / "copy.db", with_keys=False)
    shutil.move(keys_dir, tmp_path / "away")
    with pytest.raises(BadSetting, match="does not hold the keys"):
        await back_up(settings, tmp_path / "copy.db", with_keys=True)
    assert names_in(tmp_path) == {"away", "data"}


async def test_a_damaged_database_is_not_copied(settings: Settings, tmp_path: Path) -> None:
    (settings.data_dir / "supervision.db").write_bytes(b"SQLite format 3\0" + b"x" * 40_000)
    with pytest.raises(BadSetting, match="could not be copied as a whole"):
        await back_up(settings, tmp_path / "copy.db", with_keys=False)
    assert not (tmp_path / "copy.db").exists()


async def test_where_another_program_holds_the_database_a_copy_is_given_up_soon(
    services: Services, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PATIENCE", 0.3)
    await an_open_round(services)
    file = settings.data_dir / "supervision.db"
    before = names_in(tmp_path)
    held = pytest.raises(BadSetting, match=r"Another program uses .*supervision\.db.*no copy")
    with nobody_may_write(file), held:
        await back_up(settings, tmp_path / "copy.db", with_keys=False)
    assert names_in(tmp_path) == before


async def test_a_database_that_is_held_for_a_moment_is_copied_after_it(
    services: Services, settings: Settings, tmp_path: Path
) -> None:
    await an_open_round(services)
    with nobody_may_write(settings.data_dir / "supervision.db"):
        copying_it = asyncio.create_task(
            asyncio.to_thread(copying.copy, settings.data_dir / "supervision.db", tmp_path / "c.db")
        )
        await asyncio.sleep(0.5)
        assert not copying_it.done()
    await copying_it
    assert whole(tmp_path / "c.db")


async def test_where_the_keys_find_no_room_neither_file_is_left_behind(
    services: Services, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await an_open_round(services)
    put = zipfile.ZipFile.writestr

    def one_and_no_more(entries: zipfile.ZipFile, entry: zipfile.ZipInfo, key: bytes) -> None:
        if entries.namelist():
            raise OSError(errno.ENOSPC, "No space left on device")
        put(entries, entry, key)

    before = names_in(tmp_path)
    with monkeypatch.context() as full:
        full.setattr(zipfile.ZipFile, "writestr", one_and_no_more)
        with pytest.raises(BadSetting, match="No space left on device"):
            await back_up(settings, tmp_path / "copy.db", with_keys=True)
    assert names_in(tmp_path) == before
    await back_up(settings, tmp_path / "copy.db", with_keys=True)


@pytest.mark.parametrize(
    ("options", "libpqs"),
    [
        ("", ""),
        ("?ssl=require", "?sslmode=require"),
        ("?password=canary&ssl=require", "?sslmode=require"),
    ],
)
async def test_for_postgresql_the_line_to_type_is_told_without_the_password(
    tmp_path: Path, options: str, libpqs: str
) -> None:
    url = f"postgresql://bot:canary@db.example:5433/group{options}"
    settings = Settings.load(None, data_dir=tmp_path / "data", database_url=url)
    with pytest.raises(BadSetting) as told:
        await back_up(settings, tmp_path / "copy", with_keys=False)
    line = str(told.value).splitlines()[-1]
    assert line.startswith("pg_dump --format=custom")
    assert f"postgresql://bot@db.example:5433/group{libpqs}" in line
    assert "canary" not in str(told.value)
