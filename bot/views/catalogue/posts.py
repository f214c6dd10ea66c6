"""What the bot says in a channel by itself. Neutral throughout: no count, no name, no praise.

A prompt's title may end with a question mark, so it stands on a line of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.utils import format_dt

if TYPE_CHECKING:
    from datetime import date, datetime

SUMMARY_BUTTON = "Open the summary"


def sealed(title: str) -> str:
    return (
        f"**{title}**\nThis round is closed. The answers are sealed, without names and in random "
        "order. The facilitator can open the summary now, or at any time with /summary."
    )


def extended(title: str, until: datetime, k: int) -> str:
    """For a round below k at its closing time; said once, without a count."""
    return (
        f"**{title}**\nThis round stays open until {format_dt(until, 'F')}, "
        f"{format_dt(until, 'R')}: there is still time to answer. At least {k} people are needed. "
        "If there are fewer by then, what was written is shredded unread."
    )


def missed(slot_on: date) -> str:
    return (
        f"The prompt for {slot_on:%A}, {slot_on.day} {slot_on:%B %Y}, could not be posted in time, "
        "so this date was left out. The next prompt comes as planned."
    )


def reminder(title: str, closes_at: datetime, role_id: int | None) -> str:
    """Once, before a round closes: to everyone alike, since nobody is told who has answered."""
    called = f"<@&{role_id}> " if role_id else ""
    return (
        f"{called}**{title}**\nThis round closes {format_dt(closes_at, 'R')}, on "
        f"{format_dt(closes_at, 'F')}. If you would like to answer and have not, there is still "
        "time."
    )
