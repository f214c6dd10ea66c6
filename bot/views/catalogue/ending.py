"""What an admin reads who ends a group for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.utils import format_dt

if TYPE_CHECKING:
    from datetime import datetime

COMMAND = "End a supervision group and destroy everything of it, after seven days."
GROUP_OPTION = "The group to forget, if this is not its channel."
NO_SUCH_GROUP = "There is no such group on this server. Choose one from the list that appears."
FORGET_BUTTON = "Forget this group"


def question(channel_id: int) -> str:
    return (
        f"**Forget the group of <#{channel_id}>?** From now on no prompt comes. A round that is "
        "open can still be answered and read, for seven days. Then everything of this group is "
        "destroyed: every answer and the keys to it, every summary with its counts, the settings, "
        "and the record of who opened what.\n"
        "Until then /setup in the same channel takes the group back. One line stays for good: that "
        "a whole group was destroyed, when, and how many rounds it held; it names nobody. Messages "
        "that the bot has posted in Discord stay there until somebody deletes them.\n"
        "-# If you would rather keep it, leave this message alone."
    )


def no_more_prompts(forget_at: datetime) -> str:
    """Said to the group in its channel, so that nobody waits for a prompt."""
    return (
        "No more prompts come here: an admin has ended this group. A round that is open can still "
        f"be answered and read until {format_dt(forget_at, 'F')}; then everything that is kept of "
        "the group is destroyed."
    )


GOES_ON = "This group goes on: an admin has taken it back, and prompts come here again."


def forgotten(channel_id: int, forget_at: datetime) -> str:
    return (
        f"The group of <#{channel_id}> ends: no more prompts, and everything of it is destroyed at "
        f"{format_dt(forget_at, 'F')}, {format_dt(forget_at, 'R')}. Until then /setup in the same "
        "channel takes it back."
    )
