"""A copy put back: looked at before anything changes, and plain about keys that are gone."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot import heartbeat
from bot.ballot.keystore import KeyStore, Use
from bot.errors import BadSetting
from bot.operation.backup import back_up
from bot.running import mended
from bot.services import Services
from bot.services.values import PostState, Receipt, RoundCard
from bot.settings import Settings
from db.engine import Database
from tests.faults.conftest import clock, desk, gateway, no_waiting, there
from tests.faults.steps import Desk, a_due_slot
from tests.living import an_open_round, answered, clinicians
from tests.making import GUILD, a_facilitator
from tests.operation.conftest import PutBack, names_in

__all__ = ["clock", "desk", "gateway", "no_waiting", "there"]


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[Services]:
    async with mended(settings) as (_, services):
        yield services


async def a_copied_round(
    services: Services, settings: Settings, copy: Path, *, with_keys: bool = False
) -> tuple[RoundCard, list[Receipt]]:
    """Four have answered an open round, and then a copy was made."""
    card = await an_open_round(services)
    receipts = await answered(services, card, *clinicians(4))
    await back_up(settings, copy, with_keys=with_keys)
    return card, receipts


async def test_answers_in_the_copy_are_back_and_later_ones_are_gone(
    services: Services, database: Database, settings: Settings, copy: Path, put_back: PutBack
) -> None:
    card, receipts = await a_copied_round(services, settings, copy)
    late = (await answered(services, card, *clinicians(6)[4:]))[0]
    await database.close()
    assert "Everything since the copy was made is gone" in await put_back()
    async with serving(settings) as again:
        for receipt in receipts:
            found = await again.receipts.find(receipt.token, GUILD)
            assert found.answer == receipt.answer
        with pytest.raises(Exception, match="no answer under this code"):
            await again.receipts.find(late.token, GUILD)


async def test_a_round_that_was_sealed_since_stops_the_start_until_it_is_ended_unread(
    services: Services,
    database: Database,
    settings: Settings,
    keys: KeyStore,
    copy: Path,
    put_back: PutBack,
) -> None:
    card, _ = await a_copied_round(services, settings, copy)
    await services.rounds.end(card.id, card.closes_at)
    await database.close()
    assert "Open rounds without their keys: 1" in await put_back()
    with pytest.raises(BadSetting, match="KEYS_DIR does not hold"):
        async with serving(settings):
            pass
    assert "were ended unread: 1" in await put_back(end_unread=True)
    async with serving(settings) as again:
        assert not await again.rounds.ended(card.closes_at + timedelta(days=30))
    with closing(sqlite3.connect(settings.data_dir / "supervision.db")) as there:
        assert there.execute("SELECT count(*) FROM box").fetchone() == (0,)
    assert not [name for use in Use for name in keys.names(use)]


async def test_a_sealed_round_whose_key_is_gone_is_told_and_keeps_its_counts(
    services: Services,
    database: Database,
    settings: Settings,
    keys_dir: Path,
    copy: Path,
    put_back: PutBack,
) -> None:
    card = await an_open_round(services)
    await answered(services, card, *clinicians(4))
    await services.rounds.end(card.id, card.closes_at)
    await back_up(settings, copy, with_keys=False)
    await database.close()
    shutil.rmtree(keys_dir)
    assert "Sealed rounds without their key: 1" in await put_back()
    async with serving(settings) as again:
        reader = a_facilitator()
        assert (await again.rounds.card(card.id, reader)).voices == 4


async def test_copied_keys_come_back_only_when_asked_and_make_it_readable(
    services: Services,
    database: Database,
    settings: Settings,
    keys_dir: Path,
    copy: Path,
    put_back: PutBack,
) -> None:
    _, receipts = await a_copied_round(services, settings, copy, with_keys=True)
    await database.close()
    shutil.rmtree(keys_dir)
    assert "without their keys: 1" in await put_back()
    assert not names_in(keys_dir)
    assert "without their keys" not in await put_back(with_keys=True)
    async with serving(settings) as again:
        found = await again.receipts.find(receipts[0].token, GUILD)
    assert found.answer == receipts[0].answer


async def test_a_prompt_posted_since_the_copy_is_found_and_not_posted_again(
    desk: Desk, settings: Settings, copy: Path, put_back: PutBack
) -> None:
    await desk.services.openings.attend(await a_due_slot(desk.services), desk.clock())
    await back_up(settings, copy, with_keys=False)
    await desk.send_due()
    await desk.database.close()
    await put_back()
    await desk.send_due()
    line = await desk.line()
    assert (line.state, [line.message_id]) == (PostState.POSTED, desk.post_ids())


async def test_beside_a_running_bot_or_over_a_database_nothing_is_restored(
    services: Services, settings: Settings, copy: Path, put_back: PutBack
) -> None:
    await a_copied_round(services, settings, copy)
    before = (settings.data_dir / "supervision.db").read_bytes()
    with pytest.raises(BadSetting, match="--replace"):
        await put_back(over_it=False)
    heartbeat.beat(settings.data_dir)
    with pytest.raises(BadSetting, match="is running"):
        await put_back()
    heartbeat.rest(settings.data_dir)
    with closing(sqlite3.connect(settings.data_dir / "supervision.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BadSetting, match="Another program uses"):
            await put_back()
    assert (settings.data_dir / "supervision.db").read_bytes() == before


def emptied(copy: Path) -> None:
    copy.write_bytes(b"")


def of_something_else(copy: Path) -> None:
    copy.unlink()
    with closing(sqlite3.connect(copy)) as other:
        other.execute("CREATE TABLE recipes (name)")


def cut_short(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:100_000])


def of_a_newer_version(copy: Path) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")


def with_a_stranger(copy: Path) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as bent:
        bent.execute("INSERT INTO roll VALUES (99, x'00', 0)")


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (emptied, "not one of supervision-bot"),
        (of_something_else, "not one of supervision-bot"),
        (cut_short, "no whole copy"),
        (of_a_newer_version, "newer version"),
        (with_a_stranger, "no whole copy"),
    ],
)
async def test_what_is_no_whole_copy_changes_nothing(
    services: Services,
    settings: Settings,
    copy: Path,
    put_back: PutBack,
    spoil: Callable[[Path], None],
    word: str,
) -> None:
    await a_copied_round(services, settings, copy)
    before = (settings.data_dir / "supervision.db").read_bytes()
    spoil(copy)
    with pytest.raises(BadSetting, match=word):
        await put_back()
    assert (settings.data_dir / "supervision.db").read_bytes() == before
    assert names_in(settings.data_dir) == {"supervision.db"}


async def test_half_a_file_of_keys_changes_nothing(
    services: Services, settings: Settings, keys_dir: Path, copy: Path, put_back: PutBack
) -> None:
    await a_copied_round(services, settings, copy, with_keys=True)
    before = names_in(keys_dir)
    beside = copy.with_name("copy.db.keys")
    beside.write_bytes(beside.read_bytes()[:90])
    with pytest.raises(BadSetting, match="should hold the keys"):
        await put_back(with_keys=True)
    assert names_in(keys_dir) == before
