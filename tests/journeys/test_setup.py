"""An admin sets a group up, gets things wrong, and changes their mind."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.client import SupervisionBot
from bot.services.values import GroupPlan, Sharing
from tests.journeys.world import (
    Clock,
    World,
    buttons,
    choose,
    command,
    from_another_client,
    press,
    prompt_in,
    submit,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from simcord import ChannelHandle, InteractionResult, RoleHandle

    from bot.services import Services
    from bot.services.values import GroupCard
    from tests.journeys.world import Shown

MONDAY_MORNING = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
TUESDAY_AT_SIX = datetime(2026, 3, 10, 17, 0, tzinfo=UTC)
NEEDED = (
    "view_channel",
    "send_messages",
    "read_message_history",
    "attach_files",
    "create_public_threads",
    "send_messages_in_threads",
)


@pytest.fixture
def clock() -> Clock:
    return Clock(MONDAY_MORNING)


async def opened(world: World, zone: str = "Europe/Berlin") -> InteractionResult:
    return await command(world.admin, world.channel, "setup", zone=zone)


async def filled(world: World, role: RoleHandle | None = None) -> InteractionResult:
    """The page with channel and role chosen: all that has no default."""
    page = await opened(world)
    await choose(world.admin, page, "setup:channel", world.channel)
    await choose(world.admin, page, "setup:role", role or world.facilitators)
    return page


async def started(world: World) -> InteractionResult:
    page = await filled(world)
    await press(world.admin, page, "Start")
    return page


async def more(world: World, page: InteractionResult, **changes: object) -> None:
    form = await press(world.admin, page, "More settings")
    fields: dict[str, object] = {"days_open": "5", "k": "3", "every_weeks": ["1"], "contacts": ""}
    await submit(world.admin, form, **(fields | changes))


async def groups(world: World, services: Services) -> tuple[GroupCard, ...]:
    return await services.groups.of_guild(world.guild.id)


async def the_plan(world: World, services: Services) -> GroupPlan:
    (group,) = await groups(world, services)
    return group.plan


async def test_two_choices_and_a_press_set_a_group_up(world: World, services: Services) -> None:
    page = await started(world)
    (group,) = await groups(world, services)
    assert group.plan.channel_id == world.channel.id
    assert group.plan.facilitator_role_id == world.facilitators.id
    assert (group.plan.k, group.plan.days_open) == (3, 5)
    assert group.next_due == TUESDAY_AT_SIX
    assert "The group is set up" in texts(page)
    assert f"<t:{int(TUESDAY_AT_SIX.timestamp())}:R>" in texts(page)
    assert not buttons(page)


async def test_the_first_prompt_comes_when_the_confirmation_said(
    world: World, services: Services
) -> None:
    await started(world)
    await world.pass_time(TUESDAY_AT_SIX - MONDAY_MORNING - timedelta(minutes=1))
    assert not [message for message in world.channel.history() if not message.flags.ephemeral]
    await world.pass_time(timedelta(minutes=1))
    assert "Prompt 0" in texts(prompt_in(world.channel))


async def test_nothing_is_stored_or_posted_before_start(world: World, services: Services) -> None:
    page = await filled(world)
    await more(world, page, k="4")
    assert not await groups(world, services)
    assert all(message.flags.ephemeral for message in world.channel.history())


async def test_start_waits_for_a_channel_and_a_role(world: World) -> None:
    page = await opened(world)
    assert "Start" not in buttons(page)
    await choose(world.admin, page, "setup:channel", world.channel)
    assert "Start" not in buttons(page)
    await choose(world.admin, page, "setup:role", world.facilitators)
    assert "Start" in buttons(page)


async def test_the_page_shows_the_first_prompt_and_the_next_four_dates(world: World) -> None:
    page = await opened(world)
    assert "Prompt 0" in texts(page)
    dates = [TUESDAY_AT_SIX + timedelta(weeks=weeks) for weeks in range(4)]
    # Berlin's clocks change on 29 March: the fourth prompt is an hour earlier in UTC.
    dates[3] -= timedelta(hours=1)
    for date in dates:
        assert f"<t:{int(date.timestamp())}:F>" in texts(page)


async def test_the_dates_follow_the_day_and_the_time(world: World, services: Services) -> None:
    page = await filled(world)
    await choose(world.admin, page, "setup:weekday", "3")
    await choose(world.admin, page, "setup:time", "19:30")
    thursday = datetime(2026, 3, 12, 18, 30, tzinfo=UTC)
    assert f"<t:{int(thursday.timestamp())}:F>" in texts(page)
    await press(world.admin, page, "Start")
    (group,) = await groups(world, services)
    assert group.next_due == thursday


async def test_another_time_is_typed_and_then_stands_in_the_menu(
    world: World, services: Services
) -> None:
    page = await filled(world)
    form = await press(world.admin, page, "Another time")
    await submit(world.admin, form, at="7:45")
    assert "07:45" in texts(page)
    await press(world.admin, page, "Start")
    assert (await the_plan(world, services)).recurrence.at == time(7, 45)


async def test_a_time_that_does_not_exist_is_said_and_changes_nothing(
    world: World, services: Services
) -> None:
    page = await filled(world)
    before = texts(page)
    form = await press(world.admin, page, "Another time")
    await submit(world.admin, form, at="25:00")
    assert "25:00 is not a time of day" in texts(page)
    await choose(world.admin, page, "setup:weekday", "1")
    assert texts(page) == before
    await press(world.admin, page, "Start")
    assert (await the_plan(world, services)).recurrence.at == time(18)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"k": "2"}, "from 3 to 50"),
        ({"k": "three"}, "three is not a whole number"),
        ({"days_open": "8"}, "from 1 to 7 days"),
        ({"days_open": "0"}, "from 1 to 7 days"),
        ({"days_open": "-1"}, "-1 is not a whole number"),
        ({"contacts": "x" * 301}, "301 characters"),
    ],
)
async def test_a_setting_that_cannot_be_used_is_said_and_what_was_typed_is_kept(
    world: World, services: Services, typed: dict[str, str], sentence: str
) -> None:
    page = await filled(world)
    await more(world, page, **typed)
    assert sentence in texts(page)
    form = await press(world.admin, page, "More settings")
    assert form.modal is not None
    inputs = [part["component"] for part in form.modal["components"]]
    values = {part["custom_id"]: part.get("value") for part in inputs}
    assert typed.items() <= values.items()
    await press(world.admin, page, "Start")
    plan = await the_plan(world, services)
    assert (plan.k, plan.days_open, plan.contacts) == (3, 5, None)


async def test_more_settings_are_stored(world: World, services: Services) -> None:
    room = world.guild.create_text_channel("facilitators")
    page = await filled(world)
    contacts = "Dana, 555 0100"
    await more(
        world, page, k="4", days_open="9", every_weeks=["2"], notices=[room], contacts=contacts
    )
    assert "every 2 weeks" in texts(page)
    await press(world.admin, page, "Start")
    plan = await the_plan(world, services)
    assert (plan.k, plan.days_open, plan.recurrence.every_weeks) == (4, 9, 2)
    assert (plan.notices_channel_id, plan.contacts) == (room.id, contacts)


async def test_a_role_that_everybody_holds_is_refused(world: World) -> None:
    guild = world.guild
    page = await filled(world, guild.default_role)
    assert "cannot be the facilitator role" in texts(page)
    assert "Start" not in buttons(page)


async def test_the_role_of_a_bot_is_refused(world: World) -> None:
    guild = world.guild
    role = guild.create_role("Some bot")
    await world.env.settle()
    cached = world.env.bot.get_guild(guild.id)
    assert cached is not None
    seen = cached.get_role(role.id)
    assert seen is not None
    seen.managed = True
    page = await filled(world, role)
    assert "belongs to a bot" in texts(page)
    assert "Start" not in buttons(page)


@pytest.mark.parametrize("flag", NEEDED)
async def test_a_missing_permission_is_named_and_nothing_is_stored(
    world: World, services: Services, flag: str
) -> None:
    await world.forbid_bot(world.channel, flag)
    elsewhere = world.guild.create_text_channel("office")
    page = await command(world.admin, elsewhere, "setup", zone="Europe/Berlin")
    await choose(world.admin, page, "setup:channel", world.channel)
    await choose(world.admin, page, "setup:role", world.facilitators)
    await press(world.admin, page, "Start")
    name = flag.replace("_", " ").title().replace(" In ", " in ")
    assert f"**{name}**" in texts(page)
    assert not await groups(world, services)


async def test_all_missing_permissions_are_named_until_they_are_granted(
    world: World, services: Services
) -> None:
    await world.forbid_bot(world.channel, "attach_files", "create_public_threads")
    page = await filled(world)
    assert "**Attach Files**, **Create Public Threads**" in texts(page)
    await world.forbid_bot(world.channel)
    await press(world.admin, page, "Start")
    assert await groups(world, services)


async def test_the_facilitators_channel_is_checked_too(world: World, services: Services) -> None:
    room = world.guild.create_text_channel("facilitators")
    await world.forbid_bot(room, "send_messages")
    page = await filled(world)
    await more(world, page, notices=[room])
    await press(world.admin, page, "Start")
    assert f"In <#{room.id}> the bot lacks: **Send Messages**" in texts(page)
    assert not await groups(world, services)


async def test_a_channel_in_which_members_can_type_is_pointed_out(
    world: World, services: Services
) -> None:
    page = await filled(world)
    assert "Members can type in" in texts(page)
    await press(world.admin, page, "Start")
    assert await groups(world, services)


async def test_a_channel_in_which_only_the_bot_can_type_needs_no_advice(world: World) -> None:
    guild = world.guild
    silent = discord.Permissions(send_messages=True).value
    backend = world.env.backend
    everyone = Overwrite(guild.default_role.id, OverwriteType.ROLE, 0, silent)
    the_bot = Overwrite(backend.bot_user.id, OverwriteType.MEMBER, silent, 0)
    backend.set_overwrite(world.channel.id, everyone)
    backend.set_overwrite(world.channel.id, the_bot)
    await world.env.settle()
    page = await filled(world)
    assert "Members can type in" not in texts(page)
    assert "the bot lacks" not in texts(page)


async def test_an_unknown_zone_is_said_before_anything_else(world: World) -> None:
    reply = await opened(world, "Atlantis")
    assert "Atlantis is not a known time zone" in texts(reply)
    assert not buttons(reply)
    assert reply.ephemeral


async def test_zones_are_suggested_while_one_types(world: World) -> None:
    offered = await world.admin.autocomplete(world.channel, "setup", "zone", "berl")
    assert offered[0] == {"name": "Europe/Berlin", "value": "Europe/Berlin"}


async def test_who_may_not_manage_the_server_is_refused_even_where_discord_lets_them(
    world: World,
) -> None:
    guild = world.guild
    bot = world.env.bot
    assert isinstance(bot, SupervisionBot)
    (setup,) = [each for each in await bot.tree.fetch_commands() if each.name == "setup"]
    guild.set_command_permissions(setup, {guild.default_role: True})
    for person in (world.clinicians[0], world.facilitator):
        reply = await command(person, world.channel, "setup", zone="Europe/Berlin")
        assert "Manage Server" in texts(reply)
        assert not buttons(reply)


async def test_who_lost_the_permission_with_the_page_open_is_refused(
    world: World, services: Services
) -> None:
    page = await filled(world)
    guild = world.guild
    world.env.backend.remove_member_role(guild.id, world.admin.id, guild.roles["Admin"].id)
    await world.env.settle()
    assert "Manage Server" in texts(await press(world.admin, page, "Start"))
    assert not await groups(world, services)


async def test_a_second_run_shows_what_is_set_and_changes_it(
    world: World, services: Services
) -> None:
    page = await filled(world)
    await more(world, page, k="4", contacts="Dana, 555 0100")
    await press(world.admin, page, "Start")
    again = await opened(world)
    assert "already has a group" in texts(again)
    assert "fewer than 4 answers" in texts(again)
    assert "Dana, 555 0100" in texts(again)
    await choose(world.admin, again, "setup:weekday", "4")
    await press(world.admin, again, "Store changes")
    assert "The group is changed" in texts(again)
    plan = await the_plan(world, services)
    assert (plan.recurrence.weekday, plan.k) == (4, 4)


async def test_choosing_a_channel_that_has_a_group_brings_its_settings_to_the_page(
    world: World,
) -> None:
    first = await filled(world)
    await more(world, first, k="4")
    await press(world.admin, first, "Start")
    office = world.guild.create_text_channel("office")
    page = await command(world.admin, office, "setup", zone="Europe/London")
    assert "already has a group" not in texts(page)
    await choose(world.admin, page, "setup:channel", world.channel)
    assert "already has a group" in texts(page)
    assert "fewer than 4 answers" in texts(page)
    assert "Store changes" in buttons(page)
    assert "in Europe/Berlin so far; storing makes them local times in Europe/London" in texts(page)
    await choose(world.admin, page, "setup:channel", office)
    assert "already has a group" not in texts(page)


async def test_a_second_channel_becomes_a_second_group(world: World, services: Services) -> None:
    await started(world)
    office = world.guild.create_text_channel("office")
    page = await opened(world)
    await choose(world.admin, page, "setup:channel", office)
    await press(world.admin, page, "Start")
    assert [group.plan.channel_id for group in await groups(world, services)] == [
        world.channel.id,
        office.id,
    ]


def first_on(page: Shown) -> str:
    """The prompt a page announces, or the first of the dates ahead."""
    (found, *_) = re.findall(r"prompt: (Prompt \d)\*\*|:F> · \*\*(Prompt \d)", texts(page))
    return "".join(found)


async def test_the_first_prompt_of_a_shuffled_deck_is_the_one_the_page_showed(
    world: World, services: Services
) -> None:
    announced, planned = [], []
    for number in range(8):
        channel = world.guild.create_text_channel(f"group-{number}")
        page = await filled(world)
        await choose(world.admin, page, "setup:channel", channel)
        await about_the_group(world, page, order=["shuffled"])
        announced.append(first_on(page))
        await press(world.admin, page, "Start")
        planned.append(first_on(await command(world.admin, channel, "schedule show")))
    assert announced == planned
    assert len(set(planned)) > 1  # Each group draws its own.


async def test_the_page_knows_a_prompt_that_was_chosen_for_a_far_date(world: World) -> None:
    await started(world)
    far = {"date": "2026-04-21", "prompt": "prompt-0"}
    await command(world.admin, world.channel, "schedule swap", **far)
    show = await command(world.admin, world.channel, "schedule show")
    assert first_on(await opened(world)) == first_on(show) == "Prompt 1"


async def lose_the_channel(world: World) -> ChannelHandle:
    """Delete the group's channel; gives another one."""
    lobby = world.guild.create_text_channel("lobby")
    world.env.backend.delete_channel(world.channel.id)
    await world.env.settle()
    return lobby


