"""A whole installation moved: between rounds, without a key, all of it or nothing."""

from __future__ import annotations

import base64
import json
import re
import stat
import zipfile
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import RowMapping
from sqlalchemy.engine.result import MappingResult

from bot import heartbeat
from bot.ballot.keystore import KeyStore
from bot.errors import BadSetting
from bot.operation import keycopies
from bot.operation.moving import bring_in, export
from bot.running import mended
from bot.services import Services
from bot.settings import Settings
from db import portable
from db.base import Base
from db.engine import Database
from tests.living import an_open_round, answered, clinicians
from tests.making import NOW, a_facilitator, an_admin

TABLES = portable.tables()
CANARY = "the brother of my client drowned that spring"


@pytest.fixture
def elsewhere(tmp_path: Path, keys_dir: Path) -> Settings:
    """Another, empty database, with the same keys."""
    return Settings.load(None, data_dir=tmp_path / "new", keys_dir=keys_dir)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "moved.zip"


def put(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def names_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def bytes_of(file: Path) -> bytes:
    return file.read_bytes()


async def a_past_round(services: Services) -> int:
    card = await an_open_round(services)
    await answered(services, card, *clinicians(5), text=CANARY)
    await services.rounds.end(card.id, card.closes_at)
    return card.id


async def test_all_of_it_arrives_and_goes_on_where_it_was(
    services: Services, settings: Settings, elsewhere: Settings, file: Path, tmp_path: Path
) -> None:
    round_id = await a_past_round(services)
    await services.guarding.allow(1, "Rogers", an_admin(), NOW)
    await services.schedule.skip(1, an_admin(), None, NOW + timedelta(days=6))
    await export(settings, file)
    await bring_in(elsewhere, file)
    again = tmp_path / "again.zip"
    await export(elsewhere, again)
    assert bytes_of(file) == bytes_of(again)
    async with mended(elsewhere) as (_, moved):
        later = NOW + timedelta(days=6)
        told = await moved.summaries.answers(round_id, a_facilitator(), later)
    assert [CANARY in each.answer.text for each in told.answers] == [True] * 5


async def test_the_file_holds_no_word_no_key_and_no_clock_and_is_its_owners_alone(
    services: Services, settings: Settings, keys: KeyStore, file: Path
) -> None:
    await a_past_round(services)
    said = await export(settings, file)
    with zipfile.ZipFile(file) as entries:
        held = b"".join(entries.read(name) for name in entries.namelist())
        assert {entry.date_time[0] for entry in entries.infolist()} == {1980}
        ids = [json.loads(line)["id"] for line in entries.read("box.jsonl").splitlines()]
    assert ids == sorted(ids, key=base64.b64decode)
    assert CANARY.encode() not in held
    assert not [key for key in keycopies.all_kept(keys).values() if key.hex().encode() in held]
    assert mode(file) == 0o600
    assert "It holds no keys" in said[1]


async def test_while_a_round_is_open_nothing_is_moved_and_it_is_said_until_when(
    services: Services, settings: Settings, file: Path
) -> None:
    card = await an_open_round(services)
    with pytest.raises(BadSetting, match=f"to close on {card.closes_at:%d %B %Y at %H:%M} UTC"):
        await export(settings, file)
    assert file not in names_in(file.parent)


async def test_beside_a_running_bot_nothing_is_moved(
    settings: Settings, elsewhere: Settings, file: Path
) -> None:
    await export(settings, file)
    for where in (settings, elsewhere):
        where.prepare()
        heartbeat.beat(where.data_dir)
    with pytest.raises(BadSetting, match="is running"):
        await export(settings, file.with_name("second.zip"))
    with pytest.raises(BadSetting, match="is running"):
        await bring_in(elsewhere, file)


async def test_only_an_empty_database_is_filled(
    services: Services, settings: Settings, file: Path
) -> None:
    await a_past_round(services)
    await export(settings, file)
    before = (settings.data_dir / "supervision.db").read_bytes()
    with pytest.raises(BadSetting, match="holds something already"):
        await bring_in(settings, file)
    assert (settings.data_dir / "supervision.db").read_bytes() == before
    with pytest.raises(BadSetting, match="is there already"):
        await export(settings, file)


def bent(file: Path, name: str, bend: Callable[[str], str]) -> Path:
    """The same export with one of its entries changed."""
    target = file.with_name("bent.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for each in old.namelist():
            words = old.read(each).decode()
            new.writestr(each, bend(words) if each == name else words)
    return target


BENDS: dict[str, tuple[str, Callable[[str], str], str]] = {
    "a row is missing": ("box.jsonl", lambda t: t[t.index("\n") + 1 :], "box, its number"),
    "the last line is cut": ("box.jsonl", lambda t: t[:-9], "box, line 5"),
    "a column is missing": ("group.jsonl", lambda t: t.replace('"k":3,', "", 1), "group, line 1"),
    "a word for a number": ("round.jsonl", lambda t: t.replace('"k":3', '"k":"3"'), "round, line"),
    "half a ballot": ("box.jsonl", lambda t: t.replace('"body":"', '"body":"=', 1), "box, line"),
    "no zone": ("round.jsonl", lambda t: t.replace("+00:00", "", 1), "round, line 1"),
    "no JSON": ("audit.jsonl", lambda t: t.replace("{", "(", 1), "audit, line 1"),
    "below the floor": ("group.jsonl", lambda t: t.replace('"k":3', '"k":1'), "group, a value"),
    "nobody's ballot": ("box.jsonl", lambda t: t.replace('"round_id":1', '"round_id":9', 1), "box"),
    "too big": ("round.jsonl", lambda t: t.replace('"voices":5', f'"voices":{10**30}'), "round, a"),
    "a deep index": ("index.json", lambda t: "[" * 100_000, "no whole export"),
    "a deep line": ("group.jsonl", lambda t: "[" * 100_000 + t, "group, line 1"),
    "no index": ("index.json", lambda t: t[5:], "no whole export"),
    "another version": ("index.json", lambda t: t.replace('"00', '"99'), "by another version"),
    "another format": (
        "index.json",
        lambda t: t.replace('"format": 1', '"format": 2'),
        "another format",
    ),
}


async def test_what_is_not_as_it_was_exported_is_not_imported_at_all(
    services: Services, settings: Settings, elsewhere: Settings, file: Path
) -> None:
    await a_past_round(services)
    await export(settings, file)
    for entry, bend, word in BENDS.values():
        with pytest.raises(BadSetting, match=word):
            await bring_in(elsewhere, bent(file, entry, bend))
    await bring_in(elsewhere, file)  # Nothing of the bent ones is in the way.


async def test_a_file_that_is_no_export_is_named(elsewhere: Settings, file: Path) -> None:
    for content in (b"", b"rubbish", b"PK\x05\x06" + bytes(18)):
        put(file, content)
        with pytest.raises(BadSetting, match="no whole export"):
            await bring_in(elsewhere, file)


def marked(file: Path, place: int, mark: int) -> None:
    """Change one byte in each entry of the archive's directory."""
    content = bytearray(file.read_bytes())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + place] |= mark
        at = content.find(b"PK\x01\x02", at + 4)
    file.write_bytes(content)


@pytest.mark.parametrize(
    ("place", "mark", "word"),
    [
        (8, 1, "is encrypted. Decrypt it first"),
        (8, 0x20, "no whole export"),
        (10, 97, "no whole export"),
        (10, 14, "no whole export"),
    ],
    ids=["encrypted", "patched", "packed in no known way", "packed by another program"],
)
async def test_an_export_that_another_program_packed_is_refused_in_a_sentence(
    settings: Settings, elsewhere: Settings, file: Path, place: int, mark: int, word: str
) -> None:
    await export(settings, file)
    marked(file, place, mark)
    with pytest.raises(BadSetting, match=re.escape(word)):
        await bring_in(elsewhere, file)


async def test_a_long_table_is_read_a_few_rows_at_a_time_and_whole(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_past_round(services)
    for number in range(7):
        await services.guarding.allow(1, f"Word {number}", an_admin(), NOW)
    at_once = []

    def most(rows: Sequence[RowMapping]) -> Sequence[RowMapping]:
        at_once.append(len(rows))
        return rows

    all_rows = MappingResult.all
    monkeypatch.setattr(MappingResult, "all", lambda result: most(all_rows(result)))
    async with database.read() as session:
        whole = {t: [line async for line in portable.lines_of(session, t)] for t in TABLES}
        monkeypatch.setattr(portable, "AT_ONCE", 2)
        at_once.clear()
        assert whole == {t: [line async for line in portable.lines_of(session, t)] for t in TABLES}
    assert max(at_once) == 2
    assert len(whole[Base.metadata.tables["allowed_word"]]) == 7
    assert len(whole[Base.metadata.tables["box"]]) == 5
