"""What follows a prompt: each line once, and the prompt brought up to date, each in its channel."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeAlias

import pytest

from bot.ballot.keystore import KeyStore, Use
from bot.services.values import PostKind, PostState
from bot.views.notices import called as mentions_in
from tests.faults.conftest import NOTICES
from tests.faults.steps import AFTER_THE_LEASE, Desk
from tests.living import answered, clinicians
from tests.loopback.state import ALWAYS, EDIT, PERSON, SEND
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
