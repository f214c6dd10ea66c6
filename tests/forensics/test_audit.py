"""The audit on a group that really lived: nothing is found, nothing changed, nobody named."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.audit import examine, members_in
from bot.errors import BadInput, BadSetting
from tests.forensics import weaker
from tests.forensics.naive import HIDDEN_ROW_NUMBERS, Store, lived
from tests.forensics.playing import live_two_rounds
from tests.forensics.taking import Files, files_under, ids_of, verdict_on

if TYPE_CHECKING:
    from pathlib import Path

    from bot.services import Services


def test_nothing_is_found_on_a_group_that_lived_through_two_rounds(files: Files) -> None:
    verdict = verdict_on(files)
    assert not verdict.findings
    assert verdict.clean
    assert "nothing was found" in str(verdict)
    assert "is encrypted and padded like them (1 seen)" in " ".join(str(verdict).split())


async def test_nothing_is_found_after_both_rounds_are_sealed_and_the_night_has_come(
    services: Services, data_dir: Path, keys_dir: Path
) -> None:
    card = await live_two_rounds(services)
    await services.rounds.end(card.id, card.closes_at)
    night = card.closes_at + timedelta(days=1)
    for round_id in await services.sweeping.rounds_due(night):
        await services.sweeping.sweep(round_id, night)
    await services.sweeping.compact()
    verdict = examine(data_dir / "supervision.db", keys_dir, members=ids_of(8))
    assert not verdict.findings


def test_keys_beside_the_database_are_found(files: Files) -> None:
    inside = files.database.parent / "keys"
    files.keys.rename(inside)
    verdict = examine(files.database, inside)
    assert any("in the same folder" in finding.what for finding in verdict.findings)


def test_rehearsed_rounds_that_only_append_are_found(files: Files, tmp_path: Path) -> None:
    naive = tmp_path / "naive.db"
    rounds = [lived(naive, ids_of(8), Store(HIDDEN_ROW_NUMBERS)) for _ in range(40)]
    verdict = examine(files.database, files.keys, rehearsed=rounds)
    assert any("In rehearsed rounds, the roll by key" in each.what for each in verdict.findings)


def test_a_verdict_names_nobody(files: Files) -> None:
    weaker.authors_beside_ballots(files)
    weaker.an_id_in_the_log(files)
    said = str(verdict_on(files))
    assert not any(str(member) in said for member in ids_of(8))


def test_the_audit_changes_no_file_and_leaves_none(files: Files, tmp_path: Path) -> None:
    weaker.a_diary(files)
    before = files_under(tmp_path)
    verdict_on(files)
    assert files_under(tmp_path) == before


def test_an_audit_of_a_bot_at_work_waits_until_the_file_is_at_rest(files: Files) -> None:
    writing, read = threading.Event(), threading.Event()

    def work() -> None:
        with files.changed() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE round SET enough = 1")
            writing.set()
            read.wait(0.15)
            connection.execute("COMMIT")

    bot = threading.Thread(target=work)
    bot.start()
    writing.wait()
    assert files.database.with_name("supervision.db-journal").exists()
    assert verdict_on(files).clean
    bot.join()


def test_without_member_ids_it_says_that_it_did_not_look_for_them(files: Files) -> None:
    verdict = verdict_on(files, members=[])
    assert verdict.clean
    assert "No member ids were given" in " ".join(str(verdict).split())


def test_on_postgresql_it_says_what_it_cannot_see_and_is_not_clean(keys_dir: Path) -> None:
    verdict = examine(None, keys_dir)
    assert not verdict.clean
    assert "PostgreSQL" in str(verdict)


@pytest.mark.parametrize("member", [0, 12345, 2**70])
def test_a_number_that_is_no_discord_id_is_refused(files: Files, member: int) -> None:
    with pytest.raises(BadInput, match="17 to 19 digits"):
        verdict_on(files, [member])


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + bytes(5000)])
def test_a_file_that_is_no_database_is_said_in_a_sentence(
    tmp_path: Path, keys_dir: Path, content: bytes
) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with pytest.raises(BadSetting, match="DATABASE_URL"):
        examine(path, keys_dir)


def test_a_missing_database_is_said_in_a_sentence(tmp_path: Path, keys_dir: Path) -> None:
    with pytest.raises(BadSetting, match="nothing to look at yet"):
        examine(tmp_path / "none.db", keys_dir)


def test_member_ids_come_from_a_file_with_one_a_line(tmp_path: Path) -> None:
    file = tmp_path / "members.txt"
    file.write_text("\ufeff# the group\n700000000000000001\n\n 700000000000000002 \n", "utf-8")
    assert members_in(file) == ids_of(2)


@pytest.mark.parametrize("line", ["Asha", "7000000000000000.5", "-700000000000000001"])
def test_a_line_that_is_no_number_is_named_and_not_repeated(tmp_path: Path, line: str) -> None:
    file = tmp_path / "members.txt"
    file.write_text(f"700000000000000001\n{line}\n", "utf-8")
    with pytest.raises(BadInput, match="Line 2") as refused:
        members_in(file)
    assert line not in str(refused.value)
