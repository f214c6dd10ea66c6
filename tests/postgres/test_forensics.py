"""What can be read out of a PostgreSQL: by a thief of its tables, of its files, of its journal.

The journal is where the promise ends, and the privacy page says so. A test holds that too: it must
not be better hidden than we say.
"""

from __future__ import annotations

import asyncio
import random
import secrets
from datetime import timedelta
from statistics import mean

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.ballot.envelope import PAD_TO, roll_tag
from bot.ballot.keystore import KeyStore, Use
from bot.services import Services
from bot.services.values import Receipt, RoundCard
from db.ballots import BoxLine, RollLine, rewrite_box, rewrite_roll
from db.engine import Database
from db.models import Round
from tests.forensics.taking import found_in, ids_of, members_found, parts
from tests.living import an_open_round, answered, clinicians
from tests.making import GUILD, a_clinician, an_answer
from tests.postgres.taking import dump, heap, journal, places, position
from tests.servers import ADDRESS, look

VOICES = 8
RUNS = 60
TOLERANCE = 0.25
WORDS = "A sentence that only one person in this whole group would ever write. "


@pytest.fixture
async def card(services: Services) -> RoundCard:
    return await an_open_round(services)


@pytest.fixture
async def receipts(services: Services, card: RoundCard) -> list[Receipt]:
    return await answered(services, card, *clinicians(VOICES), text=WORDS)


def marks_of(keys: KeyStore, receipts: list[Receipt]) -> tuple[list[bytes], list[bytes]]:
    """The tags and the ids of the open round, in the order in which people answered."""
    (name,) = keys.names(Use.ROLL)
    key = keys.read(name, Use.ROLL)
    tags = [roll_tag(key, who) for who in ids_of(VOICES)]
    return tags, [receipt.token.open_id for receipt in receipts]


async def test_no_table_names_a_member_or_quotes_an_answer(
    services: Services, receipts: list[Receipt], card: RoundCard, address: str
) -> None:
    for _ in ("open", "sealed"):
        taken = await dump(address)
        assert taken["box"]
        assert not members_found(taken.values(), ids_of(VOICES))
        assert not found_in(taken.values(), parts(WORDS.encode()))
        await services.rounds.end(card.id, card.closes_at)


async def test_a_roll_of_plain_ids_would_name_everyone(
    database: Database, card: RoundCard, address: str
) -> None:
    others = [a_clinician(100 + number).user_id for number in range(VOICES)]
    plain = [RollLine(who.to_bytes(8, "big"), facilitator=False) for who in others]
    async with database.write() as session:
        await rewrite_roll(session, card.id, plain)
    assert members_found((await dump(address)).values(), others) == set(others)


async def test_after_the_seal_and_the_night_no_table_or_file_holds_what_was_there_before(
    services: Services, keys: KeyStore, receipts: list[Receipt], card: RoundCard, address: str
) -> None:
    tags, ids = marks_of(keys, receipts)
    needles = {*tags, *ids}
    assert found_in((await dump(address)).values(), needles) == needles
    await services.rounds.end(card.id, card.closes_at)
    assert not found_in((await dump(address)).values(), needles)
    await services.sweeping.compact()
    assert not found_in([await heap(address, "roll", "box")], needles)


async def test_the_server_keeps_no_samples_of_roll_and_box(
    services: Services, receipts: list[Receipt], address: str
) -> None:
    """Which it otherwise does to plan its queries, for as long as nobody analyses them again."""
    await look(address, "ANALYZE")
    of_both = "SELECT attname FROM pg_stats WHERE tablename IN ('roll', 'box')"
    assert {name for (name,) in await look(address, of_both)} == {"round_id", "facilitator"}


async def test_whoever_still_reads_what_was_there_before_is_waited_for(
    services: Services, keys: KeyStore, receipts: list[Receipt], card: RoundCard, other: Database
) -> None:
    """VACUUM keeps what an older snapshot can see, also of tables that its owner never touched."""
    tags, ids = marks_of(keys, receipts)
    address = other.engine.url.render_as_string(hide_password=False)
    async with other.read() as session:
        await session.execute(select(Round.id))
        await services.rounds.end(card.id, card.closes_at)
        compacting = asyncio.ensure_future(services.sweeping.compact())
        await asyncio.sleep(0.3)
        assert found_in([await heap(address, "roll", "box")], {*tags, *ids})
    await compacting
    assert not found_in([await heap(address, "roll", "box")], {*tags, *ids})


async def test_whoever_writes_elsewhere_on_the_server_is_waited_for_too(
    services: Services, keys: KeyStore, receipts: list[Receipt], card: RoundCard, address: str
) -> None:
    tags, ids = marks_of(keys, receipts)
    elsewhere = create_async_engine(ADDRESS, poolclass=NullPool)
    async with elsewhere.connect() as connection:
        await connection.execute(text("CREATE TEMPORARY TABLE busy ()"))
        await services.rounds.end(card.id, card.closes_at)
        compacting = asyncio.ensure_future(services.sweeping.compact())
        await asyncio.sleep(0.3)
        assert not compacting.done()
    await compacting
    assert not found_in([await heap(address, "roll", "box")], {*tags, *ids})


