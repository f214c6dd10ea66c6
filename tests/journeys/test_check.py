"""When a prompt cannot come: what an admin sees, who is told, and how it goes on by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.services.desk import Trouble
from bot.services.health import Health
from bot.services.store import Store
from bot.themes import embedding
from bot.views.catalogue import check as check_words
from tests.journeys.group import a_group, a_prompt_posted, all_answer
from tests.journeys.world import command, posts, press, prompt_in, texts

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from simcord import ChannelHandle

    from bot.ballot.keystore import KeyStore
    from bot.services import Services
    from bot.services.desk import Timetable
    from db.engine import Database
    from tests.journeys.world import World

LOOK = timedelta(minutes=6)


async def check(world: World, **options: object) -> str:
    return texts(await command(world.admin, world.channel, "check", **options))


async def schedule(world: World, channel: ChannelHandle | None = None, **options: object) -> str:
    return texts(await command(world.admin, channel or world.channel, "schedule show", **options))


def a_lobby(world: World) -> ChannelHandle:
    """The channel in which Discord says who joined."""
    lobby = world.guild.create_text_channel("lobby")
    world.env.backend.guilds[world.guild.id].system_channel_id = lobby.id
    guild = world.env.bot.get_guild(world.guild.id)
    assert guild is not None
    guild._system_channel_id = lobby.id
    return lobby


def said_in(channel: ChannelHandle) -> list[str]:
    """What an admin is told of, but for the clock: a world's own is always wrong."""
    return [text for text in told_in(channel) if "clock" not in text]


def told_in(channel: ChannelHandle) -> list[str]:
    return [text for post in posts(channel) if "needs an admin" in (text := texts(post))]


async def test_the_self_test_tells_what_works(world: World, services: Services) -> None:
    await a_group(world, services)
    read = await check(world)
    for part in (
        "The bot holds every permission",
        "The facilitator role is there",
        "The database can be read and written",
        "Keys can be made",
        "of disk space are free",
        "The next prompt is due on <t:",
    ):
        assert part in read


async def test_a_clock_that_is_right_is_said_and_one_that_is_wrong_too(
    world: World, services: Services
) -> None:
    assert "minutes ahead of Discord's" in await check(world)
    world.clock.advance(world.env.now() - world.clock())
    read = await check(world)
    assert "The bot's clock agrees" in read
    assert "Everything that was tried works" in read
    assert "No supervision group is set up" in read


async def test_a_missing_permission_is_named(world: World, services: Services) -> None:
    await a_group(world, services)
    await world.forbid_bot(world.channel, "attach_files")
    assert "the bot lacks **Attach Files**" in await check(world)
    assert "the bot lacks **Attach Files**" in await schedule(world)


async def test_the_facilitators_channel_and_the_reminders_role_are_tried_too(
    world: World, services: Services
) -> None:
    room, circle = world.guild.create_text_channel("room"), world.guild.create_role("Circle")
    changes = {"notices_channel_id": room.id, "reminder_role_id": circle.id, "reminder_hours": 24}
    await a_group(world, services, **changes)
    await world.forbid_bot(room, "send_messages")
    await world.forbid_bot(world.channel, "mention_everyone")
    read = await check(world)
    assert "the bot lacks **Send Messages**" in read
    assert "cannot be mentioned by the bot" in read
    assert "said in the group's own channel meanwhile" in read
    world.env.backend.delete_channel(room.id)
    await world.env.settle()
    read = await check(world)
    assert "facilitators' channel no longer exists" in read
    assert "said in the group's own channel meanwhile" in read


async def test_that_the_facilitators_channel_hides_its_history_is_said_for_what_it_is(
    world: World, services: Services
) -> None:
    room = world.guild.create_text_channel("room")
    await a_group(world, services, notices_channel_id=room.id)
    await world.forbid_bot(room, "read_message_history")
    read = await check(world)
    assert "the bot lacks **Read Message History**" in read
    assert "meanwhile" not in read
    assert "facilitators' channel" not in await schedule(world)


async def test_keys_that_are_gone_are_noticed(
    world: World, services: Services, keys_dir: Path
) -> None:
    await a_group(world, services)
    await world.pass_time(timedelta())
    for key in [*keys_dir.glob("*.key")]:  # noqa: ASYNC240
        key.unlink()
    assert "The keys folder cannot be used" in await check(world)


async def test_a_store_that_does_not_answer_is_said_so(
    database: Database, keys: KeyStore, keys_dir: Path, data_dir: Path
) -> None:
    health = Health(Store(database), keys, (keys_dir / "nowhere",), "minilm")
    async with database.write():  # an SQLite file has one writer at a time
        found = await health.look()
    assert (found.database, found.keys, found.free_bytes) == (False, True, None)


