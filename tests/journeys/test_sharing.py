"""What we heard, by clicks: shared by the facilitator, read by the group, taken back, and again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
from sqlalchemy import update

from bot.ballot.tokens import Token
from bot.services.states import Analysis
from bot.services.values import Sharing
from db.models import Round, Summary
from tests.journeys.group import a_prompt_posted, a_stray_button, all_answer, code_of, the_night
from tests.journeys.world import (
    answer,
    buttons,
    command,
    files,
    posts,
    press,
    seen_by,
    texts,
)

if TYPE_CHECKING:
    from bot.services import Services
    from db.engine import Database
    from tests.journeys.world import Shown, World

SECRET = "Nobody but the facilitator should ever read how the heron stood in the water that day."
SOON = timedelta(seconds=30)


async def is_read(database: Database) -> None:
    """The rounds' words have been read for themes, though none were found."""
    async with database.write() as session:
        await session.execute(update(Summary).values(analysis=Analysis.FAILED, look_at=None))


async def a_summary(world: World, services: Services, database: Database, **changes: Any) -> Shown:
    """What the facilitator sees of a round with four answers and one for them alone."""
    post = await a_prompt_posted(world, services, **changes)
    await all_answer(world, post)
    await answer(world.clinicians[4], post, SECRET, leave="facilitator")
    await world.pass_time(timedelta(days=5))
    await is_read(database)
    return await command(world.facilitator, world.channel, "summary")


def cards(world: World) -> list[discord.Message]:
    return [each for each in posts(world.channel) if "## What we heard" in texts(each)]


def is_archived(world: World, thread_id: int) -> bool:
    found = world.env.backend.channels[thread_id].thread_metadata
    return found is not None and found.archived


def is_locked(world: World, thread_id: int) -> bool:
    found = world.env.backend.channels[thread_id].thread_metadata
    return found is not None and found.locked


async def test_a_facilitator_shares_and_the_group_reads_the_card_with_its_thread(
    world: World, services: Services, database: Database
) -> None:
    shown = await a_summary(world, services, database)
    assert not cards(world)
    reply = await press(world.facilitator, shown, "Share with the group")
    assert "is being shared" in texts(reply)
    (card,) = cards(world)
    read = seen_by(world.clinicians[5], world.channel)
    for part in ("5 people", "my own unease", "a tool", "who wanted it to stop", "wish for quiet"):
        assert part in texts(card)
        assert part in read
    (picture,) = (await files(card)).values()
    assert picture.startswith(b"\x89PNG")
    (thread,) = world.channel.threads
    assert thread.name == "What we heard: Prompt 0"
    assert thread.id == card.id


async def test_words_for_the_facilitator_only_are_not_on_the_card(
    world: World, services: Services, database: Database
) -> None:
    shown = await a_summary(world, services, database)
    await press(world.facilitator, shown, "Share with the group")
    (card,) = cards(world)
    assert "heron" not in texts(card)
    assert "heron" in texts(await press(world.facilitator, shown, "All answers"))


async def test_anybody_may_ask_how_the_card_was_made(
    world: World, services: Services, database: Database
) -> None:
    shown = await a_summary(world, services, database)
    await press(world.facilitator, shown, "Share with the group")
    (card,) = cards(world)
    told = await press(world.clinicians[5], card, "How was this made?")
    assert told.ephemeral
    assert "word for word" in texts(told)


async def test_a_second_press_says_where_the_card_is_and_posts_nothing(
    world: World, services: Services, database: Database
) -> None:
    shown = await a_summary(world, services, database)
    await press(world.facilitator, shown, "Share with the group")
    again = await press(world.facilitator, shown, "Share with the group")
    (card,) = cards(world)
    assert f"/{world.channel.id}/{card.id}" in texts(again)
    opened = await command(world.facilitator, world.channel, "summary")
    assert "Take it back" in buttons(opened)
    assert "Share with the group" not in buttons(opened)


async def test_taken_back_the_card_is_gone_its_thread_closed_and_it_can_be_shared_again(
    world: World, services: Services, database: Database
) -> None:
    shown = await a_summary(world, services, database)
    reply = await press(world.facilitator, shown, "Share with the group")
    undone = await press(world.facilitator, reply, "Take it back")
    assert "taken back" in texts(undone)
    await world.pass_time(SOON)
    assert not cards(world)
    (thread,) = world.channel.threads
    assert (is_archived(world, thread.id), is_locked(world, thread.id)) == (True, True)
    await press(world.facilitator, undone, "Share with the group")
    await world.pass_time(SOON)
    (card,) = cards(world)
    assert card.id != thread.id
    again = await press(world.facilitator, undone, "Share with the group")
    assert str(card.id) in texts(again)


