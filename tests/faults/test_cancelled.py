"""A form that nobody waits for any longer must not hold up those that come after it."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from typing import Any

import aiosqlite
import pytest

from bot.ballot.tokens import Token
from bot.errors import PerhapsStored, StoreUnavailable
from bot.services import Services
from bot.services.values import RoundCard
from db import sqlite
from tests.living import an_open_round
from tests.making import NOW, a_clinician, an_answer


class Scissors:
    """Cuts a task off in the middle of its n-th operation on the database."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._left = 0
        self._task: asyncio.Task[bool] | None = None
        execute: Any = aiosqlite.Connection._execute

        async def counted(connection: aiosqlite.Connection, *work: Any, **options: Any) -> Any:
            self._left -= 1
            if self._left == 0 and self._task is not None:
                asyncio.get_running_loop().call_soon(self._task.cancel)
            return await execute(connection, *work, **options)

        monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)

    async def cut(self, task: asyncio.Task[bool], at: int) -> bool:
        """Whether the task was cut off; False when it was done before."""
        self._task, self._left = task, at
        await asyncio.wait([task])
        self._left = 0
        return task.cancelled()


@pytest.fixture
async def scissors(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scissors]:
    """The garbage collector waits: what it would mend sooner or later is not mended in time."""
    gc.disable()
    yield Scissors(monkeypatch)
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
        sending = asyncio.ensure_future(submit(services, card, who, token))
        was_cut = await scissors.cut(sending, at=who)
        assert not await submit(services, card, 1000 + who, Token.new())
        assert await submit(services, card, who, token) or was_cut
    assert who > 15


async def test_ordinary_cursors_would_hold_up_the_next(
    services: Services,
    scissors: Scissors,
    monkeypatch: pytest.MonkeyPatch,
    expected_errors: pytest.LogCaptureFixture,
) -> None:
    card = await an_open_round(services)
    monkeypatch.setattr(sqlite.Connection, "cursor", aiosqlite.Connection.cursor)
    kept = []
    for who in range(1, 40):
        kept.append(asyncio.ensure_future(submit(services, card, who, Token.new())))
        await scissors.cut(kept[-1], at=who)
        try:
            await submit(services, card, 1000 + who, Token.new())
        except (StoreUnavailable, PerhapsStored):
            return
    pytest.fail("no operation was found after which the connection kept its locks")
