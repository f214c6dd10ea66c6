"""Whatever becomes of one round, the others are read, and nobody waits for it without an end."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from bot.analysing import Analyst
from bot.ballot.envelope import close_findings
from bot.ballot.keystore import KeyStore, Use
from bot.errors import ReadableError
from bot.operation.meters import Meters
from bot.services.analyses import LEASE, MOST_TRIES
from bot.services.values import Analysis
from bot.themes.worker import AnalysisFailed
from db.models import Round, Summary
from tests.making import CHANNEL, a_facilitator, a_plan
from tests.reading import a_round, at_once
from tests.themed import TOPICS, a_read_round, a_sealed_round

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.services import Services
    from bot.services.values import RoundCard
    from bot.themes.analysis import Analysis as Found
    from bot.themes.analysis import Request
    from db.engine import Database


class Clock:
    """Shows what it is set to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


async def found_in(services: Services, card: RoundCard) -> Analysis:
    return (await services.summaries.of_round(card.id, a_facilitator(), card.closes_at)).analysis


async def stored_of(database: Database, card: RoundCard) -> tuple[Analysis, int]:
    async with database.read() as session:
        stored = await session.get_one(Summary, card.id)
        return Analysis(stored.analysis), stored.tries


async def key_of(database: Database, card: RoundCard) -> str:
    async with database.read() as session:
        return str(await session.scalar(select(Round.key_name).where(Round.id == card.id)))


async def another_round(services: Services) -> RoundCard:
    return await a_sealed_round(services, a_round(6, TOPICS), plan=a_plan(channel_id=CHANNEL + 1))


async def test_a_round_that_cannot_be_opened_holds_up_no_other_and_is_given_up(
    services: Services, database: Database, keys_dir: Path
) -> None:
    broken = await a_sealed_round(services)
    (keys_dir / f"{await key_of(database, broken)}.{Use.SEALED}.key").write_bytes(b"short")
    whole = await another_round(services)
    clock = Clock(broken.closes_at)
    analyst = Analyst(services.analyses, at_once, clock, Meters(clock))
    await analyst.work()
    assert await found_in(services, whole) is Analysis.DONE
    assert await stored_of(database, broken) == (Analysis.DUE, 1)
    for _ in range(MOST_TRIES):
        clock.now += LEASE
        await analyst.work()
    assert (await stored_of(database, broken))[0] is Analysis.FAILED


async def test_a_round_is_tried_once_in_a_look_also_where_even_the_try_cannot_be_stored(
    services: Services, keys: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await a_sealed_round(services)
    looks = []

    def no_folder(name: str, use: Use) -> bool:
        looks.append(name)
        raise RuntimeError

    monkeypatch.setattr(keys, "has", no_folder)
    clock = Clock(card.closes_at)
    await Analyst(services.analyses, at_once, clock, Meters(clock)).work()
    assert len(looks) == 1


async def test_findings_of_an_earlier_version_only_teach_nothing(
    services: Services, database: Database, keys: KeyStore
) -> None:
    earlier = await a_read_round(services)
    async with database.write() as session:
        row = await session.get_one(Round, earlier.id)
        old = close_findings(keys.read(row.key_name, Use.SEALED), row.id, b'{"themes": []}')
        await session.execute(update(Summary).values(findings=old))
        name = row.key_name
    later = await another_round(services)
    async with database.write() as session:  # As if the group had had two rounds.
        row = await session.get_one(Round, later.id)
        row.group_id, row.slot_on = earlier.group_id, row.slot_on + timedelta(days=7)
    reading = await services.analyses.claim(later.id, later.closes_at + timedelta(minutes=1))
    assert reading is not None
    assert reading.request.earlier == ()
    assert keys.has(name, Use.SEALED)


async def test_why_no_model_can_be_used_is_in_the_log_and_no_error_of_another_kind_speaks(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    async def unable(request: Request, *, progress: Callable[[int, int], None]) -> Found:
        raise errors.pop()

    card = await a_sealed_round(services)
    clock = Clock(card.closes_at)
    errors = [ReadableError("Words of someone."), AnalysisFailed("The model is not installed.")]
    analyst = Analyst(services.analyses, lambda: nullcontext(unable), clock, Meters(clock))
    for _ in range(2):
        await analyst.work()
        clock.now += LEASE
    assert "The model is not installed." in caplog.text
    assert "ReadableError" in caplog.text
    assert "someone" not in caplog.text
