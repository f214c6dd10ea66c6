"""One folder of keys, several processes: whatever two of them do at once, no key is ever spoilt."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from bot.ballot.keys import Key, new_name, next_name, round_part
from bot.ballot.keystore import KeyStore, Use
from bot.errors import KeysMissing

MAKERS, EACH = 4, 12


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_key_that_is_there_is_never_replaced(keys: KeyStore, keys_dir: Path) -> None:
    name = new_name()
    key = keys.create(name, Use.TEXT)
    with pytest.raises(FileExistsError):
        KeyStore(keys_dir).create(name, Use.TEXT)
    assert keys.read(name, Use.TEXT) == key
    assert files(keys_dir) == [f"{name}.text.key"]


def test_a_seals_key_lies_beside_that_of_an_earlier_try() -> None:
    names = {next_name("abcdefghijk23456") for _ in range(20)}
    assert len(names) == 20
    assert {round_part(name) for name in names} == {round_part("abcdefghijk23456")}
    assert {len(name) for name in names} == {len(new_name())} == {16}


def test_a_start_in_the_middle_of_making_a_key_spoils_nothing(
    keys: KeyStore, keys_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = os.fsync
    swept: list[list[str]] = []

    def flush_while_another_starts(handle: int) -> None:
        flush(handle)
        if not swept:
            swept.append(files(keys_dir))
            KeyStore(keys_dir).sweep()

    monkeypatch.setattr(os, "fsync", flush_while_another_starts)
    name = new_name()
    key = keys.create(name, Use.ROLL)
    assert swept == [[f"{name}.roll.new"]]
    assert keys.read(name, Use.ROLL) == key
    assert files(keys_dir) == [f"{name}.roll.key"]


def test_makers_and_sweepers_at_once_leave_every_key_whole(keys_dir: Path) -> None:
    done = Event()

    def make() -> dict[str, bytes]:
        mine = KeyStore(keys_dir)
        return {name: mine.create(name, Use.TEXT) for name in (new_name() for _ in range(EACH))}

    def sweep() -> None:
        while not done.is_set():
            KeyStore(keys_dir).sweep()

    with ThreadPoolExecutor() as pool:
        sweeping = pool.submit(sweep)
        made = [each.result() for each in [pool.submit(make) for _ in range(MAKERS)]]
        done.set()
        sweeping.result()
    reader = KeyStore(keys_dir)
    found = {name: reader.read(name, Use.TEXT) for name in reader.names(Use.TEXT)}
    assert found == {name: key for each in made for name, key in each.items()}
    assert len(found) == len(files(keys_dir)) == MAKERS * EACH


def test_a_key_destroyed_by_all_at_once_is_gone_and_nobody_is_told_an_error(
    keys: KeyStore, keys_dir: Path
) -> None:
    names = [new_name() for _ in range(EACH)]
    for name in names:
        keys.create(name, Use.SEALED)
    with ThreadPoolExecutor(MAKERS) as pool:
        for each in [
            pool.submit(KeyStore(keys_dir).destroy, name, Use.SEALED)
            for name in names
            for _ in range(MAKERS)
        ]:
            each.result()
    assert files(keys_dir) == []


def test_what_somebody_died_over_is_buried_by_anybody(keys: KeyStore, keys_dir: Path) -> None:
    name, other = new_name(), new_name()
    keys.create(name, Use.TEXT)
    (keys_dir / f"{name}.text.key").rename(keys_dir / f"{name}.text.dead")
    (keys_dir / f"{other}.roll.new").write_bytes(b"half")
    assert keys.kept() == set()
    keys.bury()
    # Half a key may be one that somebody alive is just making.
    assert files(keys_dir) == [f"{other}.roll.new"]
    keys.sweep()
    assert files(keys_dir) == []


def test_a_key_seen_by_one_is_seen_by_all(keys: KeyStore, keys_dir: Path) -> None:
    name, other = new_name(), KeyStore(keys_dir)
    key = keys.create(name, Use.TEXT)
    assert other.read(name, Use.TEXT) == key
    assert other.kept() == {Key(name, Use.TEXT)}
    other.destroy(name, Use.TEXT)
    with pytest.raises(KeysMissing):
        keys.read(name, Use.TEXT)
