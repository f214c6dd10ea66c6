"""A person is told once of each trouble, and what waits is tried as soon as it is mended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.services.desk import Trouble
from bot.services.values import GroupCard
from bot.services.watching import PATIENCE, Watched
from tests.living import SLOT
from tests.making import GUILD, NOW, a_plan, an_admin

if TYPE_CHECKING:
    from bot.services import Services

MORNING = SLOT - timedelta(hours=9)
GROUP = GroupCard(1, GUILD, a_plan(), NOW)


@pytest.fixture
async def group(services: Services) -> int:
    return (await services.groups.set_up(a_plan(), an_admin(), MORNING)).id


async def try_in_vain(services: Services, group: int, *, blocked: bool, times: int = 1) -> None:
    await services.openings.attend(group, SLOT)
    now = SLOT
    for _ in range(times):
        (post_id,) = await services.posts.due(now)
        post = await services.posts.claim(post_id, now)
        assert post is not None
        await services.posts.failed(post, now, blocked=blocked)
        now += timedelta(minutes=20)


async def kept_by(services: Services) -> Trouble | None:
    (watched,) = await services.watching.due(SLOT)
    return watched.kept_by


async def test_a_group_is_looked_at_from_the_day_before_on(services: Services, group: int) -> None:
    assert not await services.watching.due(SLOT - timedelta(hours=25))
    (watched,) = await services.watching.due(SLOT - timedelta(hours=23))
    assert (watched.group.id, watched.told, watched.kept_by) == (group, None, None)


async def test_what_discord_refuses_is_noticed(services: Services, group: int) -> None:
    await try_in_vain(services, group, blocked=True)
    assert await kept_by(services) is Trouble.REFUSED


async def test_a_prompt_tried_often_in_vain_is_late_and_not_before(
    services: Services, group: int
) -> None:
    await try_in_vain(services, group, blocked=False, times=PATIENCE - 1)
    assert not [each for each in await services.watching.due(SLOT) if each.kept_by]


async def test_a_prompt_tried_long_in_vain_is_late(services: Services, group: int) -> None:
    await try_in_vain(services, group, blocked=False, times=PATIENCE)
    assert await kept_by(services) is Trouble.LATE


async def test_each_trouble_is_told_once(services: Services, group: int) -> None:
    told = [
        await services.watching.settle(group, trouble, NOW)
        for trouble in (Trouble.NO_ROLE, Trouble.NO_ROLE, Trouble.NO_CHANNEL, None, None)
    ]
    assert told == [True, False, True, False, False]


async def test_when_it_is_mended_what_waits_is_due_at_once(services: Services, group: int) -> None:
    await try_in_vain(services, group, blocked=True)
    await services.watching.settle(group, Trouble.NO_PERMISSION, SLOT)
    soon = SLOT + timedelta(minutes=1)
    assert not await services.posts.due(soon)
    await services.watching.settle(group, None, soon)
    assert await services.posts.due(soon)


@pytest.mark.parametrize(
    ("told", "seen", "kept", "now"),
    [
        (None, Trouble.NO_CHANNEL, Trouble.REFUSED, Trouble.NO_CHANNEL),
        (None, None, Trouble.REFUSED, Trouble.REFUSED),
        (Trouble.REFUSED, None, Trouble.REFUSED, Trouble.REFUSED),
        (Trouble.REFUSED, None, None, None),
        (Trouble.NO_PERMISSION, None, Trouble.REFUSED, None),
        (None, None, Trouble.LATE, Trouble.LATE),
        (None, Trouble.NO_REMINDER_ROLE, None, Trouble.NO_REMINDER_ROLE),
        (Trouble.CLOCK, Trouble.CLOCK, Trouble.REFUSED, Trouble.REFUSED),
        (Trouble.NO_PERMISSION, Trouble.CLOCK, Trouble.REFUSED, Trouble.CLOCK),
    ],
)
def test_what_can_be_seen_counts_before_what_the_last_try_said(
    told: Trouble | None, seen: Trouble | None, kept: Trouble | None, now: Trouble | None
) -> None:
    assert Watched(GROUP, told, kept).trouble(seen) is now


async def test_what_was_refused_is_known_also_when_something_else_in_the_server_is_deleted(
    services: Services, group: int
) -> None:
    await try_in_vain(services, group, blocked=True)
    await services.watching.settle(group, Trouble.REFUSED, SLOT)
    (looked_at,) = await services.watching.of_guild(GUILD)
    assert (looked_at,) == await services.watching.due(SLOT)
    assert looked_at.trouble(None) is Trouble.REFUSED  # Told already, and so not told again.
    assert not await services.watching.of_guild(GUILD + 1)
