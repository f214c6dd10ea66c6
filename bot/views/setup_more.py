"""The two small forms behind the setup page, each built for one click.

They hold settings and no answers, so discord.py may keep them until they are sent; a form that was
only dismissed, which Discord never reports, is forgotten after a while.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Awaitable, Callable
from datetime import time as wall_time
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

FORM = "setup:form:"

OnTime: TypeAlias = Callable[[discord.Interaction, str], Awaitable[None]]
OnMore: TypeAlias = Callable[[discord.Interaction, MoreTyped], Awaitable[None]]


def new_form_id() -> str:
    """A name no other form has: with the same one, two admins' forms would be mixed up."""
    return f"{FORM}{secrets.token_hex(8)}"


class OpenForms:
    """Which forms are still listened to, so that a late one is answered and not left to fail."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def add(self, custom_id: str) -> None:
        now = time.monotonic()
        self._until = {name: until for name, until in self._until.items() if until > now}
        self._until[custom_id] = now + A_WHILE

    def is_old(self, custom_id: object) -> bool:
        """Whether it is the name of a form of ours that nobody listens to any more."""
        if not isinstance(custom_id, str) or not custom_id.startswith(FORM):
            return False
        return self._until.get(custom_id, 0.0) <= time.monotonic()


class TimeForm(ui.Modal):
    """Asks for a time of day that the menu does not offer."""

    def __init__(self, at: wall_time, then: OnTime) -> None:
        super().__init__(title=words.TIME_TITLE, timeout=A_WHILE, custom_id=new_form_id())
        self._then = then
        self._at = line("at", f"{at:%H:%M}")
        self.add_item(labelled(words.TIME_LABEL, words.TIME_HINT, self._at))

    async def on_submit(self, interaction: discord.Interaction, /) -> None:
        await self._then(interaction, self._at.value)


class MoreForm(ui.Modal):
    """Asks for everything that has a default."""

    def __init__(self, filled: MoreTyped, then: OnMore) -> None:
        super().__init__(title=words.MORE_TITLE, timeout=A_WHILE, custom_id=new_form_id())
        self._then = then
        self._days_open = line("days_open", filled.days_open)
        self._k = line("k", filled.k)
        self._every = _rhythm(filled.every_weeks)
        self._notices = _channel(filled.notices_channel_id)
        self._contacts = _contacts(filled.contacts)
        self.add_item(labelled(words.DAYS_OPEN_LABEL, words.DAYS_OPEN_HINT, self._days_open))
        self.add_item(labelled(words.K_LABEL, words.K_HINT, self._k))
        self.add_item(labelled(words.EVERY_LABEL, None, self._every))
        self.add_item(labelled(words.NOTICES_LABEL, words.NOTICES_HINT, self._notices))
        self.add_item(labelled(words.CONTACTS_LABEL, words.CONTACTS_HINT, self._contacts))

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


def labelled(text: str, hint: str | None, component: ui.Item[Any]) -> ui.Label[Any]:
    return ui.Label(text=text, description=hint, component=component)


def line(custom_id: str, filled: str, *, required: bool = True) -> ui.TextInput[Any]:
    return ui.TextInput(
        custom_id=custom_id, default=filled or None, max_length=20, required=required
    )


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
