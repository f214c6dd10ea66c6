"""Whatever goes wrong inside: neither the log, nor the error, nor the person's reply tells more."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeAlias

import aiohttp
import discord
import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.ballot.keystore import KeyStore, Use
from bot.ballot.tokens import Token
from bot.replies import GuardedTree
from bot.services import Services
from bot.services.store import Store
from bot.services.values import Caller, RoundCard
from db.engine import Database
from db.models import Audit, Box, Group, Round
from tests.leaks.listening import ordinary, shipped
from tests.living import an_open_round, answered
from tests.making import GUILD, NOW, a_clinician, a_facilitator, an_admin, an_answer
from tests.views.doors import Doors, opened, raising, read

CANARY = "the brother of my client drowned that spring"
TOKEN = Token(bytes(range(1, 17)))
AUTHOR = a_clinician(424_242)
SECRETS = (CANARY, TOKEN.code, str(AUTHOR.user_id))


@dataclass
class Bench:
    """A store with an open round, and ways to break it."""

    services: Services
    database: Database
    keys: KeyStore
    card: RoundCard
    file: Path

    async def submit(self) -> object:
        answer = an_answer(f"I saw how {CANARY}.")
        return await self.services.answers.submit(self.card.id, TOKEN, AUTHOR, answer, NOW)

    async def write(self, *statements: Any) -> None:
        """Through the services' own door to the database."""
        async with Store(self.database).write() as session:
            for statement in statements:
                await session.execute(statement)


Break: TypeAlias = Callable[[Bench], Awaitable[object]]


async def unique_violation(bench: Bench) -> None:
    row = {"round_id": bench.card.id, "id": TOKEN.open_id, "body": CANARY.encode()}
    await bench.write(insert(Box).values(**row), insert(Box).values(**row))


async def check_violation(bench: Bench) -> None:
    await bench.write(update(Group).values(k=1, contacts=f"{CANARY} {AUTHOR.user_id}"))


async def missing_parent(bench: Bench) -> None:
    line = {"guild_id": GUILD, "group_id": 999, "at": NOW, "action": CANARY[:30]}
    await bench.write(insert(Audit).values(actor_id=AUTHOR.user_id, **line))


async def naive_instant(bench: Bench) -> None:
    naive = NOW.replace(tzinfo=None)
    await bench.write(update(Round).values(closes_at=naive, contacts=CANARY))


async def locked(bench: Bench) -> None:
    other = sqlite3.connect(bench.file)
    other.execute("BEGIN IMMEDIATE")
    try:
        await bench.submit()
    finally:
        other.close()


async def disconnected(bench: Bench) -> None:
    async with Store(bench.database).write():
        raise ConnectionError(f"while sending {CANARY} of {AUTHOR.user_id}")


async def another_rounds_key(bench: Bench) -> None:
    await answered(bench.services, bench.card, AUTHOR, text=CANARY)
    named = await _named(bench)
    bench.keys.destroy(*named)
    bench.keys.create(*named)
    await bench.services.rounds.end(bench.card.id, bench.card.closes_at)


async def half_a_key(bench: Bench) -> None:
    name, _ = await _named(bench)
    (bench.keys._folder / f"{name}.text.key").write_bytes(b"half")
    await bench.submit()


async def broken_file(bench: Bench) -> None:
    await bench.database.close()
    bench.file.write_bytes(CANARY.encode() * 2000)
    await bench.submit()


async def _named(bench: Bench) -> tuple[str, Use]:
    async with bench.database.read() as session:
        return (await session.get_one(Round, bench.card.id)).key_name, Use.TEXT


STORE: tuple[Break, ...] = (
    unique_violation,
    check_violation,
    missing_parent,
    naive_instant,
    locked,
    disconnected,
    another_rounds_key,
    half_a_key,
    broken_file,
)

BODY = {"message": f"{CANARY} {TOKEN.code}", "code": 50035}


def http(status: int) -> discord.HTTPException:
    answer: Any = SimpleNamespace(status=status, reason=f"Bad {AUTHOR.user_id}")
    kind = discord.DiscordServerError if status >= 500 else discord.HTTPException
    return kind(answer, BODY)


def detailed() -> Exception:
    """As asyncpg tells of a row, wrapped by something that was raised meanwhile."""
    driver = RuntimeError(f"DETAIL: Failing row contains ({AUTHOR.user_id}, {CANARY}).")
    driver.__context__ = ValueError(f"sb:write:1:{TOKEN.code}")
    outer = KeyError(CANARY)
    outer.__cause__ = driver
    return outer


