"""Who is an admin: whoever manages the server.

Discord's own setting guards the commands, and an admin there may open them to others; it guards no
button and no page. So every door of an admin's asks again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import Refused
from bot.views.catalogue import trouble as words

if TYPE_CHECKING:
    import discord


def require_admin(interaction: discord.Interaction) -> None:
    """Raises Refused for whoever does not manage the server."""
    if interaction.guild is None or not interaction.permissions.manage_guild:
        raise Refused(words.NOT_AN_ADMIN)
