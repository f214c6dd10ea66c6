"""``/audit-log``: what admins and facilitators did, for admins to look up."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.client import SupervisionBot, bot_of, caller_of
from bot.replies import guarded, respond
from bot.views import desk_ids
from bot.views.admins import require_admin
from bot.views.audit_log import ON_A_PAGE, audit_page
from bot.views.buttons import LastingButton
from bot.views.catalogue import audit_log as words


class LogButton(LastingButton, template=desk_ids.LOG):
    """*Older* and *Newer*."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            await _show(interaction, int(self.match["page"]))


@app_commands.command(name="audit-log", description=words.COMMAND)
@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
async def audit_log(interaction: discord.Interaction) -> None:
    await _show(interaction, 0)


async def _show(interaction: discord.Interaction, page: int) -> None:
    require_admin(interaction)
    guild_id = caller_of(interaction).guild_id
    lines = await bot_of(interaction).services.audit_log.page(guild_id, page, ON_A_PAGE)
    await respond(interaction, audit_page(lines, page))


async def setup(bot: SupervisionBot) -> None:
    bot.add_dynamic_items(LogButton)
    bot.tree.add_command(audit_log)
