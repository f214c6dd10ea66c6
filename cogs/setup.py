"""``/setup``: the door of the page on which an admin sets a group up, or changes it."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import PERMISSIONS, SupervisionBot, caller_of, channels_of
from bot.errors import NoGroupHere, Refused
from bot.replies import choices, guarded, respond
from bot.rotation import Slot, known_zone, zones_matching
from bot.telling import tell_the_group
from bot.views.admins import require_admin
from bot.views.catalogue import ending, trouble
from bot.views.catalogue import setup as words
from bot.views.setup import SetupPage
from bot.views.setup_kept import KeptDrafts
from bot.views.setup_more import OpenForms
from bot.views.setup_old import OldPage

if TYPE_CHECKING:
    from datetime import datetime

    from bot.services.values import GroupCard, GroupPlan
    from prompts import Prompt


class ServerDesk:
    """Answers the page from the services, for one server."""

    needed = PERMISSIONS

    def __init__(
        self, bot: SupervisionBot, guild: discord.Guild, forms: OpenForms, kept: KeptDrafts
    ) -> None:
        self.guild = guild
        self.forms, self.kept = forms, kept
        self._bot = bot
        self._groups = bot.services.groups

    def now(self) -> datetime:
        return self._bot.now()

    async def group_of(self, channel_ids: list[int]) -> GroupCard | None:
        try:
            return await self._groups.of_channel(self.guild.id, channel_ids)
        except NoGroupHere:
            return None

    async def group_without_channel(self) -> GroupCard | None:
        groups = [g for g in await self._groups.of_guild(self.guild.id) if g.forget_at is None]
        lost = [g for g in groups if self.guild.get_channel(g.plan.channel_id) is None]
        return lost[0] if len(lost) == 1 else None

    async def preview(
        self, plan: GroupPlan, dates: int, lost: GroupCard | None
    ) -> tuple[Prompt, tuple[Slot, ...]]:
        ahead = await self._groups.preview(plan, self.guild.id, self.now(), dates, lost)
        return ahead.prompt, ahead.slots

    async def store(
        self, plan: GroupPlan, interaction: discord.Interaction, lost: GroupCard | None
    ) -> GroupCard:
        before = await self.group_of([plan.channel_id])
        card = await self._groups.set_up(plan, caller_of(interaction), self.now(), lost=lost)
        if before is not None and before.forget_at is not None:
            await tell_the_group(self.guild, plan.channel_id, ending.GOES_ON)
        return card

    def guarded(self, interaction: discord.Interaction) -> AbstractAsyncContextManager[None]:
        return guarded(interaction)


class Setup(commands.Cog):
    """For those who manage the server; anybody else is turned away in words."""

    def __init__(self, bot: SupervisionBot) -> None:
        self._bot = bot
        self._forms, self._kept = OpenForms(), KeptDrafts()

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """A form of a page that is gone would fail without a word."""
        data: Any = interaction.data or {}
        is_form = interaction.type is discord.InteractionType.modal_submit
        if is_form and self._forms.is_old(data.get("custom_id")):
            async with guarded(interaction):
                raise Refused(words.FINISHED)

    @app_commands.command(name="setup", description=words.COMMAND)
    @app_commands.describe(zone=words.ZONE_OPTION)
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def setup(self, interaction: discord.Interaction, zone: str) -> None:
        if interaction.guild is None:
            raise Refused(trouble.ELSEWHERE)
        require_admin(interaction)
        desk = ServerDesk(self._bot, interaction.guild, self._forms, self._kept)
        here = channels_of(interaction)
        page = await SetupPage.opened(interaction, desk, known_zone(zone), here)
        await respond(interaction, page)

    @setup.autocomplete("zone")
    @choices
    async def zone(self, _: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        # A select menu cannot be searched, so the zone is an option of the command.
        return [app_commands.Choice(name=name, value=name) for name in zones_matching(typed)]


async def setup(bot: SupervisionBot) -> None:
    """Called by discord.py when the extension is loaded."""
    bot.add_view(OldPage(guarded))
    await bot.add_cog(Setup(bot))
