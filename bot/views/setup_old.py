"""Answers for setup pages that nobody listens to any more: after a restart, or after a while.

discord.py asks the page itself first. Where there is none, it asks this one, which knows the same
menus and buttons and has one sentence for all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeAlias

import discord
from discord import ui

from bot.errors import Refused
from bot.views import setup_parts as parts
from bot.views.catalogue import setup as words
from bot.views.layout import button

Guarded: TypeAlias = Callable[[discord.Interaction[Any]], AbstractAsyncContextManager[None]]


class OldPage(ui.LayoutView):
    """Never sent. It lives as long as the bot, and holds nothing of anybody's."""

    def __init__(self, guarded: Guarded) -> None:
        super().__init__(timeout=None)
        self._guarded = guarded
        menus: tuple[ui.Item[Any], ...] = (
            ui.ChannelSelect(custom_id=parts.CHANNEL),
            ui.RoleSelect(custom_id=parts.ROLE),
            *(ui.Select(custom_id=name) for name in parts.MENUS),
        )
        for item in (*menus, *(button("-", name) for name in parts.BUTTONS)):
            item.callback = self._say  # type: ignore[method-assign]
            self.add_item(ui.ActionRow(item))

    async def _say(self, interaction: discord.Interaction[Any]) -> None:
        async with self._guarded(interaction):
            raise Refused(words.FINISHED)