async def test_a_model_that_cannot_be_used_is_said_with_what_to_do(
    world: World, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_group(world, services)
    assert "The model that reads answers for themes is there" in await check(world)
    monkeypatch.setattr(embedding, "find_spec", lambda _name: None)
    read = await check(world)
    assert "is not installed. Install the bot's packages again" in read
    assert check_words.ALL_WELL not in read


async def test_a_lost_permission_is_told_once_and_the_prompt_comes_when_it_is_back(
    world: World, services: Services
) -> None:
    lobby = a_lobby(world)
    await a_group(world, services)
    await world.forbid_bot(world.channel, "send_messages")
    await world.pass_time(timedelta(), tick=LOOK)
    (told,) = said_in(lobby)
    assert "**Send Messages**" in told
    assert "Discord does not let the bot post it" in await schedule(world)
    assert "blocked" in texts(await command(world.admin, world.channel, "schedule lately"))
    await world.pass_time(timedelta(minutes=30), tick=LOOK)
    assert len(said_in(lobby)) == 1
    await world.forbid_bot(world.channel)
    await world.pass_time(timedelta(minutes=1), tick=LOOK)
    assert "Prompt 0" in texts(prompt_in(world.channel))
    assert "does not let the bot" not in await schedule(world)
    assert len(said_in(lobby)) == 1


async def test_the_facilitators_channel_is_told_before_any_other(
    world: World, services: Services
) -> None:
    lobby, room = a_lobby(world), world.guild.create_text_channel("room")
    await a_group(world, services, notices_channel_id=room.id)
    await world.forbid_bot(world.channel, "view_channel")
    await world.pass_time(timedelta(), tick=LOOK)
    assert len(said_in(room)) == 1
    assert not said_in(lobby)


async def test_with_no_channel_to_write_in_the_log_is_told(
    world: World, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    await a_group(world, services)
    await world.forbid_bot(world.channel, "send_messages")
    await world.pass_time(timedelta(), tick=LOOK)
    warnings = [each.getMessage() for each in caplog.records if "can be told" in each.getMessage()]
    assert len(warnings) == 1
    assert "no permission" in warnings[0]


async def test_a_deleted_role_is_told_at_once_and_the_next_deletion_too(
    world: World, services: Services
) -> None:
    lobby = a_lobby(world)
    await a_group(world, services)
    world.env.backend.delete_role(world.guild.id, world.facilitators.id)
    await world.env.settle()
    (told,) = said_in(lobby)
    assert "facilitator role of the group no longer exists" in told
    assert "facilitator role" in await schedule(world)
    world.env.backend.delete_channel(world.channel.id)
    await world.env.settle()
    assert len(said_in(lobby)) == 2
    assert "The group's channel cannot be found" in await schedule(world, lobby)


async def test_a_look_at_which_nothing_has_changed_writes_nothing(
    world: World, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    lobby, kept = a_lobby(world), list[object]()
    await a_group(world, services)
    settle = services.watching.settle

    async def counted(group_id: int, trouble: Trouble | None, now: datetime) -> bool:
        kept.append(trouble)
        return await settle(group_id, trouble, now)

    monkeypatch.setattr(services.watching, "settle", counted)
    await world.pass_time(timedelta(minutes=15), tick=LOOK)
    assert not kept
    world.env.backend.delete_role(world.guild.id, world.facilitators.id)
    await world.env.settle()
    await world.pass_time(timedelta(minutes=15), tick=LOOK)
    assert kept == [Trouble.NO_ROLE]
    assert len(said_in(lobby)) == 1


async def test_a_deleted_reminder_role_is_told_once_and_keeps_no_prompt_back(
    world: World, services: Services
) -> None:
    lobby, circle = a_lobby(world), world.guild.create_role("Circle")
    await a_group(world, services, reminder_hours=24, reminder_role_id=circle.id)
    world.env.backend.delete_role(world.guild.id, circle.id)
    await world.env.settle()
    await world.pass_time(timedelta(), tick=LOOK)
    await world.pass_time(timedelta(minutes=30), tick=LOOK)
    (told,) = said_in(lobby)
    assert "role that reminders call no longer exists" in told
    assert "Prompt 0" in texts(prompt_in(world.channel))


async def test_a_deleted_reminder_role_is_said_in_the_schedule(
    world: World, services: Services
) -> None:
    circle = world.guild.create_role("Circle")
    await a_group(world, services, reminder_hours=24, reminder_role_id=circle.id)
    assert "role that reminders call" not in await schedule(world)
    world.env.backend.delete_role(world.guild.id, circle.id)
    await world.env.settle()
    assert "role that reminders call no longer exists" in await schedule(world)


async def test_a_small_trouble_is_not_told_again_after_a_greater_one_was_mended(
    world: World, services: Services
) -> None:
    lobby, circle = a_lobby(world), world.guild.create_role("Circle")
    await a_group(world, services, reminder_hours=24, reminder_role_id=circle.id)
    world.env.backend.delete_role(world.guild.id, circle.id)
    await world.pass_time(timedelta(), tick=LOOK)
    await world.forbid_bot(world.channel, "send_messages")
    await world.pass_time(timedelta(minutes=10), tick=LOOK)
    await world.forbid_bot(world.channel)
    await world.pass_time(timedelta(minutes=30), tick=LOOK)
    told = said_in(lobby)
    assert [sum(part in each for each in told) for part in ("reminders", "Send Mess")] == [1, 1]


async def test_with_nobody_to_tell_the_log_says_that_a_small_trouble_keeps_no_prompt_back(
    world: World, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    circle = world.guild.create_role("Circle")
    await a_group(world, services, reminder_hours=24, reminder_role_id=circle.id)
    world.env.backend.delete_role(world.guild.id, circle.id)
    await world.pass_time(timedelta(), tick=LOOK)
    (said,) = [each.getMessage() for each in caplog.records if "can be told" in each.getMessage()]
    assert "no reminder role" in said
    assert "cannot get its prompt" not in said


CLOSING = pytest.mark.parametrize("permission", ["send_messages", "view_channel"])


@CLOSING
async def test_a_closed_facilitators_channel_is_told_once_and_said_until_it_is_open(
    world: World, services: Services, permission: str
) -> None:
    lobby, room = a_lobby(world), world.guild.create_text_channel("room")
    world.clock.advance(-timedelta(hours=12))  # On the morning of a prompt.
    await a_group(world, services, notices_channel_id=room.id)
    assert "facilitators' channel" not in await schedule(world)
    await world.forbid_bot(room, permission)
    assert "In the facilitators' channel" in await schedule(world)
    await world.pass_time(timedelta(), tick=LOOK)
    await world.pass_time(timedelta(minutes=30), tick=LOOK)
    (told,) = said_in(lobby)
    assert "said in the group's own channel meanwhile" in told
    await world.forbid_bot(room)
    assert "facilitators' channel" not in await schedule(world)


@CLOSING
async def test_the_lines_of_a_closed_facilitators_channel_come_to_the_group(
    world: World, services: Services, permission: str
) -> None:
    room = world.guild.create_text_channel("room")
    post = await a_prompt_posted(world, services, notices_channel_id=room.id)
    await all_answer(world, post)
    await world.forbid_bot(room, permission)
    await world.pass_time(timedelta(days=5))
    assert not posts(room)
    shown = await press(world.facilitator, posts(world.channel)[-1], "Open the summary")
    assert "4 people" in texts(shown)


async def test_a_deleted_facilitators_channel_is_told_at_once_and_said_in_the_schedule(
    world: World, services: Services
) -> None:
    lobby, room = a_lobby(world), world.guild.create_text_channel("room")
    await a_group(world, services, notices_channel_id=room.id)
    world.env.backend.delete_channel(room.id)
    await world.env.settle()
    await world.pass_time(timedelta(), tick=LOOK)
    (told,) = said_in(lobby)
    assert "facilitators' channel no longer exists" in told
    assert "facilitators' channel no longer exists" in await schedule(world)
    assert "Prompt 0" in texts(prompt_in(world.channel))


async def test_a_wrong_clock_is_told_once_to_a_person_too(world: World, services: Services) -> None:
    lobby = a_lobby(world)
    world.clock.advance(-timedelta(hours=12))  # On the morning of a prompt.
    await a_group(world, services)
    await command(world.clinicians[0], world.channel, "help")  # Every use tells Discord's time.
    for _ in range(3):
        await world.pass_time(timedelta(minutes=30), tick=LOOK)
    (told,) = told_in(lobby)
    assert "minutes ahead of Discord's" in told


async def test_of_many_groups_five_are_tried_and_the_others_counted(
    world: World, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    lobby, looked_up = a_lobby(world), list[int]()
    for number in range(7):
        room = world.guild.create_text_channel(f"room-{number}")
        await a_group(world, services, channel_id=room.id)
    timetable = services.outlook.timetable

    async def counted(group_id: int, *others: Any) -> Timetable:
        looked_up.append(group_id)
        return await timetable(group_id, *others)

    monkeypatch.setattr(services.outlook, "timetable", counted)
    read = texts(await command(world.admin, lobby, "check"))
    assert "2 more groups are not shown" in read
    assert (read.count("The group of"), len(looked_up)) == (5, 5)


async def test_a_deleted_channel_stays_the_groups_trouble_until_it_is_mended(
    world: World, services: Services
) -> None:
    a_lobby(world)
    await a_group(world, services)
    world.env.backend.delete_channel(world.channel.id)
    await world.pass_time(timedelta(), tick=LOOK)
    (card,) = await services.groups.of_guild(world.guild.id)
    table = await services.outlook.timetable(card.id, world.guild.id, world.clock())
    assert table.trouble == "no channel"


async def test_nobody_but_an_admin_checks(world: World, services: Services) -> None:
    await a_group(world, services)
    bot = world.env.bot
    (each,) = [c for c in await bot.tree.fetch_commands() if c.name == "check"]  # type: ignore[attr-defined]
    world.guild.set_command_permissions(each, {world.guild.default_role: True})
    reply = await command(world.facilitator, world.channel, "check")
    assert "Manage Server" in texts(reply)
    assert "permission it needs" not in texts(reply)