async def test_without_the_nights_compacting_dead_rows_would_lie_in_the_files(
    services: Services, keys: KeyStore, receipts: list[Receipt], card: RoundCard, address: str
) -> None:
    tags, ids = marks_of(keys, receipts)
    await services.rounds.end(card.id, card.closes_at)
    assert found_in([await heap(address, "roll", "box")], {*tags, *ids})


async def test_an_edited_or_withdrawn_answer_is_gone_from_the_files_after_the_night(
    services: Services, receipts: list[Receipt], card: RoundCard, address: str
) -> None:
    before = {body for row in await look(address, "SELECT body FROM box") for body in row}
    edited = an_answer("Something else.")
    await services.answers.submit(
        card.id, receipts[0].token, clinicians(1)[0], edited, card.opens_at
    )
    await services.receipts.withdraw(receipts[1].token, GUILD, card.opens_at)
    kept = {body for row in await look(address, "SELECT body FROM box") for body in row}
    gone = {body[-32:] for body in before - kept}
    assert len(gone) == 2
    await services.sweeping.compact()
    assert not found_in([await heap(address, "box")], gone)


async def test_every_line_of_roll_and_box_was_written_by_the_last_answer(
    receipts: list[Receipt], address: str
) -> None:
    """One writer for all lines: joining them by who wrote them joins each with everyone."""
    roll, box = await places(address, "roll"), await places(address, "box")
    assert len(roll) == len(box) == VOICES
    assert len({writer for _, writer in [*roll, *box]}) == 1


async def test_lines_that_are_only_added_are_joined_by_who_wrote_them(
    database: Database, card: RoundCard, address: str
) -> None:
    """The negative control: one transaction an answer, as one would write it."""
    tags, ids = await appended(database, card)
    roll, box = await places(address, "roll"), await places(address, "box")
    writers = {writer: tag for tag, writer in roll}
    assert [writers[writer] for _, writer in box] == tags
    assert [mark for mark, _ in box] == ids


async def appended(database: Database, card: RoundCard) -> tuple[list[bytes], list[bytes]]:
    tags = [secrets.token_bytes(16) for _ in range(VOICES)]
    ids = [secrets.token_bytes(16) for _ in range(VOICES)]
    for tag, ballot in zip(tags, ids, strict=True):
        async with database.write() as session:
            connection = await session.connection()
            await connection.exec_driver_sql(
                "INSERT INTO roll (round_id, tag, facilitator) VALUES ($1, $2, false)",
                (card.id, tag),
            )
            await connection.exec_driver_sql(
                "INSERT INTO box (round_id, id, body) VALUES ($1, $2, $2)", (card.id, ballot)
            )
    return tags, ids


async def test_no_reading_by_place_finds_more_answers_than_chance(
    database: Database, card: RoundCard, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seeded, so that every run is the same; see ``tests/forensics/test_order.py``."""
    chance = random.Random(20260302)  # noqa: S311 - the point is that it repeats itself
    monkeypatch.setattr(secrets, "SystemRandom", lambda: chance)
    right: dict[str, list[int]] = {"roll": [], "box": [], "side by side": []}
    for _ in range(RUNS):
        tags, ids = await played(database, card, chance)
        roll = [mark for mark, _ in await places(address, "roll")]
        box = [mark for mark, _ in await places(address, "box")]
        right["roll"].append(agreeing(roll, tags))
        right["box"].append(agreeing(box, ids))
        side = [tags.index(a) == ids.index(b) for a, b in zip(roll, box, strict=True)]
        right["side by side"].append(sum(side))
    assert all(abs(mean(counts) - 1) <= TOLERANCE for counts in right.values()), right


def agreeing(found: list[bytes], true: list[bytes]) -> int:
    return sum(a == b for a, b in zip(found, true, strict=True))


async def played(
    database: Database, card: RoundCard, chance: random.Random
) -> tuple[list[bytes], list[bytes]]:
    """Eight answers as the services write them; the newest comes last, behind those read."""
    roll, box = list[RollLine](), list[BoxLine]()
    for _ in range(VOICES):
        roll.append(RollLine(chance.randbytes(16), facilitator=False))
        box.append(BoxLine(chance.randbytes(16), chance.randbytes(29 + PAD_TO)))
        async with database.write() as session:
            await rewrite_roll(session, card.id, [*sorted(roll[:-1]), roll[-1]])
            await rewrite_box(session, card.id, [*sorted(box[:-1]), box[-1]])
    return [line.tag for line in roll], [line.id for line in box]


async def test_the_journal_tells_the_order_of_answering_while_a_round_is_open(
    services: Services, keys: KeyStore, card: RoundCard, address: str
) -> None:
    """Said plainly in the privacy page: who runs the server and has the keys could join these."""
    since = await position(address)
    receipts = await answered(services, card, *clinicians(VOICES), text=WORDS)
    tags, ids = marks_of(keys, receipts)
    taken = await journal(address, since)
    assert sorted(tags, key=taken.index) == tags
    assert sorted(ids, key=taken.index) == ids


async def test_the_journal_quotes_no_answer_and_names_no_clinician(
    services: Services, card: RoundCard, address: str
) -> None:
    since = await position(address)
    await answered(services, card, *clinicians(VOICES), text=WORDS)
    await services.rounds.end(card.id, card.closes_at + timedelta(minutes=1))
    taken = await journal(address, since)
    assert not found_in([taken], parts(WORDS.encode()))
    assert not members_found([taken], ids_of(VOICES))