FOREIGN: dict[str, Exception] = {
    "http 400": http(400),
    "http 500": http(500),
    "no route": aiohttp.ClientError(f"POST /webhooks/{AUTHOR.user_id} {CANARY} {TOKEN.code}"),
    "timeout": TimeoutError(*SECRETS),
    "unknown": ValueError(*SECRETS),
    "unreadable": UnicodeDecodeError("utf-8", " ".join(SECRETS).encode(), 0, 1, CANARY),
    "chained": detailed(),
    "group": ExceptionGroup(CANARY, [ValueError(*SECRETS)]),
}


@pytest.fixture
async def bench(services: Services, database: Database, keys: KeyStore, data_dir: Path) -> Bench:
    card = await an_open_round(services)
    return Bench(services, database, keys, card, data_dir / "supervision.db")


@pytest.fixture
async def doors() -> AsyncIterator[Doors]:
    async with opened(GuardedTree) as there:
        yield there


async def raised_by(work: Awaitable[object]) -> Exception:
    try:
        await work
    except Exception as error:  # noqa: BLE001 - any of them must be clean
        return error
    pytest.fail("nothing was raised")


def told_by(error: BaseException) -> str:
    """All that can be printed of an error, with what it was raised from and amid."""
    return "".join((str(error), repr(error), *traceback.format_exception(error)))


def nothing_in(text: str) -> bool:
    return not any(secret in text for secret in SECRETS)


async def through_every_door(doors: Doors, error: Exception) -> str:
    """What a person reads; the error also goes wherever libraries log errors."""
    said = read(await doors.command(raising(error)))
    logging.getLogger("discord.client").error("Ignoring exception in %s", "it", exc_info=error)
    logging.getLogger("bot").error("Failed", exc_info=error)
    loop = asyncio.get_running_loop()
    loop.call_exception_handler({"message": "Task failed", "exception": error, "task": error})
    return said


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("broken", STORE, ids=lambda each: each.__name__)
async def test_an_error_of_the_store_carries_no_value_and_leaves_none_in_the_log(
    bench: Bench,
    doors: Doors,
    broken: Break,
    expected_errors: pytest.LogCaptureFixture,
    *,
    as_json: bool,
) -> None:
    with shipped(as_json=as_json) as log:
        error = await raised_by(broken(bench))
        said = await through_every_door(doors, error)
    assert nothing_in(told_by(error))
    assert nothing_in(said)
    assert nothing_in(log.getvalue())
    assert type(error).__name__ in log.getvalue()


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("name", FOREIGN)
async def test_an_error_full_of_words_leaves_none_in_the_log_nor_in_the_reply(
    doors: Doors, name: str, expected_errors: pytest.LogCaptureFixture, *, as_json: bool
) -> None:
    error = FOREIGN[name]
    with shipped(as_json=as_json) as log:
        said = await through_every_door(doors, error)
    assert said
    assert nothing_in(said)
    assert nothing_in(log.getvalue())
    assert type(error).__name__ in log.getvalue()


@pytest.mark.parametrize("name", FOREIGN)
async def test_an_ordinary_log_would_quote_it(
    doors: Doors, name: str, expected_errors: pytest.LogCaptureFixture
) -> None:
    with ordinary() as log:
        await through_every_door(doors, FOREIGN[name])
    assert not nothing_in(log.getvalue())


async def test_an_ordinary_engine_would_quote_the_row(bench: Bench) -> None:
    plain = create_async_engine(bench.database.engine.url)
    line = {"guild_id": GUILD, "group_id": 999, "at": NOW, "action": CANARY}
    row = insert(Audit).values(id=1, actor_id=AUTHOR.user_id, **line)

    async def twice() -> None:
        async with plain.begin() as connection:
            await connection.execute(row)
            await connection.execute(row)

    error = await raised_by(twice())
    await plain.dispose()
    assert isinstance(error, IntegrityError)
    assert not nothing_in(told_by(error))


@pytest.mark.parametrize("caller", [a_facilitator(), an_admin(), AUTHOR])
def test_no_caller_shows_in_what_is_printed_of_them(caller: Caller) -> None:
    assert str(caller.user_id) not in f"{caller!r}{caller!s}"
