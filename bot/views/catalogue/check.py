"""What an admin reads when they ask whether everything works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.utils import format_dt

if TYPE_CHECKING:
    from datetime import datetime

COMMAND = "Try everything a group needs: permissions, roles, clock, database, keys, the next date."
TITLE = "## Does everything work?"
ALL_WELL = "Everything that was tried works."
NO_GROUP = "No supervision group is set up on this server yet. /setup makes one."
HERE = "**This bot**"

CLOCK_IS_RIGHT = "The bot's clock agrees with Discord's."
DATABASE_WORKS = "The database can be read and written."
DATABASE_FAILS = (
    "The database does not answer, so nothing can be stored or posted just now. Whoever runs the "
    "bot should look at it."
)
KEYS_WORK = "Keys can be made and destroyed, and every open round has its own."
KEYS_FAIL = (
    "The keys folder cannot be used, or an open round's keys are not in it: answers cannot be "
    "stored. Whoever runs the bot should look at KEYS_DIR."
)
MODEL_WORKS = "The model that reads answers for themes is there, and is the right one."
DISK_UNKNOWN = "How much disk space is left cannot be told."


def works(sentence: str) -> str:
    return f"- ✅ {sentence}"


def fails(sentence: str) -> str:
    return f"- ⚠️ {sentence}"


def disk(free_bytes: int, *, enough: bool) -> str:
    gigabytes = f"{free_bytes / 1024**3:.1f} GB"
    return (
        f"{gigabytes} of disk space are free."
        if enough
        else (f"Only {gigabytes} of disk space are free; when it is full, nothing can be stored.")
    )


def group(channel_id: int) -> str:
    return f"**The group of <#{channel_id}>**"


def channel_works(channel_id: int) -> str:
    return f"The bot holds every permission it needs in <#{channel_id}>."


def notices_work(channel_id: int) -> str:
    return f"The bot can write in the facilitators' channel, <#{channel_id}>."


def role_works(role_id: int) -> str:
    return f"The facilitator role is there: <@&{role_id}>."


def reminder_works(role_id: int) -> str:
    return f"A reminder can call <@&{role_id}>."


def next_due(at: datetime | None) -> str:
    if at is None:
        return "The prompts are paused, so none is due."
    return f"The next prompt is due on {format_dt(at, 'F')}, {format_dt(at, 'R')}."


def more_groups(count: int) -> str:
    return f"-# {count} more groups are not shown; use /check in their channels."
