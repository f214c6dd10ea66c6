"""Two processes on one server: nobody waits in a circle, nothing is done twice, nothing is lost."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.ballot.keystore import KeyStore
from bot.ballot.tokens import Token
from bot.errors import ReadableError
from bot.operation.moving import bring_in, export
from bot.rotation.dates import Dates
from bot.services import Services
from bot.services.audit import Action
from bot.services.values import RoundCard, RoundState
from bot.settings import Settings
from db import migrate
from db.engine import Database
from db.models import Box, Group, Outbox, Roll, Round
from tests.faults.steps import a_due_slot
from tests.living import SLOT, an_open_round, answered, clinicians
from tests.making import (
    CHANNEL,
    GUILD,
    NOW,
    a_clinician,
    a_codebook,
    a_deck,
    a_facilitator,
    a_guard,
    a_plan,
    an_admin,
    an_answer,
)
from tests.servers import Server, look

ROOT = Path(__file__).parents[2]
AT_ONCE = 0.5
"""Seconds that looking past a lock may take, and waiting for one surely does not."""


@pytest.fixture
def others(other: Database, keys: KeyStore) -> Services:
    return Services.over(other, keys, a_deck(), a_codebook(), a_guard())


@asynccontextmanager
async def held(database: Database, table: type[Group | Round | Outbox]) -> AsyncIterator[None]:
    """Every row of a table, as somebody holds it who is at work there."""
    async with database.write() as session:
        await session.scalars(select(table).with_for_update(key_share=True))
        yield


async def passed(work: Awaitable[Any]) -> Any:
    async with asyncio.timeout(AT_ONCE):
        return await work


async def the_round(database: Database) -> Round:
    async with database.read() as session:
        return (await session.scalars(select(Round))).one()


async def test_a_message_that_somebody_is_claiming_is_passed_over(
    services: Services, other: Database
) -> None:
    await services.openings.attend(await a_due_slot(services), SLOT)
    (post_id,) = await services.posts.due(SLOT)
    async with held(other, Outbox):
        assert await passed(services.posts.claim(post_id, SLOT)) is None
    assert await services.posts.claim(post_id, SLOT) is not None


async def test_a_group_that_somebody_is_at_is_passed_over_and_attended_by_the_next_tick(
    services: Services, database: Database, other: Database
) -> None:
    group_id = await a_due_slot(services)
    async with held(other, Group):
        await passed(services.openings.attend(group_id, SLOT))
    assert await services.openings.due(SLOT) == [group_id]
    await services.openings.attend(group_id, SLOT)
    assert (await the_round(database)).state == RoundState.OPEN


async def test_a_round_that_somebody_is_at_is_passed_over_and_ended_by_the_next_tick(
    services: Services, database: Database, other: Database
) -> None:
    card = await an_open_round(services)
    await answered(services, card, *clinicians(3))
    async with held(other, Round):
        await passed(services.rounds.end(card.id, card.closes_at))
        assert (await the_round(database)).state == RoundState.OPEN
    assert await services.rounds.ended(card.closes_at) == [card.id]
    await services.rounds.end(card.id, card.closes_at)
    night = card.closes_at + timedelta(days=200)
    async with held(other, Round):
        await passed(services.sweeping.sweep(card.id, night))
    assert (await the_round(database)).state == RoundState.SEALED
    await services.sweeping.sweep(card.id, night)
    assert (await the_round(database)).state == RoundState.COUNTED


async def test_two_processes_that_end_the_same_round_seal_it_once(
    services: Services, others: Services, database: Database, keys: KeyStore
) -> None:
    card = await an_open_round(services)
    receipts = await answered(services, card, *clinicians(4))
    both = [each.rounds.end(card.id, card.closes_at) for each in (services, others) * 3]
    await asyncio.gather(*both)
    assert (await the_round(database)).voices == 4
    for receipt in receipts:
        found = await others.receipts.find(receipt.token, GUILD)
        assert found.answer == receipt.answer


async def test_two_admins_at_the_same_instant_set_up_one_group(
    services: Services, others: Services, database: Database
) -> None:
    both = [each.groups.set_up(a_plan(), an_admin(), NOW) for each in (services, others) * 3]
    assert len({card.id for card in await asyncio.gather(*both)}) == 1


async def sent_by_twelve(services: Services, others: Services, card: RoundCard) -> int:
    """How many of twelve were told that their answer is stored."""
    sent = [
        each.answers.submit(card.id, Token.new(), a_clinician(n + 1), an_answer(), NOW)
        for n, each in enumerate((services, others) * 6)
    ]
    given = await asyncio.gather(*sent, return_exceptions=True)
    return sum(not isinstance(each, BaseException) for each in given)


async def test_what_two_processes_store_at_once_is_all_there(
    services: Services, others: Services, database: Database
) -> None:
    card = await an_open_round(services)
    assert await sent_by_twelve(services, others, card) == 12
    async with database.read() as session:
        assert len((await session.scalars(select(Box.id))).all()) == 12
        assert len((await session.scalars(select(Roll.tag))).all()) == 12


async def test_without_the_lock_on_the_round_answers_would_be_lost_or_refused(
    services: Services,
    others: Services,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    expected_errors: pytest.LogCaptureFixture,
) -> None:
    async def unlocked(session: Any, round_id: int) -> Round | None:
        found: Round | None = await session.get(Round, round_id)
        return found

    monkeypatch.setattr("db.locks.locked_round", unlocked)
    card = await an_open_round(services)
    told = await sent_by_twelve(services, others, card)
    async with database.read() as session:
        kept = len((await session.scalars(select(Box.id))).all())
    assert (told, kept) != (12, 12)


async def deadlocks(address: str) -> int:
    """How often the server had to break a circle; it counts when a connection closes."""
    await asyncio.sleep(0.1)
    ((count,),) = await look(
        address, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    )
    return int(count)


async def test_the_server_counts_a_circle_where_there_is_one(
    services: Services, others: Services, database: Database, other: Database, address: str
) -> None:
    """The negative control: group and round, in both orders."""
    await an_open_round(services)
    first: tuple[Any, Any] = (Group, Round)
    both = asyncio.Barrier(2)

    async def hold(where: Database, tables: tuple[Any, Any]) -> None:
        async with where.write() as session:
            await session.execute(text("SET LOCAL lock_timeout = 0"))
            await session.execute(text("SET LOCAL deadlock_timeout = 50"))
            await session.scalars(select(tables[0]).with_for_update())
            await both.wait()
            await session.scalars(select(tables[1]).with_for_update())

    held_by_both = hold(database, first), hold(other, first[::-1])
    ended = await asyncio.gather(*held_by_both, return_exceptions=True)
    assert sum(isinstance(each, Exception) for each in ended) == 1
    await asyncio.gather(database.close(), other.close())
    assert await deadlocks(address) == 1


async def test_whatever_comes_together_nobody_waits_in_a_circle(
    services: Services, others: Services, database: Database, other: Database, address: str
) -> None:
    """Answers, edits, withdrawals, posts, the seal, the night, and admins: all at the same time."""
    for turn in range(5):
        plan = a_plan(channel_id=CHANNEL + turn)
        card = await an_open_round(services, plan)
        receipts = await answered(services, card, *clinicians(4))
        works = [each for store in (services, others) for each in everything(store, card, receipts)]
        ended = await asyncio.gather(*(began() for began in works), return_exceptions=True)
        told = [each for each in ended if isinstance(each, BaseException)]
        assert all(isinstance(each, ReadableError) for each in told), told
        assert not [each for each in told if "my store" in str(each)]
        async with database.write() as session:
            assert await session.scalar(select(Group.id).where(Group.id == card.group_id)) is None
    await asyncio.gather(database.close(), other.close())
    assert await deadlocks(address) == 0


def everything(
    services: Services, card: RoundCard, receipts: list[Any]
) -> list[Callable[[], Awaitable[object]]]:
    """What can happen to a group in its last minute, in the end its own destruction."""
    reader, admin, end = a_facilitator(), an_admin(), card.closes_at
    ahead = Dates(end.date(), end.date())

    async def posting() -> None:
        for post_id in await services.posts.due(end):
            post = await services.posts.claim(post_id, end)
            if post and await services.posts.ready(post, end):
                await services.posts.posted(post, 77)

    async def ending() -> None:
        await services.rounds.end(card.id, end)
        await services.openings.attend(card.group_id, end + timedelta(days=2))
        await services.sweeping.sweep(card.id, end + timedelta(days=200))

    async def forgetting() -> None:
        await services.groups.forget_guild(GUILD, end - timedelta(days=30))
        for _ in range(40):
            with suppress(ReadableError):
                await services.sweeping.forget(card.group_id, end)
            await asyncio.sleep(0.02)

    def answering(who: int) -> Callable[[], Awaitable[object]]:
        return lambda: services.answers.submit(
            card.id, Token.new(), a_clinician(who), an_answer(), NOW
        )

    return [
        *(answering(100 + who) for who in range(3)),
        lambda: services.answers.submit(
            card.id, receipts[0].token, clinicians(1)[0], an_answer("Other words."), NOW
        ),
        lambda: services.receipts.withdraw(receipts[1].token, GUILD, NOW),
        posting,
        ending,
        lambda: services.rounds.status(card.group_id, reader),
        lambda: services.summaries.of_round(card.id, reader, end),
        lambda: services.summaries.answers(card.id, reader, end),
        lambda: services.schedule.leave_out(card.group_id, admin, ahead, NOW, Action.LEFT_OUT),
        lambda: services.groups.forget(card.group_id, admin, end - timedelta(days=30)),
        forgetting,
    ]


async def test_two_processes_that_migrate_at_once_both_end_well(
    server: Server, tmp_path: Path
) -> None:
    """Though one of them has to wait for longer than anybody would wait for a reply."""
    name = server.new(None)
    url = server.url(name)
    migrating = [start(url, tmp_path / str(n), "migrate") for n in range(2)]
    blocking = Database(url)
    async with blocking.patient.begin() as connection:
        lock = text(f"SELECT pg_advisory_xact_lock({migrate.ADVISORY_LOCK})")
        await connection.execute(lock)
        waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        async with asyncio.timeout(60):
            while (await look(url, waiting))[0][0] < len(migrating):  # noqa: ASYNC110 - no event tells
                await asyncio.sleep(0.1)
        began = time.monotonic()
        await asyncio.sleep(2)
    ended = [await asyncio.to_thread(each.communicate) for each in migrating]
    assert time.monotonic() - began > 2
    assert [each.returncode for each in migrating] == [0, 0], ended
    await migrate.check(blocking.patient)
    await blocking.close()
    server.drop(name)


async def test_an_import_waits_for_whoever_migrates_as_long_as_it_takes(
    server: Server, address: str, tmp_path: Path, keys_dir: Path
) -> None:
    name, file = server.new(None), tmp_path / "moved.zip"
    here, there = (
        Settings.load(None, data_dir=tmp_path / "data", keys_dir=keys_dir, database_url=url)
        for url in (address, server.url(name))
    )
    await export(here, file)
    blocking = Database(server.url(name))
    async with blocking.patient.begin() as connection:
        lock = text(f"SELECT pg_advisory_xact_lock({migrate.ADVISORY_LOCK})")
        await connection.execute(lock)
        importing = asyncio.create_task(bring_in(there, file))
        await asyncio.sleep(2.5)
        assert not importing.done()
    assert (await importing)[0].startswith("Imported")
    await blocking.close()
    server.drop(name)


def start(url: str, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    folder.mkdir()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATABASE_URL": url}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
