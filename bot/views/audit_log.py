"""A page of the audit log; for an admin alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.views import desk_ids
from bot.views.catalogue import audit_log as words
from bot.views.layout import Sheet, button, framed, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.desk import Noted

EDGE = discord.Colour(0x8A8F98)
ON_A_PAGE = 20


def audit_page(lines: Sequence[Noted], page: int) -> Sheet:
    """``lines``: those of the page, and one more if an older page follows."""
    listed = "\n".join(words.line(each) for each in lines[:ON_A_PAGE])
    buttons = []
    if page > 0:
        buttons.append(button(words.NEWER_BUTTON, desk_ids.log(page - 1)))
    if len(lines) > ON_A_PAGE:
        buttons.append(button(words.OLDER_BUTTON, desk_ids.log(page + 1)))
    turning = (ui.ActionRow(*buttons),) if buttons else ()
    return framed(EDGE, said(words.TITLE, listed or words.NOTHING, words.ABOUT), *turning)
