"""A server that takes nothing more: its disk is full, or it may only be read, as a standby may."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import make_url

from bot.ballot.tokens import Token
from bot.errors import StoreUnavailable
from bot.services import Services
from bot.services.values import RoundCard
from tests.living import an_open_round, answered, clinicians
from tests.making import GUILD, NOW, a_clinician, a_facilitator, an_answer
from tests.servers import ADDRESS, look

FUNCTION = """CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END $$"""
TRIGGER = "CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON box EXECUTE FUNCTION no_room()"
SET = "ALTER DATABASE {name} SET default_transaction_read_only = "
HANG_UP = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = '{name}' AND pid <> pg_backend_pid()"""
"""A setting holds for whoever connects from then on, so everybody has to."""

FULL, ROOM_AGAIN = (FUNCTION, TRIGGER), ("DROP FUNCTION no_room CASCADE",)
READ_ONLY, WRITTEN_AGAIN = (f"{SET}on", HANG_UP), (f"{SET}off", HANG_UP)


async def run(address: str, statements: Sequence[str]) -> None:
    """What names the database is said in another one, which can still be written to."""
    for each in statements:
        said = each.format(name=make_url(address).database)
        await look(address if said == each else ADDRESS, said)


async def submit(services: Services, card: RoundCard, token: Token) -> bool:
    return (await services.answers.submit(card.id, token, a_clinician(9), an_answer(), NOW)).edited


@pytest.mark.parametrize(
    ("fault", "mended"),
    [(FULL, ROOM_AGAIN), (READ_ONLY, WRITTEN_AGAIN)],
    ids=["full", "read-only"],
)
async def test_a_server_that_takes_nothing_is_told_loses_nothing_and_takes_all_later(
    services: Services, address: str, fault: Sequence[str], mended: Sequence[str]
) -> None:
    card, token = await an_open_round(services), Token.new()
    before = await answered(services, card, *clinicians(3))
    await run(address, fault)
    with pytest.raises(StoreUnavailable):
        await submit(services, card, token)
    with pytest.raises(StoreUnavailable):
        await services.rounds.close_now(card.id, a_facilitator(), NOW)
    for receipt in before:
        assert (await services.receipts.find(receipt.token, GUILD)).answer.text
    await run(address, mended)
    assert not await submit(services, card, token)
    closed = await services.rounds.close_now(card.id, a_facilitator(), NOW)
    assert closed.voices == len(before) + 1