async def test_where_threads_may_not_be_locked_the_thread_is_closed_and_that_is_said(
    world: World, services: Services, database: Database
) -> None:
    shown = await a_summary(world, services, database)
    await press(world.facilitator, shown, "Share with the group")
    await world.forbid_bot(world.channel, "manage_threads")
    undone = await press(
        world.facilitator,
        await command(world.facilitator, world.channel, "summary"),
        "Take it back",
    )
    assert "Manage Threads" in texts(undone)
    await world.pass_time(SOON)
    (thread,) = world.channel.threads
    assert is_archived(world, thread.id)


async def test_what_is_not_shared_cannot_be_taken_back(
    world: World, services: Services, database: Database
) -> None:
    shown = await a_summary(world, services, database)
    reply = await press(world.facilitator, shown, "Share with the group")
    await press(world.facilitator, reply, "Take it back")
    twice = await press(world.facilitator, reply, "Take it back")
    assert "is not shared" in texts(twice)


async def test_nobody_without_the_role_shares_or_takes_back(
    world: World, services: Services, database: Database
) -> None:
    await a_summary(world, services, database)
    share = await a_stray_button(world, "sb:share:1")
    undo = await a_stray_button(world, "sb:takeback:1")
    for member in (world.clinicians[0], world.admin):
        for stray in (share, undo):
            assert "Only the facilitator" in texts(await press(member, stray, "Stray"))
    assert not cards(world)


async def test_before_the_seal_there_is_nothing_to_share(world: World, services: Services) -> None:
    post = await a_prompt_posted(world, services)
    await all_answer(world, post)
    stray = await a_stray_button(world, "sb:share:1")
    assert "nothing to show yet" in texts(await press(world.facilitator, stray, "Stray"))
    assert not cards(world)


async def test_while_the_words_are_still_being_read_sharing_waits(
    world: World, services: Services, database: Database
) -> None:
    shown = await a_summary(world, services, database)
    async with database.write() as session:
        await session.execute(update(Summary).values(analysis=Analysis.DUE))
    refused = await press(world.facilitator, shown, "Share with the group")
    assert "still being read" in texts(refused)
    assert not cards(world)


async def test_a_deleted_channel_is_said_and_nothing_is_owed(
    world: World, services: Services, database: Database
) -> None:
    elsewhere = world.guild.create_text_channel("elsewhere")
    await a_summary(world, services, database)
    async with database.write() as session:
        await session.execute(update(Round).values(channel_id=424242))
    stray = await a_stray_button(world, "sb:share:1", elsewhere)
    refused = await press(world.facilitator, stray, "Stray")
    assert "The group's channel cannot be found" in texts(refused)


async def test_without_the_permission_for_threads_the_card_comes_and_that_is_said(
    world: World, services: Services, database: Database
) -> None:
    shown = await a_summary(world, services, database)
    await world.forbid_bot(world.channel, "create_public_threads")
    reply = await press(world.facilitator, shown, "Share with the group")
    assert "Create Public Threads" in texts(reply)
    assert len(cards(world)) == 1
    assert not world.channel.threads


async def test_without_the_permission_to_post_that_is_said_and_nothing_is_owed(
    world: World, services: Services, database: Database
) -> None:
    shown = await a_summary(world, services, database)
    await world.forbid_bot(world.channel, "attach_files")
    reply = await press(world.facilitator, shown, "Share with the group")
    assert "Attach Files" in texts(reply)
    await world.forbid_bot(world.channel)
    await world.pass_time(SOON)
    assert not cards(world)


async def test_withdrawn_words_leave_the_card_in_the_coming_night(
    world: World, services: Services, database: Database
) -> None:
    gone = "That afternoon I reached for the breathing exercise before she had finished."
    post = await a_prompt_posted(world, services)
    await all_answer(world, post, 3)
    receipt = await answer(world.clinicians[4], post, gone)
    await world.pass_time(timedelta(days=5))
    await is_read(database)
    shown = await command(world.facilitator, world.channel, "summary")
    await press(world.facilitator, shown, "Share with the group")
    (card,) = cards(world)
    assert "breathing exercise" in texts(card)
    await services.receipts.withdraw(Token.parse(code_of(receipt)), world.guild.id, world.clock())
    await the_night(world)
    await world.pass_time(SOON)
    (after,) = cards(world)
    assert after.id == card.id
    assert "breathing exercise" not in texts(after)
    assert "4 people" in texts(after)
    assert await files(after)
    assert len(world.channel.threads) == 1


