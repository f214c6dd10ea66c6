"""What the setup page asks of its surroundings, so that it knows neither services nor the bot."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Protocol

import discord

from bot.rotation import Slot
from bot.views.setup_kept import KeptDrafts
from bot.views.setup_more import OpenForms

if TYPE_CHECKING:
    from datetime import datetime

    from bot.services.values import GroupCard, GroupPlan
    from prompts import Prompt


class Desk(Protocol):
    """What the page asks for in one server; whoever opens it knows where to get it."""

    guild: discord.Guild
    needed: discord.Permissions
    forms: OpenForms
    kept: KeptDrafts

    def now(self) -> datetime: ...

    async def group_of(self, channel_ids: list[int]) -> GroupCard | None: ...

    async def group_without_channel(self) -> GroupCard | None:
        """The one group of the server whose channel is gone; None where there are several."""

    async def preview(
        self, plan: GroupPlan, dates: int, lost: GroupCard | None
    ) -> tuple[Prompt, tuple[Slot, ...]]:
        """The first prompt and the next dates. Raises BadInput."""

    async def store(
        self, plan: GroupPlan, interaction: discord.Interaction, lost: GroupCard | None
    ) -> GroupCard:
        """Set the group up in the caller's name, or move the lost one. Raises BadInput."""

    def guarded(self, interaction: discord.Interaction) -> AbstractAsyncContextManager[None]:
        """A door through which no error leaves unanswered."""
