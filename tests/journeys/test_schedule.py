"""An admin looks at the dates ahead, changes them, gets things wrong, and takes them back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.journeys.group import a_group, a_prompt_posted, all_answer
from tests.journeys.world import ANSWER, buttons, command, posts, press, prompt_in, texts

if TYPE_CHECKING:
    from simcord import InteractionResult

    from bot.client import SupervisionBot
    from bot.services import Services
    from tests.journeys.world import World

MONDAY = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
WEEK = timedelta(days=7)


async def schedule(world: World, name: str, **options: object) -> InteractionResult:
    reply = await command(world.admin, world.channel, f"schedule {name}", **options)
    assert reply.ephemeral
    return reply


async def shown(world: World) -> str:
    return texts(await schedule(world, "show"))


def stamp(instant: datetime) -> str:
    return f"<t:{int(instant.timestamp())}:F>"


async def test_the_next_eight_dates_are_shown_with_their_prompts(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    read = await shown(world)
    lines = [line for line in read.splitlines() if line.startswith("- <t:")]
    assert len(lines) == 8
    assert lines[0] == f"- {stamp(MONDAY)} · **Prompt 0**"
    # Berlin's clocks change on 29 March: from then on it is an hour earlier in UTC.
    assert lines[4] == f"- {stamp(MONDAY + 4 * WEEK - timedelta(hours=1))} · **Prompt 0**"


async def test_an_open_round_is_named_with_its_closing(world: World, services: Services) -> None:
    await a_prompt_posted(world, services)
    assert "**Open now:** “Prompt 0”" in await shown(world)


async def test_another_day_and_time_hold_for_the_prompts_to_come(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    reply = await schedule(world, "change", weekday=2, time="19:15", zone="Europe/London")
    wednesday = datetime(2026, 3, 4, 19, 15, tzinfo=UTC)
    assert stamp(wednesday) in texts(reply)
    await world.pass_time(wednesday - MONDAY)
    assert "Prompt 0" in texts(prompt_in(world.channel))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({}, "Say what to change"),
        ({"time": "25:00"}, "25:00 is not a time of day"),
        ({"zone": "Atlantis"}, "not a known time zone"),
    ],
)
async def test_a_change_that_cannot_be_made_changes_nothing(
    world: World, services: Services, options: dict[str, str], sentence: str
) -> None:
    await a_group(world, services)
    before = await shown(world)
    assert sentence in texts(await schedule(world, "change", **options))
    assert await shown(world) == before


async def test_a_pause_holds_until_somebody_resumes(world: World, services: Services) -> None:
    await a_group(world, services)
    assert "Paused" in texts(await schedule(world, "pause"))
    await world.pass_time(WEEK)
    assert not posts(world.channel)
    assert "Paused" in await shown(world)
    reply = await schedule(world, "resume")
    assert stamp(MONDAY + 2 * WEEK) in texts(reply)
    await world.pass_time(WEEK)
    assert "Prompt 0" in texts(prompt_in(world.channel))


async def test_a_pause_until_a_date_ends_by_itself(world: World, services: Services) -> None:
    await a_group(world, services)
    reply = await schedule(world, "pause", until="16 Mar 2026")
    assert stamp(MONDAY + 2 * WEEK) in texts(reply)
    await world.pass_time(WEEK)
    assert not posts(world.channel)
    await world.pass_time(WEEK)
    assert len(posts(world.channel)) == 1


async def test_a_pause_is_shown_by_what_ends_last(world: World, services: Services) -> None:
    await a_group(world, services)
    await schedule(world, "leave-out", first="2026-03-02", last="2026-03-20")
    await schedule(world, "leave-out", first="2026-03-02", last="2026-04-30")
    assert "Thursday, 30 April 2026" in _pause_of(await shown(world))


@pytest.mark.parametrize(
    ("first", "second", "resumes"),
    [
        (None, "2026-03-16", MONDAY + 2 * WEEK),
        ("2026-03-23", "2026-03-09", MONDAY + WEEK),
        ("2026-03-09", "2026-03-23", MONDAY + 3 * WEEK),
    ],
)
async def test_who_pauses_again_changes_the_pause(
    world: World, services: Services, first: str | None, second: str, resumes: datetime
) -> None:
    await a_group(world, services)
    await schedule(world, "pause", **({"until": first} if first else {}))
    reply = texts(await schedule(world, "pause", until=second))
    assert stamp(resumes) in reply
    assert "This takes the place of what was left out before: " in reply
    assert "Left out" not in await shown(world)


async def test_a_dated_pause_is_made_one_without_an_end(world: World, services: Services) -> None:
    await a_group(world, services)
    await schedule(world, "pause", until="2026-03-16")
    await schedule(world, "pause")
    read = await shown(world)
    assert "until somebody uses /schedule resume" in read
    assert "16 March" not in read


async def test_the_same_pause_twice_changes_nothing_and_says_so(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    for until in ({}, {"until": "2026-03-16"}):
        await schedule(world, "pause", **until)
        assert "left out already" in texts(await schedule(world, "pause", **until))


async def test_a_range_brought_back_by_one_of_its_dates_is_named_as_a_whole(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    await schedule(world, "leave-out", first="2026-07-01", last="2026-08-31")
    await schedule(world, "swap", date="2026-04-13", prompt="prompt-2")
    reply = texts(await schedule(world, "bring-back", date="2026-07-13"))
    assert "Wednesday, 1 July 2026 to Monday, 31 August 2026" in reply
    assert "prompt chosen" not in reply
    reply = texts(await schedule(world, "bring-back", date="2026-04-13"))
    assert "the prompt chosen for Monday, 13 April 2026" in reply


async def test_bringing_a_date_in_a_pause_back_says_that_the_pause_ends(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    await schedule(world, "pause")
    reply = texts(await schedule(world, "bring-back", date="2026-03-09"))
    assert "from Monday, 2 March 2026 on" in reply
    assert "The pause is over" in reply


def _pause_of(read: str) -> str:
    (line,) = (line for line in read.splitlines() if line.startswith("**Paused**"))
    return line


async def test_one_skipped_date_brings_no_prompt_and_no_notice(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    assert "Monday, 2 March 2026" in texts(await schedule(world, "skip"))
    await world.pass_time(timedelta())
    assert not posts(world.channel)
    await world.pass_time(WEEK)
    assert "Prompt 0" in texts(prompt_in(world.channel))


async def test_a_skipped_date_can_be_taken_back(world: World, services: Services) -> None:
    await a_group(world, services)
    before = await shown(world)
    await schedule(world, "skip", date="2026-03-09")
    assert "**Left out**" in await shown(world)
    offered = await world.admin.autocomplete(world.channel, "schedule bring-back", "date", "")
    assert [each["value"] for each in offered] == ["2026-03-09"]
    await schedule(world, "bring-back", date="2026-03-09")
    assert await shown(world) == before


async def test_holidays_are_left_out_and_the_dates_after_them_stay(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    await schedule(world, "leave-out", first="2026-03-05", last="2026-03-20")
    read = await shown(world)
    assert "Thursday, 5 March 2026 to Friday, 20 March 2026" in read
    assert stamp(MONDAY) in read
    assert stamp(MONDAY + WEEK) not in read
    assert stamp(MONDAY + 3 * WEEK) in read


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("pause", {"until": "2026-02-31"}, "2026-02-31 is not a date"),
        ("pause", {"until": "2026-03-02"}, "a date after today"),
        ("pause", {"until": "2026-03-01"}, "lies in the past"),
        ("pause", {"until": "2036-03-01"}, "more than two years"),
        ("pause", {"until": "soon"}, "soon is not a date"),
        ("resume", {}, "not paused"),
        ("skip", {"date": "2026-03-04"}, "No prompt is planned for 2026-03-04"),
        ("leave-out", {"first": "2026-03-20", "last": "2026-03-05"}, "lies before the first"),
        ("leave-out", {"first": "2026-03-20", "last": "2027-12-01"}, "more than a year"),
        ("leave-out", {"first": "31 Feb 2026"}, "31 Feb 2026 is not a date"),
        ("bring-back", {"date": "2026-03-09"}, "is not left out"),
        ("swap", {"date": "2026-03-09", "prompt": "unheard-of"}, "no such prompt"),
        ("swap", {"date": "2026-03-10", "prompt": "prompt-2"}, "No prompt is planned"),
    ],
)
async def test_what_cannot_be_meant_is_said_and_changes_nothing(
    world: World, services: Services, name: str, options: dict[str, str], sentence: str
) -> None:
    await a_group(world, services)
    before = await shown(world)
    assert sentence in texts(await schedule(world, name, **options))
    assert await shown(world) == before


async def test_dates_left_out_twice_are_pointed_out(world: World, services: Services) -> None:
    await a_group(world, services)
    await schedule(world, "leave-out", first="2026-03-05", last="2026-03-20")
    reply = await schedule(world, "leave-out", first="2026-03-06", last="2026-03-10")
    assert "left out already" in texts(reply)


async def test_a_chosen_prompt_comes_on_its_date_and_the_other_one_later(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    reply = await schedule(world, "swap", date="2026-03-02", prompt="prompt-2")
    assert "“Prompt 2” will be asked on" in texts(reply)
    read = [line for line in (await shown(world)).splitlines() if line.startswith("- <t:")]
    assert [line.partition("**")[2][:8] for line in read[:4]] == [
        "Prompt 2",
        "Prompt 0",
        "Prompt 1",
        "Prompt 3",
    ]
    await world.pass_time(timedelta())
    assert "Prompt 2" in texts(prompt_in(world.channel))
    await world.pass_time(WEEK)
    assert "Prompt 0" in texts(prompt_in(world.channel))


def dates_in(read: str) -> list[str]:
    return [line.split("**")[1] for line in read.splitlines() if line.startswith("- <t:")]


async def test_a_prompt_chosen_for_a_date_that_is_left_out_comes_when_it_is_shown(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    await schedule(world, "swap", date="2026-03-09", prompt="prompt-0")
    await schedule(world, "skip", date="2026-03-09")
    first = dates_in(await shown(world))[0]
    assert f"“{first}”" in texts(await schedule(world, "now"))
    await world.pass_time(timedelta())
    assert first in texts(prompt_in(world.channel))


async def test_a_prompt_chosen_for_a_date_of_another_weekday_is_kept_back_no_more(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    await schedule(world, "swap", date="2026-12-07", prompt="prompt-1")
    assert "Prompt 1" not in dates_in(await shown(world))
    await schedule(world, "change", weekday=3)
    assert "Prompt 1" in dates_in(await shown(world))


async def test_a_prompt_chosen_for_a_far_date_is_offered_for_taking_back(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    await schedule(world, "swap", date="2026-12-07", prompt="prompt-1")
    offered = await world.admin.autocomplete(world.channel, "schedule bring-back", "date", "")
    assert offered == [{"name": "Mon 7 Dec 2026 · Prompt 1", "value": "2026-12-07"}]
    await schedule(world, "bring-back", date="2026-12-07")
    assert "Prompt 1" in dates_in(await shown(world))


async def test_dates_and_prompts_are_offered_while_one_types(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    dates = await world.admin.autocomplete(world.channel, "schedule swap", "date", "9 Mar")
    assert dates == [{"name": "Mon 9 Mar 2026 · Prompt 1", "value": "2026-03-09"}]
    prompts = await world.admin.autocomplete(world.channel, "schedule swap", "prompt", "3")
    assert prompts == [{"name": "Prompt 3", "value": "prompt-3"}]


async def test_a_prompt_at_once_is_asked_about_and_posted_once(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    asking = await schedule(world, "now")
    assert "Prompt 0" in texts(asking)
    assert not posts(world.channel)
    await press(world.admin, asking, "Post it now")
    assert len(posts(world.channel)) == 1
    again = await press(world.admin, asking, "Post it now")
    assert "A round is open" in texts(again)
    await world.pass_time(timedelta())
    assert len(posts(world.channel)) == 1
    await world.pass_time(WEEK)
    assert "Prompt 1" in texts(prompt_in(world.channel))


async def test_only_who_manages_the_server_posts_at_once(world: World, services: Services) -> None:
    await a_group(world, services)
    asking = await schedule(world, "now")
    backend, guild = world.env.backend, world.guild
    backend.remove_member_role(guild.id, world.admin.id, guild.roles["Admin"].id)
    await world.env.settle()
    assert "Manage Server" in texts(await press(world.admin, asking, "Post it now"))
    assert not posts(world.channel)


async def test_a_reminder_comes_once_before_the_round_closes_and_calls_the_role(
    world: World, services: Services
) -> None:
    circle = world.guild.create_role("Circle", mentionable=True)
    await a_group(world, services)
    reply = await schedule(world, "reminder", hours=24, role=circle)
    assert f"<@&{circle.id}>" in texts(reply)
    assert "also before an open one does unless that hour is over" in texts(reply)
    await world.pass_time(timedelta())
    await all_answer(world, prompt_in(world.channel), 2)
    await world.pass_time(timedelta(days=4))
    await world.pass_time(timedelta(minutes=5))
    _, reminder = posts(world.channel)
    assert f"<@&{circle.id}> **Prompt 0**\nThis round closes" in texts(reminder)
    sent = [r.json for r in world.env.http_requests if r.method == "POST" and r.json]
    called = [body["allowed_mentions"] for body in sent if body.get("nonce")]
    assert called[-1]["roles"] == [circle.id] or called[-1]["roles"] == [str(circle.id)]
    for member in world.clinicians:
        assert member.name not in texts(reminder)


async def test_a_round_that_was_closed_early_is_not_reminded_of(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    await schedule(world, "reminder", hours=24)
    await world.pass_time(timedelta())
    await all_answer(world, prompt_in(world.channel), 3)
    asking = await command(world.facilitator, world.channel, "close")
    await press(world.facilitator, asking, "Close it")
    await world.pass_time(timedelta(days=4))
    assert not [post for post in posts(world.channel) if "If you would like" in texts(post)]
    assert any("Open the summary" in buttons(each) for each in posts(world.channel))


async def test_a_role_that_cannot_be_mentioned_is_refused(world: World, services: Services) -> None:
    await a_group(world, services)
    closed = world.guild.create_role("Quiet")
    await world.forbid_bot(world.channel, "mention_everyone")
    for role, sentence in (
        (closed, "cannot be mentioned by the bot"),
        (world.guild.default_role, "cannot be called"),
    ):
        assert sentence in texts(await schedule(world, "reminder", hours=24, role=role))
    reply = await schedule(world, "reminder", hours=119)
    assert "from 1 to 118 hours" in texts(reply)
    assert "No reminder" in await shown(world)


async def test_what_happened_lately_says_what_was_posted_and_what_was_missed_and_why(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    assert "No date has come yet" in texts(await schedule(world, "lately"))
    await world.pass_time(timedelta())
    await world.pass_time(WEEK + timedelta(days=3))
    read = texts(await schedule(world, "lately"))
    assert "Monday, 2 March 2026 · Prompt 0: posted" in read
    assert "Monday, 9 March 2026: missed: the bot was not running" in read


async def test_nobody_else_gets_through_any_of_these_doors(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    bot: SupervisionBot = world.env.bot  # type: ignore[assignment]
    for each in await bot.tree.fetch_commands():
        if each.name == "schedule":
            world.guild.set_command_permissions(each, {world.guild.default_role: True})
    tries: dict[str, dict[str, object]] = {
        "show": {},
        "change": {"time": "9:00"},
        "pause": {},
        "resume": {},
        "skip": {},
        "leave-out": {"first": "2026-03-09"},
        "bring-back": {"date": "2026-03-09"},
        "swap": {"date": "2026-03-09", "prompt": "prompt-2"},
        "now": {},
        "reminder": {"hours": 24},
        "lately": {},
    }
    for person in (world.clinicians[0], world.facilitator):
        for name, options in tries.items():
            reply = await command(person, world.channel, f"schedule {name}", **options)
            assert "Manage Server" in texts(reply), name
            assert not buttons(reply)
        offered = await person.autocomplete(world.channel, "schedule swap", "date", "")
        assert offered == []
    await world.pass_time(timedelta())
    assert ANSWER in buttons(posts(world.channel)[0])


async def test_several_groups_are_told_apart_by_channel_or_by_choice(
    world: World, services: Services
) -> None:
    await a_group(world, services)
    office = world.guild.create_text_channel("office")
    await a_group(world, services, channel_id=office.id)
    lobby = world.guild.create_text_channel("lobby")
    reply = await command(world.admin, lobby, "schedule show")
    assert "no supervision group" in texts(reply)
    offered = await world.admin.autocomplete(lobby, "schedule show", "group", "off")
    (choice,) = offered
    reply = await command(world.admin, lobby, "schedule show", group=choice["value"])
    assert f"<#{office.id}>" in texts(reply)
    wrong = await command(world.admin, lobby, "schedule show", group="99")
    assert "no such group" in texts(wrong)
