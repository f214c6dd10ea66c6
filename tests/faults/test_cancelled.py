"""A form that nobody waits for any longer must not hold up those that come after it."""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Coroutine, Generator
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from bot.ballot.tokens import Token
from bot.errors import PerhapsStored, StoreUnavailable
from bot.services import Services
from bot.services.values import RoundCard
from db import sqlite
from db.engine import Database
from tests.living import an_open_round
from tests.making import NOW, a_clinician, an_answer


class Scissors:
    """Cuts a task off where it waits for the n-th time: for the database, or for its turn there."""

    async def cut(self, work: Coroutine[Any, Any, bool], at: int) -> asyncio.Task[bool]:
        """The task, which ended; cut off, unless it was done before it had waited so often."""
        task = asyncio.ensure_future(Waits(work, at))
        await asyncio.wait([task])
        return task


class Waits:
    """Awaits something, and cancels its own task when that has let it wait ``at`` times."""

    def __init__(self, work: Coroutine[Any, Any, bool], at: int) -> None:
        self._work, self._left = work, at

    def __await__(self) -> Generator[Any, Any, bool]:
        steps = self._work.__await__()
        answer, trouble = None, None
        while True:
            try:
                waited_for = steps.throw(trouble) if trouble else steps.send(answer)
            except StopIteration as end:
                return bool(end.value)
            self._left -= 1
            task = asyncio.current_task()
            if self._left == 0 and task is not None:
                asyncio.get_running_loop().call_soon(task.cancel)
            answer, trouble = None, None
            try:
                answer = yield waited_for
            except BaseException as error:  # noqa: BLE001 - handed on to what is awaited
                trouble = error


@pytest.fixture
async def scissors() -> AsyncIterator[Scissors]:
    """The garbage collector waits: what it would mend sooner or later is not mended in time."""
    gc.disable()
    yield Scissors()
    gc.enable()
    gc.collect()
    await asyncio.sleep(0.1)  # The threads of what was cut off end before their loop does.


async def submit(services: Services, card: RoundCard, who: int, token: Token) -> bool:
    """Send an answer; whether it replaced an earlier version."""
    given = await services.answers.submit(card.id, token, a_clinician(who), an_answer(), NOW)
    return given.edited


async def test_wherever_a_form_is_cut_off_the_next_is_stored_and_so_is_its_own_second_try(
    services: Services, scissors: Scissors, expected_errors: pytest.LogCaptureFixture
) -> None:
    card = await an_open_round(services)
    who, was_cut = 0, True
    while was_cut:
        who += 1
        token = Token.new()
        was_cut = (await scissors.cut(submit(services, card, who, token), at=who)).cancelled()
        assert not await submit(services, card, 1000 + who, Token.new())
        assert await submit(services, card, who, token) or was_cut
    assert who > 15


async def test_no_thread_outlives_a_closed_database_whose_connection_was_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, connected = Database(f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"), sqlite._connected

    def slowly(*where: Any) -> sqlite3.Connection:
        time.sleep(0.3)
        return connected(*where)

    async def ask() -> None:
        async with database.read() as session:
            await session.connection()

    monkeypatch.setattr(sqlite, "_connected", slowly)
    before, asking = set(threading.enumerate()), asyncio.ensure_future(ask())
    await asyncio.sleep(0.1)
    began = set(threading.enumerate()) - before
    asking.cancel()
    await asyncio.wait([asking])
    assert [each for each in began if each.is_alive()]
    await database.close()
    assert not [each for each in began if each.is_alive()]


async def test_ordinary_cursors_would_hold_up_the_next(
    services: Services,
    scissors: Scissors,
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected_errors: pytest.LogCaptureFixture,
) -> None:
    card = await an_open_round(services)
    monkeypatch.setattr(sqlite.Connection, "cursor", aiosqlite.Connection.cursor)
    kept = []
    for who in range(1, 40):
        kept.append(await scissors.cut(submit(services, card, who, Token.new()), at=who))
        try:
            await submit(services, card, 1000 + who, Token.new())
        except (StoreUnavailable, PerhapsStored):
            return
    pytest.fail("no operation was found after which the connection kept its locks")
