"""What a facilitator reads who takes an answer out. Neutral: nothing in it is about its author."""

from __future__ import annotations

from bot.views.catalogue import common

REMOVE_BUTTON = "Remove"
REMOVE_NOW_BUTTON = "Remove it"

BEING_REMOVED = "-# **Removed:** it leaves in the coming night."

QUESTION = (
    "**Remove this answer?** Its words leave in the coming night, together with everything else "
    "that leaves that day. The counts stay as they were sealed. Its author stays unknown, and "
    "nobody can answer again in its place. This cannot be undone.\n-# If you would rather keep it, "
    "leave this message alone."
)
REMOVED = (
    "**It is being removed.** The words leave in the coming night, together with everything else "
    "that leaves that day; the counts stay as they were sealed. Its author stays unknown, also to "
    "the bot, and nobody can answer again in its place. From then on *All answers* and the "
    "summary say neutrally that an answer was removed. What was read cannot be unread."
)


def begins(shown: str) -> str:
    """The beginning of the answer in question; ``shown`` is defanged and holds no new line."""
    return f"> {shown}"


def removed(count: int) -> str:
    return f"-# {common.removed(count)}"
