"""Where a facilitator takes a summary along, or looks at many rounds side by side.

The services check the frozen role at every press; who downloaded is in the audit log.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord

from bot.client import SupervisionBot, bot_of, caller_of
from bot.drawing.drawer import DrawingFailed
from bot.replies import guarded, respond
from bot.views import custom_ids, document_ids
from bot.views.buttons import LastingButton, RoundButton
from bot.views.documents import markdown_file, pdf_file
from bot.views.over_time import over_time, pictures
from bot.views.report.paper import paper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.themes.over_time import OverTime
    from bot.views.layout import Reply

log = logging.getLogger(__name__)


class PdfButton(RoundButton, template=document_ids.PDF):
    """*Download PDF*."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            await interaction.response.defer(ephemeral=True, thinking=True)
            bot, caller = bot_of(interaction), caller_of(interaction)
            found = await bot.services.summaries.to_download(self.round_id, caller, bot.now())
            await respond(interaction, pdf_file(found, await bot.drawer.drawn(paper(found))))


class MarkdownButton(RoundButton, template=document_ids.MARKDOWN):
    """*Download Markdown*."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            await interaction.response.defer(ephemeral=True, thinking=True)
            bot, caller = bot_of(interaction), caller_of(interaction)
            found = await bot.services.summaries.to_download(self.round_id, caller, bot.now())
            await respond(interaction, markdown_file(found))


class OverTimeButton(LastingButton, template=document_ids.OVER_TIME):
    """*Over time*."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            await interaction.response.defer(ephemeral=True, thinking=True)
            await respond(interaction, await _page(interaction, custom_ids.group_of(self.match), 0))


class TurnOverTimeButton(LastingButton, template=document_ids.TURN):
    """Turns its pages, in the message they stand in."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            await interaction.response.defer()
            group_id, number = custom_ids.group_of(self.match), custom_ids.page_of(self.match)
            page = await _page(interaction, group_id, number)
            await interaction.edit_original_response(view=page.view, attachments=page.files)


async def _page(interaction: discord.Interaction, group_id: int, number: int) -> Reply:
    bot, caller = bot_of(interaction), caller_of(interaction)
    found = await bot.services.courses.over_time(group_id, caller, bot.now())
    drawn = () if number else await _drawn(bot, found)
    return over_time(found, group_id, number, drawn)


async def _drawn(bot: SupervisionBot, found: OverTime) -> Sequence[bytes] | None:
    try:
        return [await bot.drawer.drawn(each) for each in pictures(found)]
    except DrawingFailed:  # The numbers stand in the table as well.
        log.warning("pictures of rounds could not be drawn")
        return None


async def setup(bot: SupervisionBot) -> None:
    bot.add_dynamic_items(PdfButton, MarkdownButton, OverTimeButton, TurnOverTimeButton)