async def test_a_group_whose_channel_is_gone_moves_to_the_channel_that_is_chosen(
    world: World, services: Services
) -> None:
    await started(world)
    (before,) = await groups(world, services)
    await command(world.admin, world.channel, "prompts disable", prompt="prompt-0")
    lobby = await lose_the_channel(world)
    warned = texts(await command(world.admin, lobby, "schedule show"))
    assert "Choose another one with /setup: the group moves there" in warned
    page = await command(world.admin, lobby, "setup", zone="Europe/Berlin")
    await choose(world.admin, page, "setup:channel", lobby)
    assert f"moves the group whose channel is gone to <#{lobby.id}>" in texts(page)
    assert "The next prompt: Prompt 1" in texts(page)
    await press(world.admin, page, "Store changes")
    assert "The group is changed" in texts(page)
    (after,) = await groups(world, services)
    assert (after.id, after.plan.channel_id) == (before.id, lobby.id)
    assert after.plan.recurrence == before.plan.recurrence
    assert "cannot be found" not in texts(await command(world.admin, lobby, "schedule show"))
    await world.pass_time(TUESDAY_AT_SIX - MONDAY_MORNING)
    assert "Prompt 1" in texts(prompt_in(lobby))


async def test_a_prompt_that_waited_for_its_lost_channel_comes_to_the_new_one(
    world: World, services: Services
) -> None:
    await started(world)
    lobby = await lose_the_channel(world)
    await world.pass_time(TUESDAY_AT_SIX - MONDAY_MORNING)
    page = await command(world.admin, lobby, "setup", zone="Europe/Berlin")
    await choose(world.admin, page, "setup:channel", lobby)
    await press(world.admin, page, "Store changes")
    await world.pass_time(timedelta(minutes=1))
    assert "Prompt 0" in texts(prompt_in(lobby))


