"""Every weaker build is named by the audit, in the words a group would read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.forensics import weaker
from tests.forensics.taking import Files, verdict_on

if TYPE_CHECKING:
    from collections.abc import Callable

WEAKER: dict[Callable[[Files], None], tuple[str, ...]] = {
    weaker.authors_beside_ballots: (
        "The table box has other columns",
        "box.user_id holds a number",
        "ids stand in the database, as a number: 1 of 9",
    ),
    weaker.times_beside_ballots: ("box.written_at holds a time of day",),
    weaker.seconds_of_answering: ("diary.at holds a time of day",),
    weaker.a_list_of_pairs: (
        "A mark in roll stands in another place as well",
        "A mark in box stands in another place as well",
    ),
    weaker.hidden_row_numbers: ("numbers the rows of box",),
    weaker.counted_rows: ("rows of roll are counted",),
    weaker.a_further_index: ("box has an index",),
    weaker.one_mark_for_both: ("A mark in roll stands in another place",),
    weaker.timed_ids: ("Marks in box share parts",),
    weaker.ids_as_marks: ("ids stand in the database, as a number: 1 of 9",),
    weaker.hashed_ids: ("ids stand in the database, as a hash without a key: 1 of 9",),
    weaker.words_in_clear: ("hold readable words: 1 of 17",),
    weaker.lengths_as_written: ("as long as what was written",),
    weaker.tokens_with_a_clock: ("Fernet tokens lie in the database (1)",),
    weaker.many_lengths: ("more than 2 lengths",),
    weaker.repeated_encryption: ("begin alike",),
    weaker.words_in_a_summary: ("summary holds words",),
    weaker.themes_in_clear: ("found in the words of a round is stored in clear",),
    weaker.themes_as_long_as_they_are: ("found in the words of a round is as long as it is",),
    weaker.themes_that_are_only_packed: ("found in the words of a round is too regular",),
    weaker.one_nonce_for_words_and_themes: ("begins like something else that is stored",),
    weaker.a_diary: (
        "write-ahead log (WAL)",
        "which mark came with which ballot (1 times)",
    ),
    weaker.a_kept_journal: ("A journal with earlier pages",),
    weaker.deleted_bytes: ("Deleted rows of roll or ballot box",),
    weaker.a_roll_after_the_seal: ("roll still holds rows of a round that is over",),
    weaker.an_old_key: ("that is sealed still has its roll key",),
    weaker.a_half_destroyed_key: ("only half destroyed",),
    weaker.a_key_of_no_round: ("a file of no round",),
    weaker.a_lost_key: ("An open round lacks a key",),
    weaker.a_key_in_the_database: ("A key stands in the database",),
    weaker.open_keys: ("Other accounts of the machine",),
    weaker.an_id_in_the_log: (
        "ids stand in log 1, in digits: 1 of 9",
        "17 digits or more stands in log 1",
    ),
    weaker.a_receipt_in_the_log: ("receipt code",),
    weaker.clicks_in_the_log: ("single clicks",),
    weaker.debugging_in_the_log: ("level DEBUG",),
}


@pytest.mark.parametrize("weaken", WEAKER, ids=lambda each: each.__name__)
def test_a_weaker_build_is_named(files: Files, weaken: Callable[[Files], None]) -> None:
    weaken(files)
    verdict = verdict_on(files)
    for words in WEAKER[weaken]:
        assert any(words in finding.what for finding in verdict.findings), str(verdict)
    assert not verdict.clean
    assert all(finding.means for finding in verdict.findings)


def test_every_weaker_build_is_tried() -> None:
    defined = {
        each
        for each in vars(weaker).values()
        if getattr(each, "__annotations__", {}).get("files") == "Files"
    }
    assert defined == set(WEAKER)
