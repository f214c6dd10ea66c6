"""Who may read what is asked of the store, and no round is fetched that is not shown."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, insert, inspect, select

from bot.errors import NotTheFacilitator, NotYet
from bot.services.summaries import OLDER
from bot.services.values import RoundState
from db.models import Round
from tests.living import an_open_round, answered, clinicians
from tests.making import FACILITATOR_ROLE, a_clinician, a_facilitator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.services import Services
    from bot.services.values import RoundCard
    from db.engine import Database

ROUNDS = 30


@pytest.fixture
def loaded() -> Iterator[list[Round]]:
    """Every round that is fetched from the store."""
    seen: list[Round] = []

    def note(row: Round, _context: object) -> None:
        seen.append(row)

    event.listen(Round, "load", note)
    yield seen
    event.remove(Round, "load", note)


async def many_rounds(services: Services, database: Database) -> RoundCard:
    """A sealed round, and thirty later ones that another role read."""
    card = await an_open_round(services)
    await answered(services, card, *clinicians(4))
    await services.rounds.end(card.id, card.closes_at)
    async with database.write() as session:
        row = await session.get_one(Round, card.id)
        fields = {
            each.key: getattr(row, each.key)
            for each in inspect(Round).column_attrs
            if each.key != "id"
        }
        for number in range(1, ROUNDS + 1):
            later = {"slot_on": row.slot_on + timedelta(weeks=number), "key_name": f"{number:016x}"}
            role = {"facilitator_role_id": FACILITATOR_ROLE + 1}
            await session.execute(insert(Round).values({**fields, **later, **role}))
    return card


async def test_the_newest_summary_is_found_behind_rounds_that_others_read(
    services: Services, database: Database, loaded: list[Round]
) -> None:
    card = await many_rounds(services, database)
    loaded.clear()
    found = await services.summaries.latest(card.group_id, a_facilitator(), card.closes_at)
    assert found.round.id == card.id
    assert len(loaded) <= 2
    with pytest.raises(NotTheFacilitator):
        await services.summaries.latest(card.group_id, a_clinician(), card.closes_at)


async def test_no_more_rounds_are_fetched_than_a_list_can_show(
    services: Services, database: Database, loaded: list[Round]
) -> None:
    card = await many_rounds(services, database)
    other = a_facilitator()
    async with database.write() as session:
        for row in await session.scalars(select(Round)):
            row.facilitator_role_id = FACILITATOR_ROLE
    loaded.clear()
    listed = await services.summaries.sealed_rounds(card.group_id, other)
    assert len(listed) == len(loaded) == OLDER
    assert [each.id for each in listed] == sorted((each.id for each in listed), reverse=True)
    assert await services.summaries.sealed_rounds(card.group_id, a_clinician()) == ()


async def test_where_nothing_is_sealed_yet_the_reader_hears_so(
    services: Services, database: Database
) -> None:
    card = await an_open_round(services)
    with pytest.raises(NotYet):
        await services.summaries.latest(card.group_id, a_facilitator(), card.closes_at)
    async with database.read() as session:
        assert (await session.get_one(Round, card.id)).state == RoundState.OPEN
