"""What follows a prompt: each line once, and the prompt brought up to date, each in its channel."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeAlias

import pytest

from bot.ballot.keystore import KeyStore, Use
from bot.services.values import PostKind, PostState
from bot.views.notices import called as mentions_in
from tests.faults.conftest import NOTICES
from tests.faults.steps import AFTER_THE_LEASE, MUCH_LATER, Desk
from tests.living import answered, clinicians
from tests.loopback.state import ALWAYS, EDIT, PERSON, SEND, Kind
from tests.making import CHANNEL, a_facilitator

Begin: TypeAlias = Callable[[Desk], Awaitable[None]]


async def a_round_left_open(desk: Desk) -> None:
    await desk.end(await desk.an_open_round())


async def a_round_gone_unread(desk: Desk) -> None:
    await a_round_left_open(desk)
    await desk.send_due()
    await desk.end(await desk.services.rounds.open_round((await desk.line()).group_id))


async def a_prompt_just_missed(desk: Desk, **changes: int) -> None:
    await desk.a_due_prompt(**changes)
    desk.there.fail(SEND, 403)
    await desk.send_due()
    await desk.send_due_later(timedelta(hours=49))


async def test_a_sealed_round_is_said_in_the_facilitators_channel(desk: Desk) -> None:
    await desk.a_sealed_round(notices_channel_id=NOTICES)
    await desk.send_due()
    (prompt,), (summary,) = desk.posts(), desk.posts(NOTICES)
    assert "sb:answer" not in str(prompt)
    assert "sb:summary" in str(summary)
    assert (await desk.line(PostKind.SUMMARY)).message_id == int(summary["id"])


DELETED = 9999
SEND_THERE = Kind("POST", rf"/channels/{NOTICES}/messages")
HISTORY_THERE = Kind("GET", rf"/channels/{NOTICES}/messages")
CLOSED = pytest.mark.parametrize("status", [403, 404])


def lines_in(desk: Desk) -> list[int]:
    """The lines that lead to the summary, in either channel."""
    said = [*desk.posts(), *desk.posts(NOTICES)]
    return [int(each["id"]) for each in said if "sb:summary" in str(each)]


async def test_where_the_facilitators_channel_was_deleted_its_lines_come_to_the_group(
    desk: Desk,
) -> None:
    await desk.a_sealed_round(notices_channel_id=DELETED)
    await desk.send_due()
    assert "sb:summary" in str(desk.posts())


async def test_that_a_prompt_was_missed_is_said_also_where_that_channel_was_deleted(
    desk: Desk,
) -> None:
    await a_prompt_just_missed(desk, notices_channel_id=DELETED)
    await desk.send_due()
    (told,) = desk.posts()
    assert "could not be posted in time" in str(told)
    assert (await desk.line(PostKind.MISSED)).state == PostState.POSTED


async def test_a_missed_line_sent_anew_into_the_groups_channel_is_not_there_twice(
    desk: Desk,
) -> None:
    await a_prompt_just_missed(desk, notices_channel_id=DELETED)
    desk.there.fail(SEND, 503, stored=True, times=3)
    await desk.send_due()
    assert (await desk.line(PostKind.MISSED)).state == PostState.POSTING
    await desk.send_due_later()
    assert len(desk.posts()) == 1


@CLOSED
async def test_where_the_facilitators_channel_refuses_its_line_it_comes_to_the_group(
    desk: Desk, status: int
) -> None:
    await desk.a_sealed_round(notices_channel_id=NOTICES)
    desk.there.fail(SEND_THERE, status, times=ALWAYS)
    await desk.send_due()
    line = await desk.line(PostKind.SUMMARY)
    assert (line.state, line.message_id) == (PostState.POSTED, desk.post_ids()[-1])
    assert "sb:summary" in str(desk.posts()[-1])
    assert len(desk.there.asked(SEND_THERE)) == 1


async def test_a_line_that_only_failed_there_does_not_come_to_the_group(desk: Desk) -> None:
    await desk.a_sealed_round(notices_channel_id=NOTICES)
    desk.there.fail(SEND_THERE, 503, times=3)
    await desk.send_due()
    await desk.send_due_later()
    assert (len(desk.posts()), len(desk.posts(NOTICES))) == (1, 1)


async def test_with_both_channels_closed_the_line_waits_for_one_of_them(desk: Desk) -> None:
    await desk.a_sealed_round(notices_channel_id=NOTICES)
    fault = desk.there.fail(SEND, 403, times=ALWAYS)
    await desk.send_due()
    assert (await desk.line(PostKind.SUMMARY)).state == PostState.BLOCKED
    fault.mend()
    await desk.send_due_later(timedelta(minutes=10))
    assert (len(desk.posts()), len(desk.posts(NOTICES))) == (1, 1)


@pytest.mark.parametrize("stored", [False, True])
async def test_a_line_whose_reply_was_lost_on_its_way_to_the_group_is_there_once(
    desk: Desk, *, stored: bool
) -> None:
    await desk.a_sealed_round(notices_channel_id=NOTICES)
    closed = desk.there.fail(SEND_THERE, 403)
    desk.there.fail(SEND, 503, stored=stored, times=3)
    await desk.send_due()
    assert (await desk.line(PostKind.SUMMARY)).state == PostState.POSTING
    closed.mend()  # Now it could come to the facilitators as well.
    await desk.send_due_later(MUCH_LATER)
    assert len(lines_in(desk)) == 1
    assert (await desk.line(PostKind.SUMMARY)).message_id == lines_in(desk)[0]


async def test_a_line_found_in_the_groups_channel_counts_while_the_other_cannot_be_read(
    desk: Desk,
) -> None:
    await desk.a_sealed_round(notices_channel_id=NOTICES)
    for kind in (SEND_THERE, HISTORY_THERE):
        desk.there.fail(kind, 403, times=ALWAYS)
    desk.there.fail(SEND, 503, stored=True, times=3)
    await desk.send_due()
    await desk.send_due_later(MUCH_LATER)
    assert [(await desk.line(PostKind.SUMMARY)).message_id] == lines_in(desk) == desk.post_ids()[1:]


async def test_a_line_that_may_be_in_a_channel_that_was_closed_since_is_not_sent_to_the_group(
    desk: Desk,
) -> None:
    await desk.a_sealed_round(notices_channel_id=NOTICES)
    desk.there.fail(SEND, 503, stored=True, times=3)
    await desk.send_due()
    closed = [desk.there.fail(kind, 403, times=ALWAYS) for kind in (SEND_THERE, HISTORY_THERE)]
    await desk.send_due_later(MUCH_LATER)
    assert len(lines_in(desk)) == 1
    for fault in closed:
        fault.mend()
    await desk.send_due_later(timedelta(hours=6))
    assert [(await desk.line(PostKind.SUMMARY)).message_id] == lines_in(desk)


async def test_a_refusal_there_that_hides_a_lost_reply_leaves_one_line(desk: Desk) -> None:
    # discord.py itself tries again after 502, so that the bot sees the 403 alone.
    await desk.a_sealed_round(notices_channel_id=NOTICES)
    desk.there.fail(SEND_THERE, 502, stored=True)
    desk.there.fail(SEND_THERE, 403)
    await desk.send_due()
    assert (len(desk.posts()), len(desk.posts(NOTICES))) == (1, 1)
    assert [(await desk.line(PostKind.SUMMARY)).message_id] == lines_in(desk)


async def test_a_sender_that_overslept_in_one_channel_takes_its_line_back_from_there(
    desk: Desk, other: Desk
) -> None:
    await desk.a_sealed_round(notices_channel_id=NOTICES)
    late = desk.there.hold(SEND_THERE)
    slow = asyncio.create_task(desk.send_due())
    await late.reached.wait()
    desk.there.fail(SEND_THERE, 403)
    await other.send_due_later(MUCH_LATER)
    assert len(desk.posts()) == 2
    desk.clock.advance(MUCH_LATER)
    late.mend()
    await slow
    assert [(await desk.line(PostKind.SUMMARY)).message_id] == lines_in(desk) == desk.post_ids()[1:]


async def test_the_line_comes_though_someone_deleted_the_prompt(desk: Desk) -> None:
    await desk.a_sealed_round()
    desk.there.messages.clear()
    await desk.send_due()
    assert "sb:summary" in str(desk.posts())


@pytest.mark.parametrize("status", [400, 403])
async def test_the_line_comes_though_the_prompt_may_not_be_edited(desk: Desk, status: int) -> None:
    await desk.a_sealed_round()
    desk.there.fail(EDIT, status)
    await desk.send_due()
    assert "sb:summary" in str(desk.posts())


@pytest.mark.parametrize("stored", [False, True])
async def test_an_edit_that_fails_delays_the_line_and_never_doubles_it(
    desk: Desk, *, stored: bool
) -> None:
    await desk.a_sealed_round()
    fault = desk.there.fail(EDIT, 503, stored=stored, times=ALWAYS)
    await desk.send_due()
    await desk.send_due_later()
    assert len(desk.posts()) == 1
    fault.mend()
    await desk.send_due_later()
    prompt, summary = desk.posts()
    assert "sb:answer" not in str(prompt)
    assert (await desk.line(PostKind.SUMMARY)).message_id == int(summary["id"])


async def test_a_round_gone_unread_changes_its_prompt_and_says_nothing_more(desk: Desk) -> None:
    await a_round_gone_unread(desk)
    said = len(desk.posts())
    await desk.send_due()
    assert len(desk.posts()) == said
    assert "unread" in str(desk.posts()[0])
    assert (await desk.line(PostKind.UNREAD)).state == PostState.POSTED


@pytest.mark.parametrize(
    ("kind", "begin"),
    [
        (PostKind.SUMMARY, Desk.a_sealed_round),
        (PostKind.EXTENDED, a_round_left_open),
        (PostKind.MISSED, a_prompt_just_missed),
    ],
)
async def test_a_line_whose_reply_was_lost_is_recognised(
    desk: Desk, kind: PostKind, begin: Begin
) -> None:
    await begin(desk)
    before = len(desk.posts())
    desk.there.fail(SEND, 503, stored=True, times=3)
    await desk.send_due()
    assert (await desk.line(kind)).state == PostState.POSTING
    await desk.send_due_later()
    assert len(desk.posts()) == before + 1
    assert (await desk.line(kind)).message_id == desk.post_ids()[-1]


async def test_nobody_else_who_says_the_same_is_taken_for_the_bot(desk: Desk) -> None:
    await a_round_left_open(desk)
    desk.there.fail(SEND, 503, times=3)
    await desk.send_due()
    words = desk.there.asked(SEND)[-1].body
    desk.there.store(CHANNEL, PERSON, {"components": words["components"]})
    await desk.send_due_later()
    assert len(desk.posts()) == 2


async def test_that_a_round_was_left_open_is_not_said_once_it_is_over(desk: Desk) -> None:
    await a_round_left_open(desk)
    fault = desk.there.fail(SEND, 403, times=ALWAYS)
    await desk.send_due()
    await desk.end(await desk.services.rounds.open_round((await desk.line()).group_id))
    fault.mend()
    await desk.send_due_later(AFTER_THE_LEASE)
    assert (await desk.line(PostKind.EXTENDED)).state == PostState.MISSED
    assert len(desk.posts()) == 1


async def test_a_missed_round_leaves_no_key_behind(desk: Desk, keys: KeyStore) -> None:
    await a_prompt_just_missed(desk)
    assert not keys.names(Use.TEXT) | keys.names(Use.ROLL)


async def test_a_round_that_was_answered_is_not_shredded_for_want_of_its_prompt(
    desk: Desk,
) -> None:
    await desk.a_due_prompt()
    card = await desk.services.rounds.open_round((await desk.line()).group_id)
    await answered(desk.services, card, *clinicians(3))
    desk.there.fail(SEND, 403)
    await desk.send_due()
    await desk.send_due_later(timedelta(hours=49))
    assert (await desk.line()).state == PostState.MISSED
    await desk.end(card)
    summary = await desk.services.summaries.latest(card.group_id, a_facilitator(), desk.clock())
    assert summary.round.voices == 3


async def test_a_reminder_calls_its_role_and_nothing_else_calls_anyone(desk: Desk) -> None:
    post = await desk.services.posts.claim(await desk.a_due_prompt(), desk.clock())
    assert post is not None
    reminder = replace(post, kind=PostKind.REMINDER, reminder_role_id=77)
    called = [mentions_in(each).to_dict() for each in (post, reminder)]
    assert called == [{"parse": []}, {"parse": [], "roles": [77]}]
