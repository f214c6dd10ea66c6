"""``/check``: tries everything a group needs, and says what does not work and how to mend it."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.client import PERMISSIONS, SupervisionBot, bot_of, caller_of, channels_of
from bot.desk import desk_group, offer_groups
from bot.replies import respond
from bot.views.admins import require_admin
from bot.views.catalogue import check as words
from bot.views.catalogue import desk as desk_words
from bot.views.check import MOST_GROUPS, self_test


@app_commands.command(name="check", description=words.COMMAND)
@app_commands.describe(group=desk_words.GROUP_OPTION)
@app_commands.autocomplete(group=offer_groups)
@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
async def check(interaction: discord.Interaction, group: str | None = None) -> None:
    require_admin(interaction)
    bot, guild_id = bot_of(interaction), caller_of(interaction).guild_id
    off = bot.now() - interaction.created_at
    await interaction.response.defer(ephemeral=True, thinking=True)
    groups = await bot.services.groups.of_guild(guild_id)
    here = [card for card in groups if card.plan.channel_id in channels_of(interaction)]
    if group is not None:
        here = [await desk_group(interaction, group)]
    concerned = here or groups
    tables = [
        await bot.services.outlook.timetable(each.id, guild_id, bot.now(), 1)
        for each in concerned[:MOST_GROUPS]
    ]
    health = await bot.services.health.look()
    if interaction.guild is not None:
        more = len(concerned) - len(tables)
        page = self_test(interaction.guild, PERMISSIONS, health, off, tables, more)
        await respond(interaction, page)


async def setup(bot: SupervisionBot) -> None:
    bot.tree.add_command(check)
