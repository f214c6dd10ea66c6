"""Whoever dies or sleeps at whatever point: one message stays, and it is the one on record."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

from bot import sending
from bot.services.values import PostState
from tests.faults.steps import MUCH_LATER, Desk, Killed
from tests.living import answered, clinicians
from tests.loopback.state import ALWAYS, BOT, DELETE, SEND, Fault
from tests.making import CHANNEL

KILL_POINTS = [
    ("claim", "before"),
    ("claim", "after"),
    ("ready", "before"),
    ("ready", "after"),
    ("posted", "before"),
    ("posted", "after"),
]


async def killed_at(desk: Desk, step: str, when: str, patch: pytest.MonkeyPatch) -> None:
    """Send what is due, in a process that dies before or after this step of the outbox."""
    carry_out = getattr(desk.services.posts, step)

    async def die(*args: Any) -> None:
        if when == "after":
            await carry_out(*args)
        raise Killed

    with patch.context() as dying:
        dying.setattr(desk.services.posts, step, die)
        with pytest.raises(Killed):
            await desk.send_due()


@pytest.mark.parametrize(("step", "when"), KILL_POINTS)
async def test_a_process_killed_at_any_step_leaves_one_post_and_its_id(
    desk: Desk, step: str, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.a_due_prompt()
    await killed_at(desk, step, when, monkeypatch)
    await desk.send_due_later()
    line = await desk.line()
    assert (line.state, [line.message_id]) == (PostState.POSTED, desk.post_ids())


async def test_a_post_that_outlived_its_sender_is_found_after_the_nonce_is_forgotten(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.a_due_prompt()
    await killed_at(desk, "posted", "before", monkeypatch)
    await desk.send_due_later(MUCH_LATER)
    assert len(desk.there.asked(SEND)) == 1
    assert [(await desk.line()).message_id] == desk.post_ids()


async def test_a_round_that_ended_before_its_prompt_was_found_shows_that_it_is_closed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.a_due_prompt()
    await killed_at(desk, "posted", "before", monkeypatch)
    card = await desk.services.rounds.open_round((await desk.line()).group_id)
    await answered(desk.services, card, *clinicians(3))
    await desk.end(card)
    await desk.send_due()
    prompt, summary = desk.posts()
    assert int(prompt["id"]) == (await desk.line()).message_id
    assert "sb:answer" not in str(prompt)
    assert "sb:summary" in str(summary)


async def asleep_in_the_request(desk: Desk, other: Desk) -> tuple[asyncio.Task[None], Fault]:
    """A first sender whose request is on its way, while a second one takes the post over."""
    post_id = await desk.a_due_prompt()
    fault = desk.there.hold(SEND)
    slow = asyncio.create_task(desk.sender.send(post_id))
    await fault.reached.wait()
    await other.send_due_later()
    assert [(await desk.line()).message_id] == desk.post_ids()
    return slow, fault


async def test_a_paused_sender_takes_its_own_late_message_back(desk: Desk, other: Desk) -> None:
    slow, fault = await asleep_in_the_request(desk, other)
    eldest = desk.post_ids()
    desk.clock.advance(MUCH_LATER)
    fault.mend()
    await slow
    assert len(desk.there.asked(DELETE)) == 1
    assert desk.post_ids() == eldest == [(await desk.line()).message_id]


async def test_a_paused_sender_takes_back_what_it_was_never_told_of(
    desk: Desk, other: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TIME_LIMIT", 0.3)
    slow, fault = await asleep_in_the_request(desk, other)
    desk.clock.advance(MUCH_LATER)
    desk.there.reset(SEND, times=2)
    fault.status = 0
    eldest = desk.post_ids()
    desk.there.store(CHANNEL, BOT, desk.there.asked(SEND)[0].body)
    assert len(desk.post_ids()) == 2
    fault.mend()
    await slow
    assert desk.post_ids() == eldest == [(await desk.line()).message_id]


async def test_a_request_that_arrives_after_its_sender_gave_up_is_the_same_message(
    desk: Desk, other: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TIME_LIMIT", 0.3)
    slow, fault = await asleep_in_the_request(desk, other)
    await slow
    assert (await desk.line()).state == PostState.POSTED
    fault.mend()
    await asyncio.sleep(0.05)
    assert desk.post_ids() == [(await desk.line()).message_id]


async def two_between_look_and_post(desk: Desk, other: Desk) -> tuple[list[int], Awaitable[None]]:
    """Both senders have looked before either posted; the slower one's message is there first."""
    post_id = await desk.a_due_prompt()
    first = desk.there.hold(SEND)
    slow = asyncio.create_task(desk.sender.send(post_id))
    await first.reached.wait()
    second = desk.there.hold(SEND)
    fast = asyncio.create_task(other.send_due_later())
    await second.reached.wait()
    first.mend()
    await slow
    eldest = desk.post_ids()
    desk.clock.advance(MUCH_LATER)
    second.mend()
    return eldest, fast


async def test_the_eldest_stays_though_the_younger_holds_the_claim(desk: Desk, other: Desk) -> None:
    eldest, fast = await two_between_look_and_post(desk, other)
    await fast
    assert desk.post_ids() == eldest == [(await desk.line()).message_id]


async def test_a_twin_that_cannot_be_deleted_now_is_deleted_later(desk: Desk, other: Desk) -> None:
    fault = desk.there.fail(DELETE, 503, times=ALWAYS)
    eldest, fast = await two_between_look_and_post(desk, other)
    await fast
    assert len(desk.posts()) == 2
    assert (await desk.line()).state == PostState.POSTING
    fault.mend()
    await desk.send_due_later()
    assert desk.post_ids() == eldest == [(await desk.line()).message_id]


async def test_a_twin_that_someone_else_deleted_first_is_no_refusal(
    desk: Desk, other: Desk
) -> None:
    desk.there.fail(DELETE, 404, stored=True)
    eldest, fast = await two_between_look_and_post(desk, other)
    await fast
    assert desk.post_ids() == eldest == [(await desk.line()).message_id]


async def test_two_processes_at_the_same_tick_send_once(desk: Desk, other: Desk) -> None:
    post_id = await desk.a_due_prompt()
    await asyncio.gather(*(each.sender.send(post_id) for each in (desk, other) * 4))
    assert len(desk.there.asked(SEND)) == len(desk.posts()) == 1
