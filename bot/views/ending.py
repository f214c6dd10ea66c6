"""Asks an admin once whether a group shall be forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.views import custom_ids
from bot.views.catalogue import ending as words
from bot.views.layout import Sheet, button, framed, said

if TYPE_CHECKING:
    from bot.services.values import GroupCard

ASKING = discord.Colour(0xB3433B)


def forgetting(group: GroupCard) -> Sheet:
    """The question; or, once it was answered, when the group will be destroyed.

    For the admin alone: send it ephemerally.
    """
    if group.forget_at is not None:
        return Sheet(said(words.forgotten(group.plan.channel_id, group.forget_at)))
    doing = button(words.FORGET_BUTTON, custom_ids.forget(group.id), discord.ButtonStyle.danger)
    return framed(ASKING, said(words.question(group.plan.channel_id)), ui.ActionRow(doing))
