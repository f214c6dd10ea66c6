"""What an admin reads of what admins and facilitators did. Nothing about clinicians is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.utils import format_dt

if TYPE_CHECKING:
    from bot.services.desk import Noted

COMMAND = "Who changed what, and who opened which summary. Nothing about clinicians."
TITLE = "## What was done"
ABOUT = (
    "-# What admins and facilitators did. Nothing about who answered, changed or withdrew anything "
    "is in it."
)
NOTHING = "Nothing was done so far."
OLDER_BUTTON = "Older"
NEWER_BUTTON = "Newer"


def line(noted: Noted) -> str:
    about = f" · {noted.title}" if noted.title else ""
    return (
        f"- {format_dt(noted.at, 'f')} <@{noted.actor_id}> {noted.action}, "
        f"<#{noted.group_channel_id}>{about}"
    )