async def test_a_card_deleted_by_hand_stays_deleted_and_can_be_shared_anew(
    world: World, services: Services, database: Database
) -> None:
    post = await a_prompt_posted(world, services)
    await all_answer(world, post, 3)
    receipt = await answer(world.clinicians[4], post, "One more voice, to be withdrawn again.")
    await world.pass_time(timedelta(days=5))
    await is_read(database)
    shown = await command(world.facilitator, world.channel, "summary")
    await press(world.facilitator, shown, "Share with the group")
    (card,) = cards(world)
    await card.delete()
    await services.receipts.withdraw(Token.parse(code_of(receipt)), world.guild.id, world.clock())
    await the_night(world)
    await world.pass_time(SOON)
    assert not cards(world)
    await press(world.facilitator, shown, "Share with the group")
    assert len(cards(world)) == 1


async def test_after_retention_the_card_holds_counts_and_no_word(
    world: World, services: Services, database: Database
) -> None:
    shown = await a_summary(world, services, database, retention_days=2)
    await press(world.facilitator, shown, "Share with the group")
    assert "who wanted it to stop" in texts(cards(world)[0])
    await world.pass_time(timedelta(days=3))
    await world.pass_time(SOON)
    (card,) = cards(world)
    assert "who wanted it to stop" not in texts(card)
    assert "5 people" in texts(card)
    assert "no longer kept" in texts(card)


async def test_counts_alone_can_still_be_shared_after_retention(
    world: World, services: Services, database: Database
) -> None:
    await a_summary(world, services, database, retention_days=1)
    await world.pass_time(timedelta(days=3))
    shown = await command(world.facilitator, world.channel, "summary", round="1")
    await press(world.facilitator, shown, "Share with the group")
    (card,) = cards(world)
    assert "5 people" in texts(card)
    assert "who wanted it to stop" not in texts(card)


async def test_in_the_mode_counts_at_close_the_group_sees_the_counts_and_no_word(
    world: World, services: Services, database: Database
) -> None:
    shown = await a_summary(world, services, database, sharing=Sharing.COUNTS)
    prompt, *others = posts(world.channel)
    assert "Closed" in texts(prompt)
    (counts,) = [each for each in others if "The counts" in texts(each)]
    assert "5 people" in texts(counts)
    assert "a tool" in texts(counts)
    assert "who wanted it to stop" not in texts(counts)
    told = await press(world.clinicians[5], counts, "How was this made?")
    assert "Nothing here comes from what they wrote" in texts(told)
    await press(world.facilitator, shown, "Share with the group")
    assert "who wanted it to stop" in texts(cards(world)[0])


async def test_after_three_days_it_is_said_once_that_nothing_was_shared(
    world: World, services: Services, database: Database
) -> None:
    private = world.guild.create_text_channel("facilitators")
    await a_summary(world, services, database, notices_channel_id=private.id)
    assert len(posts(private)) == 1
    for _ in range(4):
        await world.pass_time(timedelta(days=1))
    said = [each for each in posts(private) if "has not been shared" in texts(each)]
    assert len(said) == 1


async def test_nothing_is_said_of_a_summary_that_was_shared_and_taken_back(
    world: World, services: Services, database: Database
) -> None:
    shown = await a_summary(world, services, database)
    reply = await press(world.facilitator, shown, "Share with the group")
    await press(world.facilitator, reply, "Take it back")
    for _ in range(4):
        await world.pass_time(timedelta(days=1))
    assert "has not been shared" not in seen_by(world.facilitator, world.channel)


async def test_sharing_and_taking_back_stand_in_the_audit_log(
    world: World, services: Services, database: Database
) -> None:
    shown = await a_summary(world, services, database)
    reply = await press(world.facilitator, shown, "Share with the group")
    await press(world.facilitator, reply, "Take it back")
    log = texts(await command(world.admin, world.channel, "audit-log"))
    assert "shared the summary" in log
    assert "took the shared summary back" in log
