"""An admin looks up what was done, and finds nothing about anybody who only answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.journeys.group import a_group, a_sealed_round
from tests.journeys.world import buttons, command, posts, press, texts

if TYPE_CHECKING:
    from bot.client import SupervisionBot
    from bot.services import Services
    from tests.journeys.world import World


async def log(world: World) -> str:
    return texts(await command(world.admin, world.channel, "audit-log"))


async def test_who_changed_what_and_who_opened_which_summary(
    world: World, services: Services
) -> None:
    line = await a_sealed_round(world, services)
    await press(world.facilitator, line, "Open the summary")
    await command(world.admin, world.channel, "schedule skip")
    first, second, third, *_ = [
        each for each in (await log(world)).splitlines() if each.startswith("- ")
    ]
    assert f"<@{world.admin.id}> left dates out" in first
    assert f"<@{world.facilitator.id}> opened the summary" in second
    assert "Prompt 0" in second
    assert f"<@{world.admin.id}> set up" in third


async def test_no_clinician_is_in_it_whatever_they_do(world: World, services: Services) -> None:
    await a_sealed_round(world, services)
    assert await services.outlook.lately(1, world.guild.id)
    read = await log(world)
    assert f"<@{world.admin.id}>" in read
    for clinician in world.clinicians:
        assert f"{clinician.id}" not in read
        assert clinician.name not in read
    assert "answered" not in read.replace("about who answered", "")


async def test_many_lines_have_pages(world: World, services: Services) -> None:
    await a_group(world, services)
    for _ in range(11):
        await command(world.admin, world.channel, "schedule skip", date="2026-03-16")
        await command(world.admin, world.channel, "schedule bring-back", date="2026-03-16")
    newest = await command(world.admin, world.channel, "audit-log")
    assert texts(newest).count("\n- ") == 20
    assert buttons(newest) == ("Older",)
    oldest = await press(world.admin, newest, "Older")
    assert "set up" in texts(oldest)
    assert buttons(oldest) == ("Newer",)


async def test_only_admins_of_this_server_look_it_up(world: World, services: Services) -> None:
    await a_group(world, services)
    newest = await command(world.admin, world.channel, "audit-log")
    assert posts(world.channel) == []
    bot: SupervisionBot = world.env.bot  # type: ignore[assignment]
    (each,) = [c for c in await bot.tree.fetch_commands() if c.name == "audit-log"]
    world.guild.set_command_permissions(each, {world.guild.default_role: True})
    for person in (world.clinicians[0], world.facilitator):
        assert "Manage Server" in texts(await command(person, world.channel, "audit-log"))
    assert "set up" in texts(newest)
    assert await services.audit_log.page(world.guild.id + 1, 0, 20) == ()
    await world.pass_time(timedelta())
