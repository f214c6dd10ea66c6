"""The database is locked, the disk is full, nothing may be written: told at once, nothing lost."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest

from bot.ballot.tokens import Token
from bot.errors import PerhapsStored, RoundClosed, StoreUnavailable
from bot.services import Services
from bot.services.values import PostKind, PostState, RoundState
from db.engine import Database
from db.models import Round
from tests.faults.breaking import (
    a_house_for_all,
    locked,
    locked_again_and_again,
    no_file_may_grow,
    no_page_is_left,
    nothing_may_be_written,
)
from tests.faults.night import WORDS, Night
from tests.faults.steps import AFTER_THE_LEASE, Clock, a_due_slot, outbox_line
from tests.faults.test_whole_bot import running, tick
from tests.living import answered, clinicians
from tests.loopback.state import SEND, Discord
from tests.making import CHANNEL, GUILD, NOW, a_facilitator

ANA = 901
DISCORD_WAITS = 3.0
TICKS = 3
"""Within a minute all is as it should be: the first may find a connection that cannot write."""

Breaking = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def house() -> Iterator[Path]:
    with a_house_for_all() as house:
        yield house


@pytest.fixture
def data_dir(house: Path, migrated: Path) -> Path:
    folder = house / "data"
    folder.mkdir()
    folder.chmod(0o755)
    shutil.copy(migrated, folder / "supervision.db")
    (folder / "supervision.db").chmod(0o644)
    return folder


@pytest.fixture
def keys_dir(house: Path) -> Path:
    folder = house / "keys"
    folder.mkdir()
    folder.chmod(0o755)
    return folder


@pytest.fixture(params=["a full disk", "a read-only data folder", "a read-only keys folder"])
def breaking(request: pytest.FixtureRequest, data_dir: Path, keys_dir: Path) -> Breaking:
    """What keeps a round from being opened or sealed."""
    ways: dict[str, Breaking] = {
        "a full disk": no_file_may_grow,
        "a read-only data folder": lambda: nothing_may_be_written(data_dir),
        "a read-only keys folder": lambda: nothing_may_be_written(keys_dir),
    }
    return ways[request.param]


async def is_open(night: Night) -> bool:
    async with night.database.read() as session:
        return (await session.get_one(Round, night.card.id)).state == RoundState.OPEN


async def handed_back(night: Night, token: Token, *sentences: str) -> None:
    """Send a form; its text returns in time, with one of the sentences."""
    begun = time.monotonic()
    shown = await night.people.shown(await night.people.send_form(ANA, night.card.id, token, WORDS))
    assert time.monotonic() - begun < DISCORD_WAITS
    assert any(sentence in shown for sentence in sentences), shown
    assert WORDS in shown


async def stored_at_last(night: Night, token: Token) -> None:
    """The same form sent again is stored, as one ballot."""
    shown = ""
    for _ in range(2):
        again = await night.people.send_form(ANA, night.card.id, token, WORDS)
        shown = await night.people.shown(again)
        if str(StoreUnavailable()) not in shown:
            break
    assert "Stored without your name" in shown or "replaced" in shown
    assert await night.ballots() == 1
    assert await night.text_under(token) == WORDS


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
async def test_a_locked_database_hands_the_text_back_within_three_seconds(
    night: Night, data_dir: Path, how: str
) -> None:
    token = Token.new()
    async with locked(data_dir / "supervision.db", how):
        await handed_back(night, token, str(StoreUnavailable()))
    assert await night.ballots() == 0
    await stored_at_last(night, token)


async def test_a_database_locked_again_and_again_leaves_one_ballot_in_the_end(
    night: Night, data_dir: Path
) -> None:
    token = Token.new()
    with locked_again_and_again(data_dir / "supervision.db", 1.3):
        begun = time.monotonic()
        number = await night.people.send_form(ANA, night.card.id, token, WORDS)
        shown = await night.people.shown(number)
    assert time.monotonic() - begun < DISCORD_WAITS + 1.3
    known = (str(StoreUnavailable()), str(PerhapsStored()), "Stored without your name")
    assert any(sentence in shown for sentence in known)
    assert WORDS in shown
    await stored_at_last(night, token)


async def test_a_full_disk_hands_the_text_back_and_keeps_every_answer_before(
    night: Night, data_dir: Path
) -> None:
    before = await answered(night.services, night.card, *clinicians(3))
    token = Token.new()
    with no_file_may_grow():
        await handed_back(night, token, str(StoreUnavailable()), str(PerhapsStored()))
    assert await night.ballots() == 3
    for each in before:
        assert await night.text_under(each.token) == each.answer.text
    again = await night.people.send_form(ANA, night.card.id, token, WORDS)
    assert "Stored without your name" in await night.people.shown(again)


async def test_as_a_disk_fills_each_answer_is_stored_or_handed_back(
    night: Night, database: Database, data_dir: Path
) -> None:
    await database.close()
    told: dict[Token, str] = {}
    with no_page_is_left(database):
        for person in range(40):
            token = Token.new()
            number = await night.people.send_form(1000 + person, night.card.id, token, WORDS)
            told[token] = await night.people.shown(number)
    await database.close()
    stored = [token for token, shown in told.items() if "Stored without your name" in shown]
    assert 0 < len(stored) < len(told)
    assert await night.ballots() == len(stored)
    for token, shown in told.items():
        assert WORDS in shown
        if token in stored:
            assert await night.text_under(token) == WORDS
        else:
            assert str(StoreUnavailable()) in shown


async def test_a_read_only_data_folder_hands_the_text_back(night: Night, data_dir: Path) -> None:
    token = Token.new()
    with nothing_may_be_written(data_dir):
        await handed_back(night, token, str(StoreUnavailable()))
    assert await night.ballots() == 0
    await stored_at_last(night, token)


async def test_what_was_opened_while_nothing_could_be_written_does_not_stay_so(
    services: Services, database: Database, data_dir: Path
) -> None:
    await database.close()
    with nothing_may_be_written(data_dir):
        for _ in range(2):
            with pytest.raises(StoreUnavailable):
                await a_due_slot(services)
    assert await a_due_slot(services) == 1


async def test_a_read_only_keys_folder_takes_answers_all_the_same(
    night: Night, keys_dir: Path
) -> None:
    token = Token.new()
    with nothing_may_be_written(keys_dir):
        number = await night.people.send_form(ANA, night.card.id, token, WORDS)
        assert "Stored without your name" in await night.people.shown(number)
        await night.services.receipts.withdraw(token, GUILD, NOW)
    assert await night.ballots() == 1


async def test_a_round_that_cannot_be_sealed_stays_whole_and_is_sealed_once_later(
    night: Night, breaking: Breaking, expected_errors: pytest.LogCaptureFixture
) -> None:
    before = await answered(night.services, night.card, *clinicians(4))
    night.clock.now = night.card.closes_at
    with breaking():
        await tick(night.bot)
        assert await is_open(night)
    for each in before:
        assert await night.text_under(each.token) == each.answer.text
    for _ in range(TICKS):
        await tick(night.bot)
    found = await night.services.summaries.answers(night.card.id, a_facilitator(), night.clock())
    assert sorted(each.answer.text for each in found.answers) == sorted(
        each.answer.text for each in before
    )
    _, line = night.there.in_channel(CHANNEL)
    assert "sb:summary" in str(line)


async def test_a_facilitator_who_closes_meanwhile_is_told_and_can_close_later(
    night: Night, breaking: Breaking
) -> None:
    await answered(night.services, night.card, *clinicians(4))
    close = night.services.rounds.close_now
    with breaking(), pytest.raises(StoreUnavailable, match="nothing was stored"):
        await close(night.card.id, a_facilitator(), night.clock())
    with suppress(StoreUnavailable):  # A connection from before may have to be let go of first.
        await close(night.card.id, a_facilitator(), night.clock())
    with suppress(RoundClosed):
        await close(night.card.id, a_facilitator(), night.clock())
    summary = await night.services.summaries.latest(
        night.card.group_id, a_facilitator(), night.clock()
    )
    assert summary.round.voices == 4


async def test_a_prompt_that_cannot_be_opened_comes_once_as_soon_as_it_can(
    there: Discord,
    services: Services,
    clock: Clock,
    breaking: Breaking,
    expected_errors: pytest.LogCaptureFixture,
) -> None:
    group_id = await a_due_slot(services)
    async with running(services, clock) as bot:
        with breaking():
            await tick(bot)
            assert not there.in_channel(CHANNEL)
        for _ in range(TICKS):
            await tick(bot)
            clock.advance(AFTER_THE_LEASE)
    assert len(there.in_channel(CHANNEL)) == 1
    assert (await services.rounds.open_round(group_id)).voices is None


async def test_a_post_that_cannot_be_recorded_is_found_again_and_not_sent_twice(
    there: Discord,
    services: Services,
    database: Database,
    data_dir: Path,
    clock: Clock,
    expected_errors: pytest.LogCaptureFixture,
) -> None:
    await a_due_slot(services)
    fault = there.hold(SEND, stored=True)
    async with running(services, clock) as bot:
        await fault.reached.wait()
        with no_file_may_grow():
            fault.mend()
            await tick(bot)
        assert (await outbox_line(database)).state == PostState.POSTING
        for _ in range(3):
            clock.advance(AFTER_THE_LEASE)
            await tick(bot)
    (message,) = there.in_channel(CHANNEL)
    line = await outbox_line(database, PostKind.PROMPT)
    assert (line.state, line.message_id) == (PostState.POSTED, int(message["id"]))
