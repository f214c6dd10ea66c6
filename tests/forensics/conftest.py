"""A group with a round behind it, as forensic tests find it: a file with a past."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.audit import loot
from db import sqlite
from tests.forensics.playing import live_two_rounds
from tests.forensics.taking import Files
from tests.living import an_open_round, answered, clinicians
from tests.making import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from bot.services import Services
    from bot.services.values import RoundCard

LOG = "2026-03-09 18:30:02 INFO discord.client: logging in using static token\n"


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without waiting for the disk, which changes nothing in what is written."""
    monkeypatch.setattr(sqlite, "PRAGMAS", {**sqlite.PRAGMAS, "synchronous": 0})


@pytest.fixture
async def second_round(services: Services) -> RoundCard:
    """An open round of a group whose first round was answered by eight and sealed."""
    first = await an_open_round(services)
    await answered(services, first, *clinicians(8))
    await services.rounds.end(first.id, first.closes_at)
    await services.openings.attend(first.group_id, NOW + timedelta(days=7))
    return await services.rounds.open_round(first.group_id)


@pytest.fixture(scope="session")
def lived() -> list[Path]:
    """Where the files of a group that lived are kept, once it has; each test takes a copy."""
    return []


@pytest.fixture
async def files(
    lived: list[Path],
    services: Services,
    data_dir: Path,
    keys_dir: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Files:
    """A sealed round that was read, an open one with an edit and a withdrawal, and a log."""
    monkeypatch.setattr(loot, "PATIENCE", 0.5)
    if not lived:
        await live_two_rounds(services)
        lived.append(tmp_path_factory.mktemp("lived"))
        shutil.copytree(data_dir, lived[0] / "data")
        shutil.copytree(keys_dir, lived[0] / "keys")
    own = shutil.copytree(lived[0], tmp_path / "lived")
    log = own / "bot.log"
    log.write_text(LOG)
    return Files(own / "data" / "supervision.db", own / "keys", log)
