"""The order of answering: no reading of the file gives it away, in hundreds of rounds.

The random numbers are seeded, so that every run of this test is the same: with true ones it would
fail once in some thousand runs for no reason. What it proves is that the place of a row tells
nothing but the shuffle. That the shuffle asks the system's own randomness is a test of its own.
"""

from __future__ import annotations

import math
import random
import secrets
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.audit.rehearsal import Rehearsed, guesses, rehearsal, scores
from bot.audit.verdict import Finding, Held
from tests.forensics.naive import HIDDEN_ROW_NUMBERS, OPAQUE, Store, lived
from tests.forensics.playing import ONE_PAGE, VOICES, Playing, answered_weekly
from tests.forensics.taking import ids_of
from tests.living import answered, clinicians

if TYPE_CHECKING:
    from collections.abc import MutableSequence, Sequence
    from pathlib import Path

    from bot.ballot.keystore import KeyStore
    from bot.services import Services
    from bot.services.values import RoundCard
    from db.engine import Database

RUNS = 400
WEEKS = 30
TOLERANCE = 0.25
SIGMAS = 6


@pytest.fixture
def seeded(monkeypatch: pytest.MonkeyPatch) -> random.Random:
    """One generator behind every shuffle, token and key."""
    chance = random.Random(20260302)  # noqa: S311 - the point is that it repeats itself
    monkeypatch.setattr(secrets, "SystemRandom", lambda: chance)
    monkeypatch.setattr(secrets, "token_bytes", chance.randbytes)
    return chance


def unevenness(rounds: Sequence[Rehearsed]) -> dict[str, float]:
    """For each reading, how far the places of the answers stray from even, in sigmas.

    Pearson's chi-square over all pairs of answer and place: it also sees a trace of one answer
    alone, such as the last, which the mean of right guesses would not.
    """
    voices, counts = len(rounds[0].ids), Counter[tuple[str, int, int]]()
    for played in rounds:
        for reading, guess in guesses(played).items():
            counts.update((reading, place, answer) for place, answer in enumerate(guess))
    even, freedom = len(rounds) / voices, (voices - 1) ** 2
    strays = {
        reading: sum(
            (counts[reading, place, answer] - even) ** 2 / even
            for place in range(voices)
            for answer in range(voices)
        )
        for reading, _, _ in counts
    }
    return {each: (stray - freedom) / math.sqrt(2 * freedom) for each, stray in strays.items()}


async def test_no_reading_of_the_file_places_more_answers_than_chance(
    seeded: random.Random, database: Database, second_round: RoundCard, data_dir: Path
) -> None:
    playing = Playing(database, second_round.id, data_dir / "supervision.db", seeded)
    for _ in range(RUNS):
        await playing.once()
    assert len(playing.taken) == 4
    for moment, rounds in playing.taken.items():
        assert len(rounds) == RUNS
        assert all(abs(score - 1) <= TOLERANCE for score in scores(rounds).values()), moment
        assert max(unevenness(rounds).values()) < SIGMAS, moment


async def test_a_group_that_answers_week_after_week_is_read_no_better_than_by_chance(
    seeded: random.Random,
    services: Services,
    keys: KeyStore,
    second_round: RoundCard,
    data_dir: Path,
) -> None:
    """The same through every service that an answer passes, in a file that grows with the weeks."""
    await services.rounds.end(second_round.id, second_round.closes_at)
    await services.rounds.end(second_round.id, second_round.closes_at + timedelta(days=30))
    file = data_dir / "supervision.db"
    rounds = await answered_weekly(services, keys, file, second_round.group_id, WEEKS)
    assert [note for note in rehearsal(rounds) if isinstance(note, Held)]


@pytest.mark.parametrize(
    ("tables", "voices", "reading"),
    [
        (OPAQUE, ONE_PAGE, "the box by place"),
        (OPAQUE, VOICES, "the roll by place"),
        (OPAQUE, ONE_PAGE, "roll and box side by side, by place"),
        (HIDDEN_ROW_NUMBERS, VOICES, "the box by key"),
        (HIDDEN_ROW_NUMBERS, VOICES, "roll and box side by side, by key"),
    ],
)
def test_rows_that_are_only_appended_give_every_answer_away(
    tmp_path: Path, tables: tuple[str, str], voices: int, reading: str
) -> None:
    members = ids_of(voices)
    rounds = [lived(tmp_path / "naive.db", members, Store(tables)) for _ in range(10)]
    assert scores(rounds)[reading] == voices
    found = [note.what for note in rehearsal(rounds) if isinstance(note, Finding)]
    assert any(reading in what for what in found)


def test_a_trace_of_the_last_answer_alone_is_seen(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - the point is that it repeats itself
    rounds = []
    for _ in range(RUNS):
        played = lived(tmp_path / "naive.db", ids_of(ONE_PAGE), Store())
        order = chance.sample(range(ONE_PAGE - 1), ONE_PAGE - 1)  # as if all but the last moved
        tags, ids = ([marks[at] for at in order] for marks in (played.tags, played.ids))
        rounds.append(Rehearsed((*tags, played.tags[-1]), (*ids, played.ids[-1]), played.database))
    assert unevenness(rounds)["the box by place"] > SIGMAS


async def test_every_answer_is_shuffled_by_the_systems_own_randomness(
    services: Services, second_round: RoundCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    shuffled = []

    class Watched(secrets.SystemRandom):
        def shuffle(self, x: MutableSequence[Any]) -> None:
            shuffled.append(len(x))
            super().shuffle(x)

    monkeypatch.setattr(secrets, "SystemRandom", Watched)
    await answered(services, second_round, *clinicians(3), now=second_round.opens_at)
    assert shuffled == [1, 1, 2, 2, 3, 3]  # the roll and the box, each time as a whole
