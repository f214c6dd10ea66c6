"""The two small forms behind the setup page, each built for one click.

They hold settings and no answers, so discord.py may keep them until they are sent; a form that was
only dismissed, which Discord never reports, is forgotten after a while.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import time
from typing import Any, TypeAlias

import discord
from discord import ui

from bot.views.catalogue import setup as words
from bot.views.setup_draft import MoreTyped

A_WHILE = 14 * 60.0
"""Seconds: just under the quarter of an hour for which Discord lets a reply be edited."""

WEEKS = (1, 2, 3, 4)
CHANNEL = discord.SelectDefaultValueType.channel
LONGEST_TYPED = 1000  # More than fits, so that what was typed comes back with the reason why not.

OnTime: TypeAlias = Callable[[discord.Interaction, str], Awaitable[None]]
OnMore: TypeAlias = Callable[[discord.Interaction, MoreTyped], Awaitable[None]]


class TimeForm(ui.Modal):
    """Asks for a time of day that the menu does not offer."""

    def __init__(self, at: time, then: OnTime) -> None:
        super().__init__(title=words.TIME_TITLE, timeout=A_WHILE)
        self._then = then
        self._at = _line("at", f"{at:%H:%M}")
        self.add_item(_labelled(words.TIME_LABEL, words.TIME_HINT, self._at))

    async def on_submit(self, interaction: discord.Interaction, /) -> None:
        await self._then(interaction, self._at.value)


class MoreForm(ui.Modal):
    """Asks for everything that has a default."""

    def __init__(self, filled: MoreTyped, then: OnMore) -> None:
        super().__init__(title=words.MORE_TITLE, timeout=A_WHILE)
        self._then = then
        self._days_open = _line("days_open", filled.days_open)
        self._k = _line("k", filled.k)
        self._every = _rhythm(filled.every_weeks)
        self._notices = _channel(filled.notices_channel_id)
        self._contacts = _contacts(filled.contacts)
        self.add_item(_labelled(words.DAYS_OPEN_LABEL, words.DAYS_OPEN_HINT, self._days_open))
        self.add_item(_labelled(words.K_LABEL, words.K_HINT, self._k))
        self.add_item(_labelled(words.EVERY_LABEL, None, self._every))
        self.add_item(_labelled(words.NOTICES_LABEL, words.NOTICES_HINT, self._notices))
        self.add_item(_labelled(words.CONTACTS_LABEL, words.CONTACTS_HINT, self._contacts))

    async def on_submit(self, interaction: discord.Interaction, /) -> None:
        await self._then(interaction, self._typed())

    def _typed(self) -> MoreTyped:
        notices = self._notices.values
        return MoreTyped(
            days_open=self._days_open.value,
            k=self._k.value,
            every_weeks=self._every.values[0],
            notices_channel_id=notices[0].id if notices else None,
            contacts=self._contacts.value,
        )


def _labelled(text: str, hint: str | None, component: ui.Item[Any]) -> ui.Label[Any]:
    return ui.Label(text=text, description=hint, component=component)


def _line(custom_id: str, filled: str) -> ui.TextInput[Any]:
    return ui.TextInput(custom_id=custom_id, default=filled, max_length=20)


def _rhythm(chosen: str) -> ui.Select[Any]:
    menu: ui.Select[Any] = ui.Select(custom_id="every_weeks")
    for weeks in sorted({*WEEKS, int(chosen)}):
        menu.add_option(label=words.every(weeks), value=str(weeks), default=str(weeks) == chosen)
    return menu


def _channel(chosen: int | None) -> ui.ChannelSelect[Any]:
    return ui.ChannelSelect(
        custom_id="notices",
        channel_types=[discord.ChannelType.text],
        required=False,
        min_values=0,
        default_values=[discord.SelectDefaultValue(id=chosen, type=CHANNEL)] if chosen else [],
    )


def _contacts(filled: str) -> ui.TextInput[Any]:
    return ui.TextInput(
        custom_id="contacts",
        style=discord.TextStyle.paragraph,
        required=False,
        default=filled or None,
        max_length=LONGEST_TYPED,
    )
