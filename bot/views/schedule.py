"""A group's dates as an admin sees them: what is ahead, and what became of those that are over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.services.desk import Fate
from bot.views import desk_ids
from bot.views.catalogue import obstacles
from bot.views.catalogue import schedule as words
from bot.views.catalogue.setup import WEEKDAYS
from bot.views.catalogue.setup import trouble as warning
from bot.views.layout import Sheet, button, framed, rule, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.services.desk import Happened, Timetable
    from bot.services.values import GroupCard
    from prompts import Prompt

EDGE = discord.Colour(0x2F7F79)
MOST_RANGES_SHOWN = 12


def timetable(table: Timetable, troubles: Sequence[str]) -> Sheet:
    """What is ahead. ``troubles``: sentences on what stands in its way just now."""
    warnings = [said(warning(each)) for each in (*troubles, *_waiting(table))]
    return framed(
        EDGE,
        said(words.TITLE, _rhythm(table.group)),
        *((rule(), *warnings) if warnings else ()),
        rule(),
        said(*_ahead(table)),
        rule(),
        said(*_settings(table)),
    )


def next_date(table: Timetable) -> str:
    """When the next prompt comes, in one sentence."""
    return words.next_date(table.ahead[0].slot.at if table.ahead else None)


def lately(happened: Sequence[Happened]) -> Sheet:
    """What became of the last dates, newest first."""
    lines = "\n".join(words.happened(each) for each in happened)
    return framed(EDGE, said(words.LATELY_TITLE, lines or words.NOTHING_YET))


def asking_to_post(group: GroupCard, prompt: Prompt, closes_at: datetime) -> Sheet:
    """The one question before a prompt is posted at once."""
    doing = button(words.POST_NOW_BUTTON, desk_ids.post_now(group.id), discord.ButtonStyle.primary)
    question = words.ask_to_post(group.plan.channel_id, prompt.title, closes_at)
    return framed(EDGE, said(question), ui.ActionRow(doing))


def _rhythm(group: GroupCard) -> str:
    rule_ = group.plan.recurrence
    at = f"{rule_.at:%H:%M}"
    weekday = WEEKDAYS[rule_.weekday]
    return words.rhythm(group.plan.channel_id, weekday, at, rule_.zone, rule_.every_weeks)


def _waiting(table: Timetable) -> Iterator[str]:
    if table.group.forget_at is not None:
        yield words.ending(table.group.forget_at)
    if table.waiting is not None:
        yield obstacles.WAITING[Fate(table.waiting)]


def _ahead(table: Timetable) -> Iterator[str]:
    if table.pause is not None:
        yield words.paused(table.pause)
    if table.open_round is not None:
        yield words.open_round(table.open_round.prompt.title, table.open_round.closes_at)
    dates = (words.date_ahead(a.slot.at, a.prompt.title, chosen=a.chosen) for a in table.ahead)
    if table.group.forget_at is not None:
        yield words.NOTHING_COMES
        return
    yield "\n".join(dates) or words.NOTHING_AHEAD


def _settings(table: Timetable) -> Iterator[str]:
    out = [each for each in table.left_out if each is not table.pause][:MOST_RANGES_SHOWN]
    if out:
        yield words.left_out(out)
    plan = table.group.plan
    yield words.reminder(plan.reminder_hours, plan.reminder_role_id)
