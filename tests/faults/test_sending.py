"""A message is there once, and the right one is on record, whatever becomes of the request."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import sending
from bot.services.values import PostState
from tests.faults.steps import AFTER_THE_LEASE, Desk
from tests.loopback.state import ALWAYS, HISTORY, SEND

STATUSES = pytest.mark.parametrize("status", [500, 502, 503, 0], ids=["500", "502", "503", "reset"])
CLOSED = pytest.mark.parametrize("status", [403, 404])


@STATUSES
@pytest.mark.parametrize("stored", [False, True], ids=["before storing", "after storing"])
async def test_a_lost_request_or_reply_makes_one_post_with_the_right_id(
    desk: Desk, status: int, *, stored: bool
) -> None:
    await desk.a_due_prompt()
    desk.there.fail(SEND, status, stored=stored)
    await desk.send_due()
    line = await desk.line()
    assert (line.state, [line.message_id]) == (PostState.POSTED, desk.post_ids())


async def test_every_try_carries_the_same_short_nonce(desk: Desk) -> None:
    await desk.a_due_prompt()
    desk.there.fail(SEND, 503, times=3)
    await desk.send_due()
    await desk.send_due_later()
    bodies = [request.body for request in desk.there.asked(SEND)]
    (nonce,) = {body["nonce"] for body in bodies}
    assert len(bodies) == 4
    assert len(nonce) <= 25
    assert all(body["enforce_nonce"] is True for body in bodies)


async def test_without_the_nonce_the_same_tries_would_make_two_posts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.loopback.state.NONCE_WINDOW", timedelta(0))
    await desk.a_due_prompt()
    desk.there.reset(SEND, stored=True)
    await desk.send_due()
    assert len(desk.posts()) == 2


async def test_a_rate_limit_is_waited_for(desk: Desk) -> None:
    await desk.a_due_prompt()
    desk.there.fail(SEND, 429, times=2)
    await desk.send_due()
    assert (await desk.line()).state == PostState.POSTED
    assert len(desk.posts()) == 1


@STATUSES
async def test_when_every_reply_is_lost_the_message_is_found_and_recorded(
    desk: Desk, status: int
) -> None:
    await desk.a_due_prompt()
    desk.there.fail(SEND, status, stored=True, times=20)
    await desk.send_due()
    assert (await desk.line()).state == PostState.POSTING
    tries = len(desk.there.asked(SEND))
    await desk.send_due_later()
    line = await desk.line()
    assert (line.state, [line.message_id]) == (PostState.POSTED, desk.post_ids())
    assert len(desk.there.asked(SEND)) == tries


async def test_what_never_arrived_is_sent_by_whoever_takes_over(desk: Desk) -> None:
    await desk.a_due_prompt()
    fault = desk.there.reset(SEND, times=ALWAYS)
    await desk.send_due()
    assert not desk.posts()
    fault.mend()
    await desk.send_due_later()
    assert [(await desk.line()).message_id] == desk.post_ids()


async def test_a_reply_later_than_the_time_limit_is_looked_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.a_due_prompt()
    desk.there.hold(SEND, stored=True)
    with monkeypatch.context() as hasty:
        hasty.setattr(sending, "TIME_LIMIT", 1.0)
        await desk.send_due()
    assert (await desk.line()).state == PostState.POSTING
    await desk.send_due_later()
    assert [(await desk.line()).message_id] == desk.post_ids()


@CLOSED
async def test_nothing_is_sent_while_it_is_unknown_and_the_history_is_closed(
    desk: Desk, status: int
) -> None:
    await desk.a_due_prompt()
    desk.there.fail(SEND, 503, stored=True, times=3)
    history = desk.there.fail(HISTORY, status, times=ALWAYS)
    await desk.send_due()
    for _ in range(12):
        await desk.send_due_later(timedelta(hours=6))
    line = await desk.line()
    assert (line.state, line.message_id) == (PostState.POSTING, None)
    assert len(desk.posts()) == 1
    history.mend()
    await desk.send_due_later(timedelta(hours=6))
    line = await desk.line()
    assert (line.state, [line.message_id]) == (PostState.POSTED, desk.post_ids())


@CLOSED
async def test_a_closed_channel_blocks_the_message_until_it_is_mended(
    desk: Desk, status: int
) -> None:
    await desk.a_due_prompt()
    fault = desk.there.fail(SEND, status, times=ALWAYS)
    await desk.send_due()
    await desk.send_due_later(timedelta(minutes=10))
    assert (await desk.line()).state == PostState.BLOCKED
    fault.mend()
    await desk.send_due_later(timedelta(minutes=20))
    line = await desk.line()
    assert (line.state, [line.message_id]) == (PostState.POSTED, desk.post_ids())


async def test_a_prompt_that_stays_blocked_is_missed_and_said_to_be(desk: Desk) -> None:
    await desk.a_due_prompt()
    fault = desk.there.fail(SEND, 403, times=ALWAYS)
    await desk.send_due()
    await desk.send_due_later(timedelta(hours=49))
    assert (await desk.line()).state == PostState.MISSED
    fault.mend()
    await desk.send_due()
    assert "could not be posted in time" in str(desk.posts())


async def test_what_is_refused_after_a_lost_reply_stays_uncertain(desk: Desk) -> None:
    await desk.a_due_prompt()
    desk.there.reset(SEND, stored=True)
    closed = desk.there.fail(SEND, 403, times=ALWAYS)
    await desk.send_due()
    assert (await desk.line()).state == PostState.POSTING
    closed.mend()
    await desk.send_due_later(timedelta(minutes=10))
    assert [(await desk.line()).message_id] == desk.post_ids()


async def test_a_refusal_that_hides_a_lost_reply_leaves_one_message(desk: Desk) -> None:
    # discord.py itself tries again after 502, so that the bot sees the 403 alone.
    await desk.a_due_prompt()
    desk.there.fail(SEND, 502, stored=True)
    desk.there.fail(SEND, 403)
    await desk.send_due()
    (first,) = desk.post_ids()
    assert (await desk.line()).state == PostState.BLOCKED
    await desk.send_due_later(timedelta(minutes=10))
    assert desk.post_ids() == [first] == [(await desk.line()).message_id]


async def test_a_channel_full_of_talk_hides_nothing(desk: Desk) -> None:
    await desk.a_due_prompt()
    for number in range(120):
        desk.there.say((await desk.line()).channel_id, f"Message {number}")
    desk.there.fail(SEND, 503, stored=True, times=3)
    await desk.send_due()
    await desk.send_due_later(AFTER_THE_LEASE)
    assert len(desk.there.asked(HISTORY)) == 2
    assert [(await desk.line()).message_id] == desk.post_ids()