async def test_with_two_lost_channels_none_is_guessed_until_one_group_is_ended(
    world: World, services: Services
) -> None:
    await started(world)
    office = world.guild.create_text_channel("office")
    page = await opened(world)
    await choose(world.admin, page, "setup:channel", office)
    await press(world.admin, page, "Start")
    world.env.backend.delete_channel(office.id)
    lobby = await lose_the_channel(world)
    page = await command(world.admin, lobby, "setup", zone="Europe/Berlin")
    await choose(world.admin, page, "setup:channel", lobby)
    assert "moves the group" not in texts(page)
    first, second = await groups(world, services)
    asking = await command(world.admin, lobby, "forget", group=str(second.id))
    await press(world.admin, asking, "Forget this group")
    await choose(world.admin, page, "setup:channel", lobby)
    await press(world.admin, page, "Store changes")
    moved, ended = await groups(world, services)
    assert (moved.id, moved.plan.channel_id) == (first.id, lobby.id)
    assert ended.forget_at is not None


async def test_two_admins_do_not_move_a_group_twice(world: World, services: Services) -> None:
    await started(world)
    lobby = await lose_the_channel(world)
    office = world.guild.create_text_channel("office")
    pages = [await command(world.admin, lobby, "setup", zone="Europe/Berlin") for _ in range(2)]
    for page, channel in zip(pages, (lobby, office), strict=True):
        await choose(world.admin, page, "setup:channel", channel)
    await press(world.admin, pages[0], "Store changes")
    late = await press(world.admin, pages[1], "Store changes")
    assert "somebody else has just moved it" in texts(late)
    assert (await the_plan(world, services)).channel_id == lobby.id


