"""What is left on a setup page is kept for its person alone, and not for everybody forever."""

from __future__ import annotations

from bot.views.setup_draft import SetupDraft
from bot.views.setup_kept import KeptDrafts

DRAFT = SetupDraft("Europe/Berlin", 1)


def test_of_too_many_drafts_the_one_left_longest_ago_is_forgotten() -> None:
    kept = KeptDrafts(most=2)
    for user in (1, 2, 1, 3):
        kept.keep(8101, user, DRAFT)
    assert kept.of(8101, 2) is None
    assert kept.of(8101, 1) == kept.of(8101, 3) == DRAFT


def test_a_draft_is_found_in_its_own_server_only() -> None:
    kept = KeptDrafts()
    kept.keep(8101, 1, DRAFT)
    assert kept.of(8102, 1) is None
    kept.drop(8101, 1)
    kept.drop(8101, 1)
    assert kept.of(8101, 1) is None
