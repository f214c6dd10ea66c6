"""A server that hangs, goes away or comes back: a text is never lost, and nobody waits for long."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bot.ballot.tokens import Token
from bot.errors import PerhapsStored, StoreUnavailable
from bot.services import Services
from bot.services.values import RoundCard
from db import engine
from db.engine import Database
from db.models import Box, Roll
from tests.living import an_open_round, answered, clinicians
from tests.making import GUILD, NOW, a_clinician, an_answer
from tests.servers import look
from tests.wires import Wire

IN_TIME = 3.0
"""Discord waits so long for a reply to a form."""
TROUBLE = (StoreUnavailable, PerhapsStored)


@pytest.fixture
def url(wire_and_url: tuple[Wire, str]) -> str:
    return wire_and_url[1]


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorter limits, to try very many moments."""
    monkeypatch.setattr(engine, "PATIENCE", 0.4)


async def submit(services: Services, card: RoundCard, token: Token, who: int = 1) -> bool:
    """Send an answer; whether it replaced an earlier version."""
    given = await services.answers.submit(card.id, token, a_clinician(who), an_answer(), NOW)
    return given.edited


async def refused(work: Awaitable[object]) -> float:
    """How long it took until somebody was told that it did not work."""
    began = time.monotonic()
    with pytest.raises(TROUBLE):
        await work
    return time.monotonic() - began


async def perhaps_stored(work: Awaitable[object]) -> bool:
    """False where its author was told for sure that nothing was stored."""
    try:
        await work
    except StoreUnavailable:
        return False
    except PerhapsStored:
        return True
    return True


async def stored(address: str) -> tuple[int, int]:
    ((box, roll),) = await look(
        address, "SELECT (SELECT count(*) FROM box), (SELECT count(*) FROM roll)"
    )
    return box, roll


@pytest.mark.parametrize("after", [0, 1, 4, 9])
async def test_a_hanging_server_is_told_within_three_seconds_and_then_all_goes_on(
    services: Services, wire: Wire, after: int
) -> None:
    card, token = await an_open_round(services), Token.new()
    wire.hang(after)
    assert await refused(submit(services, card, token)) < IN_TIME
    wire.mend()
    assert not await submit(services, card, token)


async def test_a_server_that_hangs_from_the_start_is_told_in_time(
    services: Services, database: Database, wire: Wire
) -> None:
    card = await an_open_round(services)
    await database.close()
    wire.hang()
    assert await refused(submit(services, card, Token.new())) < IN_TIME


async def test_many_who_send_to_a_hanging_server_are_all_told_in_time(
    services: Services, wire: Wire
) -> None:
    card = await an_open_round(services)
    wire.hang()
    sent = [refused(submit(services, card, Token.new(), who)) for who in range(30)]
    assert max(await asyncio.gather(*sent)) < IN_TIME


async def test_a_button_on_a_hanging_server_is_answered_in_time(
    services: Services, wire: Wire
) -> None:
    card = await an_open_round(services)
    wire.hang()
    begin = services.answers.begin(card.id, Token.new(), a_clinician(), NOW)
    assert await refused(begin) < IN_TIME


@pytest.mark.parametrize("trouble", [Wire.hang, Wire.cut])
async def test_whenever_the_wire_breaks_a_form_sent_again_is_one_ballot(
    hasty: None,
    services: Services,
    address: str,
    wire: Wire,
    trouble: Callable[[Wire, int], None],
    monkeypatch: pytest.MonkeyPatch,
    expected_errors: pytest.LogCaptureFixture,
) -> None:
    card = await an_open_round(services)
    pieces, broke = 0, True
    while broke:
        pieces += 1
        token = Token.new()
        trouble(wire, pieces)
        with monkeypatch.context() as hastier:
            hastier.setattr(engine, "TURN", 0.3)
            perhaps = await perhaps_stored(submit(services, card, token, pieces))
        broke = wire.broken
        wire.mend()
        assert not await submit(services, card, Token.new(), 1000 + pieces)
        assert perhaps or not await submit(services, card, token, pieces)
        await submit(services, card, token, pieces)
        assert await stored(address) == (2 * pieces, 2 * pieces)
    assert pieces > 10


async def test_a_withdrawal_and_a_seal_survive_a_server_that_goes_away(
    hasty: None, services: Services, wire: Wire
) -> None:
    card = await an_open_round(services)
    receipts = await answered(services, card, *clinicians(4))
    wire.cut(4)
    await refused(services.receipts.withdraw(receipts[0].token, GUILD, NOW))
    wire.mend()
    wire.cut(6)
    await refused(services.rounds.end(card.id, card.closes_at))
    wire.mend()
    await services.sealing.recover()
    await services.rounds.end(card.id, card.closes_at)
    found = await services.receipts.find(receipts[1].token, GUILD)
    assert found.round.voices == 4


async def test_a_server_that_was_restarted_is_used_again_without_a_word(
    services: Services, database: Database, address: str
) -> None:
    """Every connection that lies in the pool is cut off; the next answer takes a new one."""
    card = await an_open_round(services)
    await asyncio.gather(*(submit(services, card, Token.new(), who) for who in range(8)))
    everybody = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    assert len(await look(address, everybody)) > 1
    for who in range(8, 12):
        assert not await submit(services, card, Token.new(), who)


async def test_a_server_that_is_gone_is_told_and_found_again_when_it_is_back(
    services: Services, wire: Wire
) -> None:
    card, token = await an_open_round(services), Token.new()
    wire.cut()
    for _ in range(3):
        assert await refused(submit(services, card, token)) < IN_TIME
    wire.mend()
    assert not await submit(services, card, token)


async def test_without_the_limits_a_hanging_server_would_not_be_noticed(
    url: str, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PATIENCE", 60)
    monkeypatch.setattr(engine, "TURN", 60)
    patient = Database(url)

    async def ask() -> None:
        async with patient.read() as session:
            await session.execute(text("SELECT 1"))

    await ask()
    wire.hang()
    asking = asyncio.ensure_future(ask())
    done, _ = await asyncio.wait([asking], timeout=IN_TIME)
    assert not done
    wire.mend()
    await asking
    await patient.close()


async def test_what_takes_its_time_is_not_cut_off_where_nobody_waits(
    hasty: None, address: str
) -> None:
    database = Database(address)
    slow: Any = text("SELECT pg_sleep(0.6)")
    async with database.patient.connect() as connection:
        await connection.execute(slow)
    with pytest.raises((TimeoutError, DBAPIError)):
        async with database.write() as session:
            await session.execute(slow)
    await database.close()


async def test_compacting_waits_for_its_moment_and_lets_answers_pass(
    services: Services, database: Database, other: Database
) -> None:
    card = await an_open_round(services)
    await answered(services, card, *clinicians(3))
    async with other.read() as session:
        await session.execute(select(Box.id))
        compacting = asyncio.ensure_future(database.compact())
        await asyncio.sleep(0.2)
        assert not await submit(services, card, Token.new(), 50)
        assert not compacting.done()
    await compacting
    async with database.read() as session:
        assert len((await session.scalars(select(Roll.tag))).all()) == 4