async def test_a_page_left_alone_says_that_it_has_timed_out(world: World) -> None:
    page = await filled(world)
    await world.env.advance_time(15 * 60)
    assert "has timed out" in texts(page)
    assert not buttons(page)


async def test_who_left_the_page_finds_their_choices_when_they_come_back(
    world: World, services: Services
) -> None:
    left = await filled(world)
    await choose(world.admin, left, "setup:weekday", "4")
    await choose(world.admin, left, "setup:time", "19:30")
    await more(world, left, k="4")
    again = await opened(world)
    assert "what you chose when you were here last" in texts(again)
    assert "fewer than 4 answers" in texts(again)
    await press(world.admin, again, "Start")
    plan = await the_plan(world, services)
    assert (plan.facilitator_role_id, plan.k) == (world.facilitators.id, 4)
    assert (plan.recurrence.weekday, plan.recurrence.at) == (4, time(19, 30))
    assert "when you were here last" not in texts(await opened(world))


async def test_a_change_left_unfinished_is_found_again_and_nobody_else_finds_it(
    world: World, services: Services
) -> None:
    await started(world)
    page = await opened(world)
    await more(world, page, k="5")
    again = await opened(world)
    assert "already has a group" in texts(again)
    assert "fewer than 5 answers" in texts(again)
    managers = world.guild.create_role("Too", permissions=discord.Permissions(manage_guild=True))
    robin = world.guild.add_member(world.env.create_user("robin"), roles=[managers])
    other = await command(robin, world.channel, "setup", zone="Europe/Berlin")
    assert "fewer than 3 answers" in texts(other)


