"""Who is who: what the files say about members, to a thief and to the operator."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.ballot.envelope import roll_tag
from bot.ballot.keystore import KeyStore, Use
from db import ballots
from tests.forensics.naive import HIDDEN_ROW_NUMBERS, Store, hashed, in_clear, lived
from tests.forensics.taking import files_under, found_in, ids_of, members_found, rows
from tests.living import answered, clinicians
from tests.making import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from bot.services import Services
    from bot.services.values import RoundCard

WEEK = timedelta(days=7)


def old_tags(keys: KeyStore, members: list[int]) -> set[bytes]:
    """The tags that every roll key there is gives to these members."""
    names = keys.names(Use.ROLL)
    return {roll_tag(keys.read(name, Use.ROLL), who) for name in names for who in members}


async def test_no_id_of_a_member_stands_in_any_file_while_a_round_is_open(
    services: Services, second_round: RoundCard, data_dir: Path, keys_dir: Path
) -> None:
    await answered(services, second_round, *clinicians(8), now=NOW + WEEK)
    taken = files_under(data_dir, keys_dir)
    assert len(taken) == 4  # the database, two keys of the open round, one of the sealed
    assert not members_found(taken.values(), ids_of(8))


async def test_no_id_of_a_member_stands_in_any_file_after_the_seal(
    services: Services, second_round: RoundCard, data_dir: Path, keys_dir: Path
) -> None:
    await answered(services, second_round, *clinicians(8), now=NOW + WEEK)
    await services.rounds.end(second_round.id, second_round.closes_at)
    assert not members_found(files_under(data_dir, keys_dir).values(), ids_of(8))


@pytest.mark.parametrize("tag", [in_clear, hashed])
def test_a_roll_of_plain_or_hashed_ids_names_everyone(tmp_path: Path, tag: object) -> None:
    store = Store(tables=HIDDEN_ROW_NUMBERS, tag=in_clear if tag is in_clear else hashed)
    taken = lived(tmp_path / "naive.db", ids_of(8), store)
    assert members_found([taken.database], ids_of(8)) == set(ids_of(8))


async def test_the_operator_of_an_open_round_can_tell_who_has_answered(
    services: Services, second_round: RoundCard, keys: KeyStore, data_dir: Path
) -> None:
    """Said plainly in the privacy page, so it must not be better hidden than we say."""
    await answered(services, second_round, *clinicians(8), now=NOW + WEEK)
    assert {tag for (tag,) in rows(data_dir, "roll")} == old_tags(keys, ids_of(8))


async def test_an_old_roll_key_names_nobody_after_the_seal(
    services: Services, second_round: RoundCard, keys: KeyStore, data_dir: Path
) -> None:
    await answered(services, second_round, *clinicians(8), now=NOW + WEEK)
    kept = old_tags(keys, ids_of(8))
    assert len(kept) == len(found_in(files_under(data_dir).values(), kept)) == 8
    await services.rounds.end(second_round.id, second_round.closes_at)
    assert not found_in(files_under(data_dir).values(), kept)


async def test_a_seal_that_forgot_the_roll_would_be_seen(
    services: Services,
    second_round: RoundCard,
    keys: KeyStore,
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await answered(services, second_round, *clinicians(8), now=NOW + WEEK)
    kept = old_tags(keys, ids_of(8))

    async def left_alone(*_: object) -> None:
        """The roll stays as it is."""

    monkeypatch.setattr(ballots, "rewrite_roll", left_alone)
    await services.rounds.end(second_round.id, second_round.closes_at)
    assert found_in(files_under(data_dir).values(), kept) == kept
