"""A database that was restored without its keys: said in one sentence, and nothing can be read."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.ballot.keystore import KeyStore, Use
from bot.ballot.tokens import Token
from bot.errors import BadSetting, KeysMissing
from bot.running import mended
from bot.services import Services
from bot.settings import Settings
from tests.living import an_open_round, answered, clinicians
from tests.making import GUILD, NOW, a_clinician, a_facilitator, an_answer

CANARY = "the brother of my client drowned that spring"


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


def start(data_dir: Path, keys_dir: Path) -> Settings:
    return Settings.load(None, data_dir=data_dir, keys_dir=keys_dir)


async def test_an_open_round_without_its_keys_stops_the_start_with_what_to_do(
    services: Services, data_dir: Path, keys_dir: Path, tmp_path: Path
) -> None:
    card = await an_open_round(services)
    await answered(services, card, *clinicians(4))
    async with mended(start(data_dir, keys_dir)):
        pass
    with pytest.raises(BadSetting, match="Put the folder back"):
        async with mended(start(data_dir, tmp_path / "empty")):
            pass
    async with mended(start(data_dir, keys_dir)):
        pass


async def test_without_its_keys_nothing_of_an_open_round_is_taken_shown_or_lost(
    services: Services, keys: KeyStore, keys_dir: Path
) -> None:
    card = await an_open_round(services)
    (receipt, *_) = await answered(services, card, *clinicians(4), text=CANARY)
    aside = str(shutil.move(keys_dir, keys_dir.with_name("aside")))
    late = a_clinician(50)
    for refused in (
        services.answers.begin(card.id, Token.new(), late, NOW),
        services.answers.submit(card.id, Token.new(), late, an_answer(), NOW),
        services.receipts.find(receipt.token, GUILD),
        services.receipts.withdraw(receipt.token, GUILD, NOW),
        services.rounds.status(card.group_id, a_facilitator()),
        services.rounds.end(card.id, card.closes_at),
    ):
        with pytest.raises(KeysMissing, match="KEYS_DIR"):
            await refused
    shutil.move(aside, keys_dir)
    assert (await services.receipts.find(receipt.token, GUILD)).answer == receipt.answer


async def test_a_sealed_round_without_its_key_starts_and_shows_nothing(
    services: Services, data_dir: Path, tmp_path: Path
) -> None:
    card = await an_open_round(services)
    (receipt, *_) = await answered(services, card, *clinicians(4), text=CANARY)
    await services.rounds.end(card.id, card.closes_at)
    later = card.closes_at + timedelta(hours=1)
    async with mended(start(data_dir, tmp_path / "empty")) as (_, restored):
        for refused in (
            restored.summaries.of_round(card.id, a_facilitator(), later),
            restored.summaries.answers(card.id, a_facilitator(), later),
            restored.receipts.find(receipt.token, GUILD),
        ):
            with pytest.raises(KeysMissing, match="KEYS_DIR"):
                await refused


async def test_the_restored_files_hold_no_word_with_any_other_key(
    services: Services, keys: KeyStore, data_dir: Path, keys_dir: Path
) -> None:
    card = await an_open_round(services)
    (receipt, *_) = await answered(services, card, *clinicians(4), text=CANARY)
    (name,) = keys.names(Use.TEXT)
    keys.destroy(name, Use.TEXT)
    keys.create(name, Use.TEXT)
    with pytest.raises(KeysMissing):
        await services.receipts.find(receipt.token, GUILD)
    assert CANARY.encode() not in everything_in(data_dir)