async def test_what_was_left_does_not_undo_what_was_changed_meanwhile(
    world: World, services: Services
) -> None:
    await started(world)
    page = await opened(world)
    await more(world, page, k="5")
    await command(world.admin, world.channel, "schedule change", weekday=3)
    again = await opened(world)
    assert "when you were here last" not in texts(again)
    assert "fewer than 3 answers" in texts(again)


async def test_a_role_deleted_meanwhile_is_not_chosen_any_more(world: World) -> None:
    gone = world.guild.create_role("Gone")
    await filled(world, gone)
    world.env.backend.delete_role(world.guild.id, gone.id)
    await world.env.settle()
    again = await opened(world)
    assert "when you were here last" in texts(again)
    assert "Choose a channel and a role" in texts(again)


async def test_a_form_sent_after_start_does_not_bring_the_page_back(world: World) -> None:
    page = await filled(world)
    form = await press(world.admin, page, "Another time")
    await press(world.admin, page, "Start")
    late = await submit(world.admin, form, at="9:15")
    assert "has already done its work" in texts(late)
    assert "The group is set up" in texts(page)


async def about_the_group(world: World, page: InteractionResult, **changes: object) -> None:
    form = await press(world.admin, page, "Group and deck")
    fields: dict[str, object] = {
        "size": "",
        "order": ["in order"],
        "retention": "90",
        "reminder_hours": "",
    }
    await submit(world.admin, form, **(fields | changes))


