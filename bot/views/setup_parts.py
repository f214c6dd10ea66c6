"""The setup page as it looks: a draft and what is known about it, drawn from top to bottom.

It is drawn anew after each choice, because a choice may change what stands elsewhere on it. Which
menu or button leads where is the page's own affair; here they only have their names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Any

import discord
from discord import SelectDefaultValue, SelectDefaultValueType, ui

from bot.views.catalogue import setup as words
from bot.views.catalogue import setup_again as again
from bot.views.catalogue import setup_group as group_words
from bot.views.layout import Part, Sheet, button, framed, rule, said

if TYPE_CHECKING:
    from bot.rotation import Slot
    from bot.services.values import GroupCard
    from bot.views.setup_draft import GroupExtras, SetupDraft
    from prompts import Prompt

EDGE = discord.Colour(0x2F7F79)
CHANNEL, ROLE = "setup:channel", "setup:role"
MENUS = WEEKDAY, TIME, SHARING = "setup:weekday", "setup:time", "setup:sharing"
BUTTONS = OTHER_TIME, MORE, GROUP, START = (
    "setup:other-time",
    "setup:more",
    "setup:group",
    "setup:start",
)

TIMES = tuple(time(half // 2, half % 2 * 30) for half in range(18, 41))
"""Half hours from 9:00 to 20:00; with one more of the admin's own they fit a menu's 25."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the page says. ``group`` is the one being changed, if there is one."""

    draft: SetupDraft
    group: GroupCard | None
    prompt: Prompt
    slots: tuple[Slot, ...]
    warnings: tuple[str, ...] = ()
    advice: str = ""
    note: str = ""


def drawn(shown: Shown) -> ui.Container[Any]:
    """The page in its frame, with nobody listening to it yet."""
    return ui.Container(
        said(*_heading(shown), "" if shown.warnings else shown.note),
        *_where(shown.draft),
        *_when(shown.draft),
        rule(),
        said(*_outlook(shown)),
        ui.ActionRow(_sharing(shown.draft)),
        *_remarks(shown),
        _buttons(shown),
        accent_colour=EDGE,
    )


def confirmation(group: GroupCard, before: GroupCard | None) -> Sheet:
    """What the page turns into once the group is stored; ``before``: as it was, if it was."""
    changed, ended = before is not None, before is not None and before.forget_at is not None
    plan = group.plan
    return framed(
        EDGE,
        said(
            words.CHANGED if changed else words.STARTED,
            words.TAKEN_BACK if ended else "",
            words.first_prompt(plan.channel_id, group.next_due),
            words.KEEPS_ITS_OWN if changed else words.what_happens(plan.days_open),
            words.who_reads(plan.facilitator_role_id, plan.k),
            group_words.SHARING_SAID[plan.sharing],
            words.CHANGE_LATER,
        ),
    )


def _heading(shown: Shown) -> Iterator[str]:
    if shown.group is None:
        yield words.TITLE
        yield words.INTRODUCTION
        return
    yield words.TITLE_AGAIN
    yield _introduction(shown.group.plan.channel_id, shown.draft.channel_id)
    if shown.group.forget_at is not None:
        yield again.takes_back(shown.group.forget_at)
    before = shown.group.plan.recurrence.zone
    if before != shown.draft.zone:
        yield again.zone_changed(before, shown.draft.zone)


def _introduction(before: int, chosen: int | None) -> str:
    """A group is shown for another channel only where its own is gone."""
    return again.introduction_again(before) if chosen in (None, before) else again.moves(chosen)


def _where(draft: SetupDraft) -> tuple[Part, ...]:
    channel: ui.ChannelSelect[Any] = ui.ChannelSelect(
        custom_id=CHANNEL,
        channel_types=[discord.ChannelType.text],
        placeholder=words.CHANNEL_PLACEHOLDER,
        default_values=_chosen(draft.channel_id, SelectDefaultValueType.channel),
    )
    role: ui.RoleSelect[Any] = ui.RoleSelect(
        custom_id=ROLE,
        placeholder=words.FACILITATOR_PLACEHOLDER,
        default_values=_chosen(draft.role_id, SelectDefaultValueType.role),
    )
    where, who = ui.ActionRow(channel), ui.ActionRow(role)
    return (said(words.CHANNEL), where, said(words.FACILITATOR), who)


def _when(draft: SetupDraft) -> tuple[Part, ...]:
    day: ui.Select[Any] = ui.Select(custom_id=WEEKDAY, placeholder=words.WEEKDAY_PLACEHOLDER)
    for number in range(len(words.WEEKDAYS)):
        label = words.weekday(number, draft.every_weeks)
        day.add_option(label=label, value=str(number), default=number == draft.weekday)
    hour: ui.Select[Any] = ui.Select(custom_id=TIME, placeholder=words.TIME_PLACEHOLDER)
    for at in sorted({*TIMES, draft.at}):
        hour.add_option(label=f"{at:%H:%M}", value=f"{at:%H:%M}", default=at == draft.at)
    other = button(words.OTHER_TIME_BUTTON, OTHER_TIME)
    heading: ui.Section[Any] = ui.Section(words.when(draft.zone), accessory=other)
    return (heading, ui.ActionRow(day), ui.ActionRow(hour))


def _sharing(draft: SetupDraft) -> ui.Select[Any]:
    menu: ui.Select[Any] = ui.Select(custom_id=SHARING)
    for mode, label in group_words.SHARING.items():
        menu.add_option(label=label, value=mode, default=mode is draft.sharing)
    return menu


def _outlook(shown: Shown) -> tuple[str, ...]:
    draft, extra = shown.draft, shown.draft.extra
    preview = words.preview_again if shown.group else words.preview
    return (
        preview(shown.prompt),
        words.dates(slot.at for slot in shown.slots),
        words.settings(draft.days_open, draft.k, draft.notices_channel_id, draft.contacts),
        group_words.meaning(extra.size, draft.k),
        # Where something is wrong, that comes first, and a message holds only so much.
        "" if shown.warnings else _extras(extra),
    )


def _extras(extra: GroupExtras) -> str:
    return group_words.extras(
        extra.order, extra.retention_days, extra.reminder_hours, extra.reminder_role_id
    )


def _remarks(shown: Shown) -> tuple[Part, ...]:
    remarks = [words.trouble(warning) for warning in shown.warnings]
    if shown.advice:
        remarks.append(shown.advice)
    if not shown.draft.complete:
        remarks.append(words.CHOOSE_BOTH)
    return (rule(), *(said(remark) for remark in remarks)) if remarks else ()


def _buttons(shown: Shown) -> ui.ActionRow[Any]:
    label = words.STORE_BUTTON if shown.group else words.START_BUTTON
    start = button(label, START, discord.ButtonStyle.primary)
    start.disabled = not shown.draft.complete
    return ui.ActionRow(start, button(words.MORE_BUTTON, MORE), button(group_words.BUTTON, GROUP))


def _chosen(chosen: int | None, kind: SelectDefaultValueType) -> list[SelectDefaultValue]:
    return [SelectDefaultValue(id=chosen, type=kind)] if chosen else []
