"""A process that starts, dies or oversleeps beside another one costs nobody a key or a text."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from bot.ballot.keys import Key, new_name, next_name
from bot.ballot.keystore import KeyStore, Use
from bot.errors import KeysMissing
from bot.services import Services
from bot.services.mending import AN_HOUR
from bot.services.values import RoundCard, RoundState
from db.engine import Database
from db.models import Round
from tests.living import an_open_round, answered, clinicians
from tests.making import NOW, a_codebook, a_deck, a_facilitator, a_guard

VOICES = 4


@pytest.fixture
async def other(data_dir: Path, keys_dir: Path) -> AsyncIterator[Services]:
    """Another process over the same store."""
    database = Database(f"sqlite+aiosqlite:///{data_dir / 'supervision.db'}")
    yield Services.over(database, KeyStore(keys_dir), a_deck(), a_codebook(), a_guard())
    await database.close()


@pytest.fixture
async def card(services: Services) -> RoundCard:
    """An open round with enough voices to be sealed."""
    opened = await an_open_round(services)
    await answered(services, opened, *clinicians(VOICES))
    return opened


async def the_round(database: Database) -> Round:
    async with database.read() as session:
        return await session.get_one(Round, 1)


async def is_sealed_whole(services: Services, database: Database, keys: KeyStore) -> None:
    row = await the_round(database)
    assert row.state == RoundState.SEALED
    assert keys.kept() == {Key(row.key_name, Use.SEALED)}
    found = await services.summaries.answers(1, a_facilitator(), NOW)
    assert len(found.answers) == VOICES


class Held:
    """Holds a seal that has just made its key, until it is let go."""

    def __init__(self, keys: KeyStore, patch: pytest.MonkeyPatch) -> None:
        self.made, self.go = asyncio.Event(), Event()
        self._create, self._loop = keys.create, asyncio.get_running_loop()
        patch.setattr(keys, "create", self._hold)

    def _hold(self, name: str, use: Use) -> bytes:
        key = self._create(name, use)
        self._loop.call_soon_threadsafe(self.made.set)
        assert self.go.wait(30)
        return key


async def test_a_start_beside_a_seal_in_progress_leaves_it_its_key(
    services: Services,
    other: Services,
    database: Database,
    keys: KeyStore,
    card: RoundCard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = Held(keys, monkeypatch)
    sealing = asyncio.create_task(services.rounds.end(card.id, card.closes_at))
    await held.made.wait()
    assert keys.names(Use.SEALED)
    await other.sealing.recover()
    await other.sealing.mend(NOW)
    held.go.set()
    await sealing
    await is_sealed_whole(services, database, keys)


async def test_one_that_sleeps_in_its_seal_and_is_overtaken_spoils_nothing_when_it_wakes(
    services: Services, other: Services, database: Database, keys: KeyStore, card: RoundCard
) -> None:
    opened_under = (await the_round(database)).key_name
    await other.rounds.end(card.id, card.closes_at)
    # Its transaction is gone with its connection; what it can still do is make its key.
    keys.create(next_name(opened_under), Use.SEALED)
    await is_readable(services)
    await other.sealing.mend(NOW)
    await is_sealed_whole(services, database, keys)


async def is_readable(services: Services) -> None:
    assert len((await services.summaries.answers(1, a_facilitator(), NOW)).answers) == VOICES


@pytest.mark.parametrize("again", ["a start", "a tick"])
async def test_the_key_of_a_seal_that_came_to_nothing_is_destroyed(
    other: Services, database: Database, keys: KeyStore, card: RoundCard, again: str
) -> None:
    name = (await the_round(database)).key_name
    keys.create(next_name(name), Use.SEALED)
    await (other.sealing.recover() if again == "a start" else other.sealing.mend(NOW))
    assert keys.kept() == {Key(name, Use.ROLL), Key(name, Use.TEXT)}
    await other.rounds.end(card.id, card.closes_at)
    await is_sealed_whole(other, database, keys)


async def test_a_key_whose_round_is_just_being_opened_is_left_alone(
    other: Services, keys: KeyStore, card: RoundCard
) -> None:
    name = new_name()
    keys.create(name, Use.ROLL)
    before = keys.kept()
    await other.sealing.recover()
    await other.sealing.mend(NOW)
    assert keys.kept() == before


async def test_a_round_sealed_while_another_starts_is_not_mistaken_for_one_without_keys(
    services: Services, other: Services, keys: KeyStore, card: RoundCard
) -> None:
    loop, kept = asyncio.get_running_loop(), keys.kept

    def kept_after_a_seal() -> set[Key]:
        asyncio.run_coroutine_threadsafe(other.rounds.end(card.id, card.closes_at), loop).result(30)
        return kept()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "kept", kept_after_a_seal)
        await services.sealing.require_keys()
    assert keys.names(Use.TEXT) == set()


async def test_keys_that_are_gone_stop_every_start(
    other: Services, database: Database, keys: KeyStore, card: RoundCard
) -> None:
    keys.destroy((await the_round(database)).key_name, Use.ROLL)
    with pytest.raises(KeysMissing):
        await other.sealing.recover()


class Listed:
    """Counts how often the folder of keys is listed; ``broken``: it cannot be."""

    def __init__(self, keys: KeyStore, patch: pytest.MonkeyPatch) -> None:
        self.times, self.broken = 0, False
        self._kept = keys.kept
        patch.setattr(keys, "kept", self._list)

    def _list(self) -> set[Key]:
        self.times += 1
        if self.broken:
            raise OSError
        return self._kept()


async def test_the_folder_is_listed_after_a_seal_and_else_once_an_hour(
    services: Services, keys: KeyStore, card: RoundCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed, seconds = Listed(keys, monkeypatch), timedelta(seconds=20)
    seen = list[int]()
    for now in (NOW, NOW + seconds, NOW + AN_HOUR, NOW + AN_HOUR + seconds, NOW):
        await services.sealing.mend(now)  # At last by a clock that was set back.
        seen.append(listed.times)
    assert seen == [1, 1, 2, 2, 3]
    await services.rounds.end(card.id, card.closes_at)
    for _ in range(2):
        await services.sealing.mend(NOW + seconds)
    assert listed.times == 4


async def test_what_could_not_be_mended_is_tried_at_the_next_tick(
    services: Services, keys: KeyStore, card: RoundCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = Listed(keys, monkeypatch)
    await services.sealing.mend(NOW)
    await services.rounds.end(card.id, card.closes_at)
    listed.broken = True
    with pytest.raises(OSError):  # noqa: PT011 - the fault has no words
        await services.sealing.mend(NOW)
    listed.broken = False
    await services.sealing.mend(NOW)
    assert listed.times == 3


async def test_what_a_process_that_died_left_behind_is_gone_within_the_hour(
    services: Services, other: Services, database: Database, keys: KeyStore, card: RoundCard
) -> None:
    await services.sealing.mend(NOW)
    keys.create(next_name((await the_round(database)).key_name), Use.SEALED)
    await services.sealing.mend(NOW + AN_HOUR)
    assert not keys.names(Use.SEALED)
