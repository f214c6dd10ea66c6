"""*What we heard* is there once, with one thread, whatever happens; taken back it is gone."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.services.shared import bring_up_to_date
from bot.services.values import PostKind, PostState, Sharing
from db.models import Round
from tests.faults.steps import MUCH_LATER, Desk, Killed, outbox_line
from tests.loopback.state import (
    ALWAYS,
    CHANGE_THREAD,
    DELETE,
    EDIT,
    OPEN_THREAD,
    SEND,
    Json,
)
from tests.making import a_facilitator

CARD = "sb:heard:"
STEPS = [
    (step, when) for step in ("claim", "ready", "keep", "posted") for when in ("before", "after")
]
UNDOING = [
    (step, when)
    for step in ("claim", "ready", "keep", "taken_down")
    for when in ("before", "after")
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


def cards(desk: Desk) -> list[Json]:
    return [each for each in desk.posts() if CARD in str(each)]


async def stands_once(desk: Desk) -> None:
    (card,) = cards(desk)
    line = await desk.line(PostKind.HEARD)
    assert (line.state, line.message_id) == (PostState.POSTED, int(card["id"]))
    assert list(desk.there.threads) == [card["id"]]


async def is_gone(desk: Desk) -> None:
    assert not cards(desk)
    line = await desk.line(PostKind.TAKEN)
    assert (line.state, line.message_id) == (PostState.POSTED, None)
    for thread in desk.there.threads.values():
        said = thread["thread_metadata"]
        assert (said["archived"], said["locked"]) == (True, True)


async def a_card(desk: Desk) -> None:
    await desk.a_shared_round()
    await desk.send_due()
    await stands_once(desk)


async def a_card_to_take_down(desk: Desk) -> None:
    await a_card(desk)
    await desk.services.sharing.take_back(1, a_facilitator(), desk.clock())


@pytest.mark.parametrize(("step", "when"), STEPS)
async def test_a_process_killed_at_any_step_leaves_one_card_with_one_thread(
    desk: Desk, step: str, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.a_shared_round()
    await killed_at(desk, step, when, monkeypatch)
    await desk.send_due_later(MUCH_LATER)
    await stands_once(desk)


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_process_killed_around_the_thread_leaves_one_card_with_one_thread(
    desk: Desk, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.a_shared_round()
    carry_out = discord.PartialMessage.create_thread

    async def die(*args: Any, **options: Any) -> None:
        if when == "after":
            await carry_out(*args, **options)
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(discord.PartialMessage, "create_thread", die)
        with pytest.raises(Killed):
            await desk.send_due()
    await desk.send_due_later()
    await stands_once(desk)


@pytest.mark.parametrize("kind", [SEND, OPEN_THREAD], ids=["message", "thread"])
@pytest.mark.parametrize("stored", [False, True])
async def test_when_every_reply_is_lost_the_card_is_finished_by_whoever_takes_over(
    desk: Desk, kind: Any, *, stored: bool
) -> None:
    await desk.a_shared_round()
    fault = desk.there.fail(kind, 503, stored=stored, times=ALWAYS)
    await desk.send_due()
    assert (await desk.line(PostKind.HEARD)).state == PostState.POSTING
    fault.mend()
    await desk.send_due_later(MUCH_LATER)
    await stands_once(desk)


async def test_a_lost_reply_is_asked_for_again_with_the_picture(desk: Desk) -> None:
    await desk.a_shared_round()
    before = len(desk.there.asked(SEND))
    desk.there.reset(SEND)
    await desk.send_due()
    await stands_once(desk)
    first, second = desk.there.asked(SEND)[before:]
    assert first.body == second.body
    assert first.body["attachments"]


async def test_without_leave_to_open_a_thread_the_card_stands_alone(desk: Desk) -> None:
    await desk.a_shared_round()
    desk.there.fail(OPEN_THREAD, 403)
    await desk.send_due()
    assert len(cards(desk)) == 1
    assert not desk.there.threads
    assert (await desk.line(PostKind.HEARD)).state == PostState.POSTED


async def test_a_refused_card_is_tried_again(desk: Desk) -> None:
    await desk.a_shared_round()
    fault = desk.there.fail(SEND, 403, times=ALWAYS)
    await desk.send_due()
    assert (await desk.line(PostKind.HEARD)).state == PostState.BLOCKED
    fault.mend()
    await desk.send_due_later(timedelta(minutes=20))
    await stands_once(desk)


async def test_a_refusal_that_hides_a_lost_reply_leaves_one_card_that_says_what_is_true(
    desk: Desk,
) -> None:
    # discord.py itself tries again after 502, so that the bot sees the 403 alone.
    await desk.a_shared_round()
    desk.there.fail(SEND, 502, stored=True)
    desk.there.fail(SEND, 403)
    await desk.send_due()
    (first,) = cards(desk)
    assert (await desk.line(PostKind.HEARD)).state == PostState.BLOCKED
    edits = len(desk.there.asked(EDIT))
    await desk.send_due_later(timedelta(minutes=20))
    assert cards(desk) == [first]
    assert len(desk.there.asked(EDIT)) == edits + 1
    await stands_once(desk)


@pytest.mark.parametrize(("step", "when"), UNDOING)
async def test_a_process_killed_while_it_takes_a_card_down_is_followed_by_one_that_does(
    desk: Desk, step: str, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_card_to_take_down(desk)
    await killed_at(desk, step, when, monkeypatch)
    await desk.send_due_later()
    await is_gone(desk)


@pytest.mark.parametrize("kind", [DELETE, CHANGE_THREAD], ids=["message", "thread"])
@pytest.mark.parametrize("stored", [False, True])
async def test_a_lost_reply_while_a_card_is_taken_down_loses_nothing(
    desk: Desk, kind: Any, *, stored: bool
) -> None:
    await a_card_to_take_down(desk)
    fault = desk.there.fail(kind, 503, stored=stored, times=ALWAYS)
    await desk.send_due()
    fault.mend()
    await desk.send_due_later()
    await is_gone(desk)


async def test_what_somebody_deleted_already_is_taken_down_without_trouble(desk: Desk) -> None:
    await a_card_to_take_down(desk)
    desk.there.messages.clear()
    desk.there.threads.clear()
    await desk.send_due()
    await is_gone(desk)


async def test_where_locking_is_not_allowed_the_thread_is_closed(desk: Desk) -> None:
    await a_card_to_take_down(desk)
    desk.there.fail(CHANGE_THREAD, 403)
    await desk.send_due()
    (thread,) = desk.there.threads.values()
    assert thread["thread_metadata"]["archived"]
    assert not cards(desk)
    assert (await desk.line(PostKind.TAKEN)).state == PostState.POSTED


async def test_a_card_taken_back_before_anyone_sent_it_never_comes(desk: Desk) -> None:
    await desk.a_shared_round()
    await desk.services.sharing.take_back(1, a_facilitator(), desk.clock())
    await desk.send_due_later(MUCH_LATER)
    assert not cards(desk)
    await is_gone(desk)


async def test_a_card_taken_back_while_it_is_on_its_way_is_taken_down(desk: Desk) -> None:
    await desk.a_shared_round()
    fault = desk.there.hold(SEND)
    sending_it = asyncio.create_task(desk.send_due())
    await fault.reached.wait()
    await desk.services.sharing.take_back(1, a_facilitator(), desk.clock())
    fault.mend()
    await sending_it
    await desk.send_due_later(timedelta(seconds=20))
    await is_gone(desk)


async def test_a_card_whose_sender_died_before_it_was_taken_back_is_found_and_taken_down(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.a_shared_round()
    await killed_at(desk, "keep", "before", monkeypatch)
    await desk.services.sharing.take_back(1, a_facilitator(), desk.clock())
    await desk.send_due_later(MUCH_LATER)
    await is_gone(desk)


async def test_a_sender_that_overslept_while_the_card_was_taken_back_leaves_none(
    desk: Desk, other: Desk
) -> None:
    await desk.a_shared_round()
    line = await desk.line(PostKind.HEARD)
    fault = desk.there.hold(SEND)
    slow = asyncio.create_task(desk.sender.send(line.id))
    await fault.reached.wait()
    await desk.services.sharing.take_back(1, a_facilitator(), desk.clock())
    await other.send_due_later()
    fault.mend()
    await slow
    await other.send_due_later()
    assert not cards(desk)


async def test_shared_anew_it_is_another_message_also_within_a_minute(desk: Desk) -> None:
    await a_card_to_take_down(desk)
    await desk.send_due()
    desk.clock.advance(timedelta(seconds=5))
    await desk.services.sharing.share(1, a_facilitator(), desk.clock())
    await desk.send_due()
    (card,) = cards(desk)
    assert (await desk.line(PostKind.HEARD)).message_id == int(card["id"])
    assert len(desk.there.threads) == 2


async def owed_again(desk: Desk) -> None:
    """As the nightly sweep leaves the line, when words have left the box."""
    async with desk.database.write() as session:
        await bring_up_to_date(session, await session.get_one(Round, 1), desk.clock())


async def test_an_edit_that_is_refused_is_tried_again_and_never_posts_a_second_card(
    desk: Desk,
) -> None:
    await a_card(desk)
    await owed_again(desk)
    fault = desk.there.fail(EDIT, 403, times=ALWAYS)
    await desk.send_due()
    assert (await desk.line(PostKind.HEARD)).state == PostState.BLOCKED
    fault.mend()
    edits = len(desk.there.asked(EDIT))
    await desk.send_due_later(timedelta(hours=2))
    assert len(desk.there.asked(EDIT)) == edits + 1
    await stands_once(desk)


async def test_a_card_deleted_by_hand_stays_deleted(desk: Desk) -> None:
    await a_card(desk)
    desk.there.messages[:] = [each for each in desk.there.messages if CARD not in str(each)]
    await owed_again(desk)
    await desk.send_due()
    assert not cards(desk)
    line = await outbox_line(desk.database, PostKind.TAKEN)
    assert (line.state, line.message_id) == (PostState.POSTED, None)


async def test_a_thread_deleted_by_hand_is_not_opened_again_by_an_edit(desk: Desk) -> None:
    await a_card(desk)
    desk.there.threads.clear()
    await owed_again(desk)
    await desk.send_due()
    assert len(cards(desk)) == 1
    assert not desk.there.threads


async def test_the_counts_at_close_come_once_though_their_reply_was_lost(desk: Desk) -> None:
    await desk.a_sealed_round(sharing=Sharing.COUNTS)
    await desk.sender.send((await desk.line(PostKind.SUMMARY)).id)
    desk.there.fail(SEND, 503, stored=True, times=3)
    await desk.send_due()
    assert (await desk.line(PostKind.COUNTS)).state == PostState.POSTING
    await desk.send_due_later(MUCH_LATER)
    found = [each for each in desk.posts() if "sb:counts:" in str(each)]
    assert [(await desk.line(PostKind.COUNTS)).message_id] == [int(each["id"]) for each in found]
    assert "The counts" in str(found)
