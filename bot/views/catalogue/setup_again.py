"""What an admin reads at the top of the setup page where it does not begin anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.utils import format_dt

if TYPE_CHECKING:
    from datetime import datetime

RESUMED = "**Here is what you chose when you were here last.** Nothing of it is stored yet."


def introduction_again(channel_id: int) -> str:
    return (
        f"<#{channel_id}> already has a group, and this page shows its settings. Changes hold for "
        "rounds to come; an open round keeps all but the reminder. Nothing is stored before you "
        "press *Store changes*."
    )


def moves(channel_id: int) -> str:
    return (
        f"This moves the group whose channel is gone to <#{channel_id}>, with its deck, dates and "
        "rounds. Nothing is stored before *Store changes*. For a new group instead, end that one "
        "with /forget first."
    )


def takes_back(forget_at: datetime) -> str:
    return (
        f"**This group ends {format_dt(forget_at, 'R')}.** *Store changes* takes it back: then "
        "prompts come again, and nothing of it is destroyed."
    )


def zone_changed(before: str, after: str) -> str:
    return (
        f"Its times were local times in {before} so far; storing makes them local times in {after}."
    )
