"""What a facilitator reads around a summary: the open round, closing it, and choosing a round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.utils import format_dt

if TYPE_CHECKING:
    from datetime import date, datetime

COMMAND = "Read what your group spoke about in a closed round."
OLDER_OPTION = "An older round; without it, the newest."
GROUP_OPTION = "Your group, if you are not in its channel."
CLOSE_COMMAND = "Close your group's open round early."
CLOSE_BUTTON = "Close the round now"
CLOSE_NOW_BUTTON = "Close it"
NO_SUCH_ROUND = "There is no such round. Choose one from the list that appears while you type."
NO_SUCH_GROUP = "You have no such group. Choose one from the list that appears."


def open_status(title: str, k: int, closes_at: datetime, *, enough: bool) -> str:
    """All that is said of an open round; the same sentence for every count on either side of k."""
    count = f"**At least {k}** people have" if enough else f"**Fewer than {k}** people have"
    return (
        f"**{title}**\nThis round is open until {format_dt(closes_at, 'F')}. {count} answered; "
        "more than that nobody can see before it closes."
    )


def last_summary(slot_on: date) -> str:
    """Said above an older summary while a round is open."""
    return (
        f"Below is the summary of the last closed round, from {slot_on.day} {slot_on:%B %Y}. The "
        "open round has none yet."
    )


def close_question(title: str, closes_at: datetime) -> str:
    """Asked before a round is closed early."""
    return (
        f"**Close this round now?** “{title}” is open until {format_dt(closes_at, 'F')}; whoever "
        "has not answered yet could not do so any more. This cannot be undone."
    )


def closed(title: str) -> str:
    return f"The round “{title}” is closed. What comes of it is posted within a minute."


def round_name(slot_on: date, title: str) -> str:
    """A round in a list, such as ``2 Mar 2026 · Handing over a tool``."""
    return f"{slot_on.day} {slot_on:%b %Y} · {title}"