async def test_the_page_says_what_k_means_for_a_group_of_this_size(world: World) -> None:
    page = await filled(world)
    await about_the_group(world, page, size="6")
    assert "miss the 3 in 18 of 100 weeks; with 4, in 46" in texts(page)
    await more(world, page, k="4")
    assert "miss the 4 in 46 of 100 weeks; with 3, in 18" in texts(page)


async def test_k_is_proposed_by_the_groups_size_until_it_is_chosen(
    world: World, services: Services
) -> None:
    page = await filled(world)
    await about_the_group(world, page, size="12")
    assert "fewer than 4 answers" in texts(page)
    await more(world, page, k="5")
    await about_the_group(world, page, size="8")
    await press(world.admin, page, "Start")
    plan = await the_plan(world, services)
    assert (plan.k, plan.size) == (5, 8)


async def test_deck_order_retention_and_reminder_are_stored(
    world: World, services: Services
) -> None:
    circle = world.guild.create_role("Circle", mentionable=True)
    page = await filled(world)
    await about_the_group(
        world,
        page,
        order=["shuffled"],
        retention="30",
        reminder_hours="24",
        reminder_role=[circle],
    )
    assert f"A reminder 24 h before closing, calling <@&{circle.id}>" in texts(page)
    await press(world.admin, page, "Start")
    plan = await the_plan(world, services)
    assert (plan.order, plan.retention_days) == ("shuffled", 30)
    assert (plan.reminder_hours, plan.reminder_role_id) == (24, circle.id)
    again = await opened(world)
    assert "shuffled, without repeats. Texts are kept for 30 days" in texts(again)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"size": "many"}, "many is not a whole number"),
        ({"size": "1"}, "from 2 to 200 people"),
        ({"retention": "731"}, "from 1 to 730 days"),
        ({"retention": ""}, "not a whole number"),
        ({"reminder_hours": "119"}, "from 1 to 118 hours"),
    ],
)
async def test_what_cannot_be_said_of_a_group_is_refused_and_kept_for_correction(
    world: World, services: Services, typed: dict[str, str], sentence: str
) -> None:
    page = await filled(world)
    form = from_another_client(await press(world.admin, page, "Group and deck"))
    fields: dict[str, object] = {"size": "", "order": ["in order"], "retention": "90"}
    if not typed.get("retention", "x"):
        typed = {"retention": " "}
    await submit(world.admin, form, **(fields | {"reminder_hours": ""} | typed))
    assert sentence in texts(page)
    again = await press(world.admin, page, "Group and deck")
    assert again.modal is not None
    inputs = [part["component"] for part in again.modal["components"]]
    values = {part["custom_id"]: part.get("value") for part in inputs}
    assert typed.items() <= values.items()


