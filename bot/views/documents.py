"""A summary to take along, and the buttons that lead to it and to the rounds before."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.views import document_ids
from bot.views.catalogue import courses as course_words
from bot.views.catalogue import documents as words
from bot.views.layout import Reply, Sheet, button, said
from bot.views.report.content import file_name
from bot.views.report.markdown import markdown

if TYPE_CHECKING:
    from bot.services.values import Download, RoundCard


def document_buttons(card: RoundCard) -> tuple[ui.Button[Any], ...]:
    """For the summary of a sealed round: over time, and the two downloads."""
    return (
        button(course_words.BUTTON, document_ids.over_time(card.group_id)),
        button(words.PDF_BUTTON, document_ids.pdf(card.id)),
        button(words.MARKDOWN_BUTTON, document_ids.markdown(card.id)),
    )


def pdf_file(found: Download, drawn: bytes) -> Reply:
    """The message that hands over the PDF; for one person, so send it ephemerally."""
    return _handed_over(file_name(found, "pdf"), drawn)


def markdown_file(found: Download) -> Reply:
    """The message that hands over the Markdown; for one person, so send it ephemerally."""
    return _handed_over(file_name(found, "md"), markdown(found).encode("utf-8", "replace"))


def _handed_over(name: str, content: bytes) -> Reply:
    file = discord.File(io.BytesIO(content), filename=name)
    shown = ui.File[Sheet](f"attachment://{name}")
    return Reply(Sheet(said(words.DOWNLOADED), shown), (file,))
