"""What an author reads who comes back with a receipt: how the answer stands, and withdrawing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.utils import format_dt

if TYPE_CHECKING:
    from datetime import datetime

COMMAND = "Find your answer by its receipt code: read it, change it or withdraw it."
CODE_OPTION = "The code from your receipt: 26 letters and digits."

EDIT_BUTTON = "Edit"
FILL_BUTTON = "Fill it again"
WITHDRAW_BUTTON = "Withdraw"
WITHDRAW_NOW_BUTTON = "Withdraw it"

CODE_BUTTON = "Enter receipt code"
CODE_TITLE = "Find your answer"
CODE_LABEL = "Your receipt code"
CODE_HINT = "26 letters and digits. Spaces, hyphens and capitals do not matter."


def still_open(title: str, closes_at: datetime) -> str:
    return (
        f"### Your answer\n**{title}**\nThis round is open until {format_dt(closes_at, 'F')}. "
        "Until then you can change your answer or withdraw it; nobody has read it."
    )


def ended(title: str) -> str:
    """Between a round's last minute and its seal."""
    return (
        f"### Your answer\n**{title}**\nThis round has run its time and takes no more changes. "
        "You can still withdraw your answer; nobody has read it yet."
    )


def sealed(title: str) -> str:
    return (
        f"### Your answer\n**{title}**\nThis round is closed and sealed. Your answer stands among "
        "the others, without your name and in random order. It can no longer be changed; you can "
        "still withdraw it."
    )


def leaving(title: str) -> str:
    return (
        f"### Being withdrawn\n**{title}**\nThis round is closed and sealed. Your words leave in "
        "the coming night, together with everything else that leaves that day; until then they "
        "can still be read."
    )


def being_removed(title: str) -> str:
    return (
        f"### Removed by the facilitator\n**{title}**\nThis round is closed and sealed. The "
        "facilitator has taken this answer out, without learning whose it is. Its words leave in "
        "the coming night, together with everything else that leaves that day."
    )


def emptied(title: str, closes_at: datetime) -> str:
    return (
        f"### Withdrawn\nYour answer to “{title}” is emptied; nobody has read it. Your place is "
        f"kept, so that nobody answers twice. Until {format_dt(closes_at, 'F')} you can fill it "
        "again with the same receipt."
    )


EMPTIED_ENDED = (
    "### Withdrawn\nYour answer is emptied; nobody has read it. The round has run its time and "
    "takes no more answers."
)

WITHDRAW_OPEN = (
    "**Withdraw your answer?** It is emptied at once; nobody has read it. Your place is kept, so "
    "that nobody answers twice, and until the round closes you can fill it again with the same "
    "receipt.\n-# If you would rather keep it, leave this message alone."
)
WITHDRAW_SEALED = (
    "**Withdraw your answer?** Your words leave the summary, *All answers* and everything made of "
    "them in the coming night, together with everything else that leaves that day. The counts stay "
    "as they were sealed: what you ticked, and where you stood. What was read cannot be unread, "
    "and this cannot be undone.\n-# If you would rather keep it, leave this message alone."
)
WITHDRAWN_SEALED = (
    "### It is being withdrawn\nYour words leave the summary, *All answers* and everything made of "
    "them in the coming night, together with everything else that leaves that day. The counts stay "
    "as they were sealed. What was read until then cannot be unread."
)
