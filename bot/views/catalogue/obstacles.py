"""What an admin reads when a prompt cannot come: what is wrong, and how it is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.desk import Fate, Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

WAITING = {
    Fate.BLOCKED: (
        "A prompt is due and Discord does not let the bot post it. The bot goes on trying; it "
        "comes as soon as that is mended, up to two days late and between 8:00 and 21:00."
    ),
    Fate.ON_ITS_WAY: "A prompt is due and on its way; if it is night for the group, it waits.",
    Fate.REFUSED: (
        "This round's prompt could not be posted in time. The round runs its course, because it "
        "was answered already."
    ),
}


def trouble(kind: Trouble, channel_id: int, lacking: Sequence[str] = ()) -> str:
    """What stands in a prompt's way, and what to do; ``lacking`` as Discord names permissions."""
    if kind is Trouble.NO_CHANNEL:
        return (
            "The group's channel cannot be found: it was deleted, or the bot may not see it. "
            "Choose another one with /setup: the group moves there with its deck, dates and "
            "rounds, unless several groups have lost theirs; then end all but one with /forget "
            "first. Or grant the bot *View Channel* there."
        )
    if kind is Trouble.NO_PERMISSION:
        named = ", ".join(f"**{name}**" for name in lacking) or "a permission"
        return (
            f"In <#{channel_id}> the bot lacks {named}. Please grant it under *Edit Channel → "
            "Permissions*; the prompts go on by themselves."
        )
    if kind is Trouble.NO_ROLE:
        return (
            "The facilitator role of the group no longer exists, so nobody could read its next "
            "round. Choose another role with /setup. A round that is open keeps the role it began "
            "with."
        )
    if kind is Trouble.NO_REMINDER_ROLE:
        return NO_REMINDER_ROLE
    if kind is Trouble.REFUSED:
        return (
            f"Discord does not let the bot post in <#{channel_id}>, although it seems to hold what "
            "it needs. Please look at the channel's settings, or use /check. The bot goes on "
            "trying."
        )
    return (
        f"A prompt for <#{channel_id}> is more than a quarter of an hour late. The bot could not "
        "reach Discord, or was not running; it goes on trying."
    )


def notices(channel_id: int, lacking: Sequence[str], *, closed: bool) -> str:
    """What the bot lacks in the facilitators' channel; ``closed``: it cannot even write there."""
    named = ", ".join(f"**{name}**" for name in lacking)
    means = (
        "What would be said there is said in the group's own channel meanwhile."
        if closed
        else "After an interruption it could not see what it said there already, and would wait."
    )
    return (
        f"In the facilitators' channel, <#{channel_id}>, the bot lacks {named}. {means} Please "
        "grant it under *Edit Channel → Permissions*, or choose another channel or none with "
        "/setup."
    )


def told(sentence: str, channel_id: int) -> str:
    """What a person is told in a channel, once, when something stands in a prompt's way."""
    return (
        f"⚠️ **The supervision group of <#{channel_id}> needs an admin of this server.** "
        f"{sentence} /schedule show says how things stand."
    )


def clock(off: timedelta) -> str:
    minutes = round(abs(off.total_seconds()) / 60)
    way = "ahead of" if off.total_seconds() > 0 else "behind"
    return (
        f"The bot's clock is about {minutes} minutes {way} Discord's, so prompts come at a wrong "
        "time. Whoever runs the bot should set the clock of its machine."
    )


NOTICES_GONE = (
    "The facilitators' channel no longer exists. What would be said there is said in the group's "
    "own channel meanwhile; use /setup to choose another or none."
)

NO_REMINDER_ROLE = (
    "The role that reminders call no longer exists, so they call nobody. Choose another one with "
    "/schedule reminder."
)
