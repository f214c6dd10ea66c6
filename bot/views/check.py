"""The self-test as an admin reads it: one line for each thing that was tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import discord

from bot.services.desk import Fate, Trouble
from bot.views.catalogue import check as words
from bot.views.catalogue import obstacles
from bot.views.layout import Part, Sheet, framed, rule, said
from bot.views.standing import (
    CLOCK_MAY_DIFFER,
    notices_trouble,
    reminder_trouble,
    sentence,
    trouble_of,
)

if TYPE_CHECKING:
    from bot.services.desk import StoreHealth, Timetable
    from bot.services.values import GroupPlan

WELL, ILL = discord.Colour(0x2F7F79), discord.Colour(0xC98A1B)
ENOUGH_SPACE = 1024**3
MOST_GROUPS = 5


def self_test(
    guild: discord.Guild,
    needed: discord.Permissions,
    health: StoreHealth,
    clock_off: timedelta,
    tables: Sequence[Timetable],
    more: int,
) -> Sheet:
    """Everything that was tried, for an admin alone; ``more``: groups that are not shown."""
    here = tuple(_of_bot(health, clock_off))
    groups = [tuple(_of_group(guild, needed, table)) for table in tables]
    lines = [*here, *(line for each in groups for line in each)]
    well = not any(line.startswith(words.fails("")) for line in lines)
    parts: list[Part] = [said(words.TITLE, words.ALL_WELL if well else ""), said("\n".join(here))]
    for each in groups:
        parts += [rule(), said("\n".join(each))]
    return framed(WELL if well else ILL, *parts, *_end(len(tables), more))


def _end(shown: int, more: int) -> Iterator[Part]:
    if not shown:
        yield said(words.NO_GROUP)
    if more:
        yield said(words.more_groups(more))


def _of_bot(health: StoreHealth, off: timedelta) -> Iterator[str]:
    yield words.HERE
    wrong = obstacles.clock(off) if abs(off) > CLOCK_MAY_DIFFER else ""
    yield words.fails(wrong) if wrong else words.works(words.CLOCK_IS_RIGHT)
    yield (
        words.works(words.DATABASE_WORKS) if health.database else words.fails(words.DATABASE_FAILS)
    )
    yield words.works(words.KEYS_WORK) if health.keys else words.fails(words.KEYS_FAIL)
    yield words.fails(health.model) if health.model else words.works(words.MODEL_WORKS)
    if health.free_bytes is None:
        yield words.fails(words.DISK_UNKNOWN)
        return
    enough = health.free_bytes >= ENOUGH_SPACE
    say = words.works if enough else words.fails
    yield say(words.disk(health.free_bytes, enough=enough))


def _of_group(guild: discord.Guild, needed: discord.Permissions, table: Timetable) -> Iterator[str]:
    plan = table.group.plan
    yield words.group(plan.channel_id)
    kind = trouble_of(guild, plan, needed)
    if kind in {Trouble.NO_CHANNEL, Trouble.NO_PERMISSION}:
        yield words.fails(sentence(kind, guild, plan, needed))
    else:
        yield words.works(words.channel_works(plan.channel_id))
    yield from _roles(guild, plan, needed)
    if plan.notices_channel_id is not None:
        wrong = notices_trouble(guild, plan.notices_channel_id)
        yield (
            words.fails(wrong)
            if wrong
            else words.works(words.notices_work(plan.notices_channel_id))
        )
    if table.waiting is not None:
        yield words.fails(obstacles.WAITING[Fate(table.waiting)])
    yield words.works(words.next_due(table.ahead[0].slot.at if table.ahead else None))


def _roles(guild: discord.Guild, plan: GroupPlan, needed: discord.Permissions) -> Iterator[str]:
    if guild.get_role(plan.facilitator_role_id) is None:
        yield words.fails(sentence(Trouble.NO_ROLE, guild, plan, needed))
    else:
        yield words.works(words.role_works(plan.facilitator_role_id))
    called = guild.get_role(plan.reminder_role_id or 0)
    if plan.reminder_role_id is not None:
        wrong = reminder_trouble(called, plan.channel_id) if called else obstacles.NO_REMINDER_ROLE
        yield (
            words.fails(wrong)
            if wrong
            else words.works(words.reminder_works(plan.reminder_role_id))
        )
