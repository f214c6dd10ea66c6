"""What is left behind: of words that were edited or withdrawn, of earlier copies, of old keys."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from bot.ballot.keystore import KeyStore, Use
from db import sqlite
from db.ballots import BoxLine
from tests.forensics.taking import files_under, found_in, parts, rows
from tests.living import answered, clinicians
from tests.making import GUILD, an_answer

if TYPE_CHECKING:
    from pathlib import Path

    from bot.services import Services
    from bot.services.values import Receipt, RoundCard

WORDS = "A sentence that only one person in this whole group would ever write. "
# So many bytes that its envelope takes further pages, which an edit sets free.
LONG = (WORDS + "… ") * 12 + "🌱" * 2100


@pytest.fixture
async def receipts(services: Services, second_round: RoundCard) -> list[Receipt]:
    """Eight answers in an open round."""
    return await answered(
        services, second_round, *clinicians(8), text=WORDS, now=second_round.opens_at
    )


async def edit_or_withdraw(services: Services, receipt: Receipt, how: str) -> None:
    card, author = receipt.round, clinicians(1)[0]
    if how == "edited":
        other = an_answer("Something else.")
        await services.answers.submit(card.id, receipt.token, author, other, card.opens_at)
    else:
        await services.receipts.withdraw(receipt.token, GUILD, card.opens_at)


@pytest.fixture
def leaving_deleted_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine as one gets it by default where SQLite is built without SECURE_DELETE."""
    monkeypatch.setattr(sqlite, "PRAGMAS", {**sqlite.PRAGMAS, "secure_delete": 0})


def body_of(data_dir: Path, receipt: Receipt) -> bytes:
    (body,) = [body for ballot, body in rows(data_dir, "box") if ballot == receipt.token.open_id]
    return body


@pytest.fixture
async def receipt(services: Services, second_round: RoundCard) -> Receipt:
    """One long answer alone in an open round: nothing else would overwrite what is left of it."""
    now = second_round.opens_at
    (only,) = await answered(services, second_round, *clinicians(1), text=LONG, now=now)
    return only


@pytest.mark.parametrize("how", ["edited", "withdrawn"])
async def test_nothing_of_an_edited_or_withdrawn_answer_is_left_in_any_file(
    services: Services, receipt: Receipt, data_dir: Path, keys_dir: Path, how: str
) -> None:
    before = body_of(data_dir, receipt)
    assert found_in(files_under(data_dir).values(), parts(before))
    await edit_or_withdraw(services, receipt, how)
    taken = files_under(data_dir, keys_dir).values()
    assert not found_in(taken, parts(before))
    assert not found_in(taken, parts(WORDS.encode()))


@pytest.mark.parametrize("how", ["edited", "withdrawn"])
async def test_without_secure_delete_the_old_answer_would_be_found(
    leaving_deleted_bytes: None, services: Services, receipt: Receipt, data_dir: Path, how: str
) -> None:
    before = body_of(data_dir, receipt)
    await edit_or_withdraw(services, receipt, how)
    assert found_in(files_under(data_dir).values(), parts(before))


async def test_no_journal_is_left_after_an_answer(receipts: list[Receipt], data_dir: Path) -> None:
    assert list(files_under(data_dir)) == [str(data_dir / "supervision.db")]


async def test_copies_from_while_it_was_open_share_nothing_with_the_sealed_file(
    services: Services, second_round: RoundCard, data_dir: Path
) -> None:
    stolen = set[bytes]()
    for author in clinicians(8):
        await answered(services, second_round, author, now=second_round.opens_at)
        for row in [*rows(data_dir, "roll"), *rows(data_dir, "box")]:
            stolen.update(part for value in row for part in parts(value))
    sealed_before = {
        part for row in rows(data_dir, "box")[:8] for value in row for part in parts(value)
    }
    needles = stolen - sealed_before
    assert len(needles) > 8 * 2000
    await services.rounds.end(second_round.id, second_round.closes_at)
    assert not found_in(files_under(data_dir).values(), needles)


async def test_a_seal_that_kept_the_ids_would_join_old_copies(
    services: Services,
    receipts: list[Receipt],
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The negative control: the ballot keeps the id it had while its round was open."""
    copied = {receipt.token.open_id for receipt in receipts}
    monkeypatch.setattr("bot.services.sealing.BoxLine", _with_an_id_from(copied))
    card = receipts[0].round
    await services.rounds.end(card.id, card.closes_at)
    assert found_in(files_under(data_dir).values(), copied) == copied


def _with_an_id_from(copied: set[bytes]) -> object:
    ids = iter(sorted(copied))
    return lambda _id, body: BoxLine(next(ids), body)


def written_out(key: bytes) -> set[bytes]:
    return {key, key.hex().encode(), key.hex().upper().encode(), base64.b64encode(key)[:42]}


def keys_of(keys_dir: Path, *uses: Use) -> set[bytes]:
    paths = [path for use in uses for path in keys_dir.glob(f"*.{use}.key")]
    return {each for path in paths for each in written_out(path.read_bytes())}


async def test_no_file_holds_a_destroyed_key_after_the_seal(
    services: Services, receipts: list[Receipt], data_dir: Path, keys_dir: Path
) -> None:
    old = keys_of(keys_dir, Use.ROLL, Use.TEXT)
    assert len(old) == 8
    assert len(found_in(files_under(data_dir, keys_dir).values(), old)) == 2  # raw, as files
    card = receipts[0].round
    await services.rounds.end(card.id, card.closes_at)
    assert not found_in(files_under(data_dir, keys_dir).values(), old)


async def test_a_key_that_was_only_renamed_would_be_found(
    services: Services,
    receipts: list[Receipt],
    data_dir: Path,
    keys_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def renamed(_store: KeyStore, name: str, *uses: Use) -> None:
        for use in uses:
            path = keys_dir / f"{name}.{use}.key"
            path.rename(path.with_suffix(".old"))

    monkeypatch.setattr(KeyStore, "destroy", renamed)
    old = keys_of(keys_dir, Use.ROLL, Use.TEXT)
    card = receipts[0].round
    await services.rounds.end(card.id, card.closes_at)
    assert len(found_in(files_under(data_dir, keys_dir).values(), old)) == 2


async def test_no_key_in_use_stands_anywhere_but_in_its_own_file(
    receipts: list[Receipt], data_dir: Path, keys_dir: Path
) -> None:
    used = keys_of(keys_dir, *Use)
    assert not found_in(files_under(data_dir).values(), used)
    assert len(found_in(files_under(keys_dir).values(), used)) == 3