async def test_a_role_that_cannot_be_mentioned_is_not_reminded(
    world: World, services: Services
) -> None:
    quiet = world.guild.create_role("Quiet")
    await world.forbid_bot(world.channel, "mention_everyone")
    page = await filled(world)
    await about_the_group(world, page, reminder_hours="24", reminder_role=[quiet])
    assert "cannot be mentioned by the bot" in texts(page)
    loud = world.guild.create_role("Loud", mentionable=True)
    await about_the_group(world, page, reminder_role=[loud])
    assert "but not when" in texts(page)
    await press(world.admin, page, "Start")
    assert (await the_plan(world, services)).reminder_hours is None


async def test_after_a_restart_each_menu_and_button_of_an_old_page_says_so(
    world: World, services: Services, make_bot: Callable[[], SupervisionBot]
) -> None:
    page = await filled(world)
    form = await press(world.admin, page, "More settings")
    await world.restart(make_bot())
    late = [
        await press(world.admin, page, "Start"),
        await press(world.admin, page, "More settings"),
        await press(world.admin, page, "Group and deck"),
        await press(world.admin, page, "Another time"),
        await choose(world.admin, page, "setup:weekday", "3"),
        await choose(world.admin, page, "setup:time", "19:30"),
        await choose(world.admin, page, "setup:sharing", "counts"),
        await choose(world.admin, page, "setup:channel", world.channel),
        await choose(world.admin, page, "setup:role", world.facilitators),
        await submit(world.admin, form, days_open="5", k="3", every_weeks=["1"], contacts=""),
    ]
    for reply in late:
        assert reply.ephemeral
        assert "is from before a restart" in texts(reply)
    assert not await groups(world, services)
    fresh = await filled(world)
    await press(world.admin, fresh, "Start")
    assert await groups(world, services)


async def test_a_page_that_lives_does_its_work_and_only_its_own_answer_comes(
    world: World,
) -> None:
    page = await filled(world)
    other = await opened(world)
    await choose(world.admin, other, "setup:weekday", "4")
    form = await press(world.admin, page, "Another time")
    done = await submit(world.admin, form, at="7:45")
    assert "from before" not in texts(done)
    assert "07:45" in texts(page)


async def test_what_the_group_sees_is_chosen_on_the_page_and_kept_by_the_next_change(
    world: World, services: Services
) -> None:
    page = await filled(world)
    await choose(world.admin, page, "setup:sharing", "counts")
    await press(world.admin, page, "Start")
    assert "the group sees the counts" in texts(page)
    assert (await the_plan(world, services)).sharing is Sharing.COUNTS
    again = await opened(world)
    await press(world.admin, again, "Store changes")
    assert (await the_plan(world, services)).sharing is Sharing.COUNTS
