"""The connection to Discord drops while somebody sends an answer and a prompt is due."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import discord
import pytest

from bot.ballot.tokens import Token
from bot.services import Services
from bot.services.values import PostKind, PostState
from db.engine import Database
from tests.faults.night import WORDS, Night
from tests.faults.steps import Clock, a_due_slot, outbox_line
from tests.faults.test_whole_bot import running, tick
from tests.loopback.gateway import INVALID_SESSION, RECONNECT, UNKNOWN_ERROR
from tests.loopback.people import CALLBACK
from tests.loopback.state import SEND, Discord
from tests.making import CHANNEL

ANA, BEN = 901, 902
HOW = pytest.mark.parametrize(
    "how", [RECONNECT, INVALID_SESSION, UNKNOWN_ERROR], ids=["op 7", "op 9", "close 4000"]
)


@pytest.fixture(autouse=True)
def no_waiting_to_identify(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py waits five seconds before it begins another session."""

    async def at_once(*_: object, **__: object) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(discord.Client, "before_identify_hook", at_once)


@HOW
async def test_a_drop_in_the_middle_of_an_answer_and_of_a_post_loses_and_doubles_nothing(
    night: Night, how: int
) -> None:
    token = Token.new()
    reply, post = night.there.hold(CALLBACK), night.there.hold(SEND, stored=True)
    number = await night.people.send_form(ANA, night.card.id, token, WORDS)
    closing = asyncio.create_task(night.close_round())
    await reply.reached.wait()
    await post.reached.wait()
    await night.gateway.drop(how)
    await night.gateway.until_back()
    reply.mend()
    post.mend()
    assert token.code in await night.people.shown(number)
    await closing
    assert await night.text_under(token) == WORDS
    assert len(night.there.in_channel(CHANNEL)) == 2
    assert (await outbox_line(night.database, PostKind.SUMMARY)).state == PostState.POSTED


@HOW
async def test_the_session_is_resumed_where_it_can_be_and_begun_anew_where_not(
    night: Night, how: int
) -> None:
    await night.gateway.drop(how)
    await night.gateway.until_back()
    anew = how == INVALID_SESSION
    assert (night.gateway.resumed, night.gateway.identified) == (int(not anew), 1 + int(anew))
    number = await night.people.send_form(ANA, night.card.id, Token.new(), WORDS)
    assert WORDS in await night.people.shown(number)


async def test_an_answer_sent_while_the_bot_was_away_arrives_when_it_resumes(night: Night) -> None:
    await night.gateway.drop(UNKNOWN_ERROR)
    token = Token.new()
    number = await night.people.send_form(ANA, night.card.id, token, WORDS)
    await night.gateway.until_back()
    assert token.code in await night.people.shown(number)
    assert await night.text_under(token) == WORDS


async def test_an_answer_that_a_new_session_never_hears_of_is_one_ballot_when_sent_again(
    night: Night,
) -> None:
    token = Token.new()
    await night.gateway.drop(INVALID_SESSION)
    lost = await night.people.send_form(ANA, night.card.id, token, WORDS)
    night.gateway.forget()
    await night.gateway.until_back()
    await asyncio.sleep(0.1)
    assert night.people.saw_nothing(lost)  # Discord says so, and keeps the form open.
    again = await night.people.send_form(ANA, night.card.id, token, WORDS)
    assert token.code in await night.people.shown(again)
    assert await night.ballots() == 1


@pytest.mark.parametrize("stored", [False, True], ids=["before the fact", "after the fact"])
@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_receipt_that_is_lost_on_its_way_is_shown_once_and_the_answer_kept_once(
    night: Night, status: int, *, stored: bool
) -> None:
    token = Token.new()
    night.there.fail(CALLBACK, status, stored=stored)
    first = await night.people.send_form(ANA, night.card.id, token, WORDS)
    assert "Stored without your name" in await night.people.shown(first)
    assert await night.ballots() == 1
    assert await night.text_under(token) == WORDS


@pytest.mark.parametrize("stored", [False, True], ids=["before the fact", "after the fact"])
async def test_a_receipt_that_breaks_off_says_that_the_same_form_counts_once(
    night: Night, expected_errors: pytest.LogCaptureFixture, *, stored: bool
) -> None:
    token = Token.new()
    night.there.reset(CALLBACK, stored=stored)
    first = await night.people.send_form(ANA, night.card.id, token, WORDS)
    seen = await night.people.shown(first)
    assert ("Stored without your name" in seen) == stored
    assert ("the same form sent twice is still one answer" in seen) != stored
    again = await night.people.send_form(ANA, night.card.id, token, WORDS)
    assert token.code in await night.people.shown(again)
    assert await night.ballots() == 1
    assert await night.text_under(token) == WORDS


async def test_a_storm_of_rate_limits_delays_a_post_and_never_doubles_it(
    there: Discord, services: Services, database: Database, clock: Clock
) -> None:
    await a_due_slot(services)
    short, long = there.limit(SEND, 2.0, times=12), there.limit(SEND, 300.0, times=3)
    async with running(services, clock) as bot:
        for _ in range(12):
            await tick(bot)
            clock.advance(timedelta(minutes=5))
    assert (short.times, long.times) == (0, 0)
    (message,) = there.in_channel(CHANNEL)
    line = await outbox_line(database)
    assert (line.state, line.message_id) == (PostState.POSTED, int(message["id"]))


async def test_a_storm_of_rate_limits_loses_no_answer_and_no_reply(night: Night) -> None:
    night.there.limit(CALLBACK, 0.5, times=3)
    tokens = {BEN + n: Token.new() for n in range(4)}
    numbers = [
        await night.people.send_form(person, night.card.id, token, f"{WORDS} {person}")
        for person, token in tokens.items()
    ]
    stored = 0
    for number, person in zip(numbers, tokens, strict=True):
        shown = await night.people.shown(number)
        assert f"{WORDS} {person}" in shown
        stored += "Stored without your name" in shown  # Else it was handed back, word for word.
    assert await night.ballots() == stored > 0
