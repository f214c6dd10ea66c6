"""Sealed rounds are read for themes once, also where a process dies, and never without an end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from bot.ballot.keystore import KeyStore, Use
from bot.running import mended, utc_now
from bot.services.analyses import LEASE, MOST_TRIES, TRY_AGAIN
from bot.services.values import Analysis
from bot.settings import Settings
from db.models import Box, Round, Summary
from tests.making import a_facilitator
from tests.reading import read_at_once
from tests.themed import TOPICS, a_read_round, a_sealed_round

if TYPE_CHECKING:
    from pathlib import Path

    from bot.services import Services
    from bot.services.values import RoundCard
    from db.engine import Database


async def the_summary(database: Database) -> Summary:
    async with database.read() as session:
        return (await session.scalars(select(Summary))).one()


async def given_up(services: Services) -> RoundCard:
    card = await a_sealed_round(services)
    now = card.closes_at
    for _ in range(MOST_TRIES):
        reading = await services.analyses.claim(card.id, now)
        assert reading is not None
        await services.analyses.failed(reading, now)
        now += TRY_AGAIN
    return card


async def test_a_sealed_round_is_due_and_shows_what_was_asked_meanwhile(services: Services) -> None:
    card = await a_sealed_round(services)
    assert await services.analyses.due(card.closes_at) == [card.id]
    found = await services.summaries.of_round(card.id, a_facilitator(), card.closes_at)
    assert (found.analysis, found.summary.told) == (Analysis.DUE, None)
    assert found.summary.quotes


async def test_once_read_it_has_themes_and_is_no_longer_due(services: Services) -> None:
    card = await a_read_round(services)
    assert await services.analyses.due(card.closes_at + timedelta(days=1)) == []
    found = await services.summaries.of_round(card.id, a_facilitator(), card.closes_at)
    assert found.analysis is Analysis.DONE
    assert found.summary.told is not None
    assert len(found.summary.told.shown) == len(TOPICS)
    assert sum(each.voices for each in found.summary.told.themes) == 18


async def test_only_one_of_two_processes_reads_a_round(services: Services) -> None:
    card = await a_sealed_round(services)
    assert await services.analyses.claim(card.id, card.closes_at) is not None
    assert await services.analyses.claim(card.id, card.closes_at) is None


async def test_a_process_that_died_is_followed_by_another_whose_word_counts(
    services: Services,
) -> None:
    card = await a_sealed_round(services)
    dead = await services.analyses.claim(card.id, card.closes_at)
    assert dead is not None
    later = card.closes_at + LEASE
    assert await services.analyses.due(later) == [card.id]
    heir = await services.analyses.claim(card.id, later)
    assert heir is not None
    await services.analyses.failed(dead, later)
    assert await services.analyses.due(later + TRY_AGAIN) == []
    await services.analyses.failed(heir, later)
    assert await services.analyses.due(later + TRY_AGAIN) == [card.id]


async def test_after_three_tries_it_is_given_up_and_the_summary_says_so(
    services: Services, database: Database
) -> None:
    card = await given_up(services)
    now = card.closes_at + timedelta(days=9)
    assert await services.analyses.due(now) == []
    found = await services.summaries.of_round(card.id, a_facilitator(), now)
    assert found.analysis is Analysis.FAILED
    assert (await the_summary(database)).look_at is None


async def test_what_was_given_up_is_read_when_the_bot_starts_again_after_a_repair(
    services: Services, data_dir: Path, keys_dir: Path
) -> None:
    card = await given_up(services)
    async with mended(Settings.load(None, data_dir=data_dir, keys_dir=keys_dir)) as (_, started):
        assert await started.analyses.due(utc_now()) == [card.id]
    reading = await services.analyses.claim(card.id, utc_now())
    assert reading is not None
    found = await read_at_once(reading.request, progress=lambda _done, _total: None)
    await services.analyses.finished(reading, found)
    read = await services.summaries.of_round(card.id, a_facilitator(), card.closes_at)
    assert read.analysis is Analysis.DONE


async def test_a_start_reads_nothing_again_that_is_done_or_whose_words_have_left(
    services: Services, database: Database
) -> None:
    card = await a_read_round(services)
    later = card.closes_at + timedelta(days=120)
    await services.analyses.read_again(later)
    assert await services.analyses.due(later) == []
    async with database.write() as session:
        await session.execute(update(Summary).values(analysis=Analysis.FAILED, look_at=None))
    await services.sweeping.sweep(card.id, later)
    await services.analyses.read_again(later)
    assert await services.analyses.due(later) == []


async def test_a_card_that_was_shared_without_themes_gets_none_that_nobody_looked_at(
    services: Services,
) -> None:
    card = await given_up(services)
    now = card.closes_at + timedelta(hours=1)
    await services.sharing.share(card.id, a_facilitator(), now)
    await services.analyses.read_again(now)
    assert await services.analyses.due(now) == []
    await services.sharing.take_back(card.id, a_facilitator(), now)
    await services.analyses.read_again(now)
    assert await services.analyses.due(now) == [card.id]


async def test_a_process_that_keeps_dying_does_not_try_for_ever(services: Services) -> None:
    card = await a_sealed_round(services)
    now = card.closes_at
    for _ in range(MOST_TRIES):
        assert await services.analyses.claim(card.id, now) is not None
        now += LEASE
    assert await services.analyses.claim(card.id, now) is None
    assert await services.analyses.due(now) == []


async def test_findings_that_come_after_the_words_have_gone_are_not_stored(
    services: Services, database: Database
) -> None:
    card = await a_sealed_round(services)
    reading = await services.analyses.claim(card.id, card.closes_at)
    assert reading is not None
    await services.sweeping.sweep(card.id, card.closes_at + timedelta(days=120))
    found = await read_at_once(reading.request, progress=lambda _done, _total: None)
    await services.analyses.finished(reading, found)
    assert (await the_summary(database)).findings is None


async def test_retention_takes_the_findings_along_with_their_key(
    services: Services, database: Database, keys: KeyStore
) -> None:
    card = await a_read_round(services)
    assert (await the_summary(database)).findings is not None
    await services.sweeping.sweep(card.id, card.closes_at + timedelta(days=120))
    stored = await the_summary(database)
    assert (stored.findings, stored.look_at) == (None, None)
    async with database.read() as session:
        row = (await session.scalars(select(Round))).one()
        assert not (await session.scalars(select(Box))).all()
    assert not keys.has(row.key_name, Use.SEALED)
    found = await services.summaries.of_round(
        card.id, a_facilitator(), card.closes_at + timedelta(days=121)
    )
    assert found.summary.told is None
    assert found.summary.asked.voices == 18


async def test_nothing_of_the_words_stands_in_any_file_in_the_clear(
    services: Services, data_dir: Path
) -> None:
    card = await a_read_round(services)
    themes = (await services.shaping.told(card.id, a_facilitator())).shown
    said = [quote.text for theme in themes for quote in theme.quotes]
    said += [theme.heading for theme in themes if theme.heading is not None]
    stored = _everything_in(data_dir)
    assert len(said) > len(themes)
    assert not [words for words in said if words.encode() in stored]


def _everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_findings_moved_to_another_round_open_nothing(
    services: Services, database: Database
) -> None:
    card = await a_read_round(services)
    async with database.write() as session:
        stored = (await session.scalars(select(Summary))).one()
        box = (await session.scalars(select(Box))).first()
        assert box is not None
        await session.execute(update(Summary).values(findings=box.body))
        assert stored.round_id == card.id
    with pytest.raises(Exception, match="keys folder"):
        await services.summaries.of_round(card.id, a_facilitator(), card.closes_at)
