"""The first thing a server reads of the bot: what it is, and how one begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Mention: TypeAlias = Callable[[str], str]


def welcome(mention: Mention) -> str:
    return (
        "## Supervision, once a week\n"
        "This bot posts a prompt to your supervision group every week. Clinicians answer without "
        "their names, and when the round closes, its facilitator reads what the group spoke about. "
        "It prepares the group's next conversation; it does not replace it.\n\n"
        f"**To begin,** an admin of this server uses {mention('setup')} in the group's "
        "channel: a channel, a role that reads, a day and a time. It takes two minutes, and "
        "nothing is posted before.\n"
        f"{mention('help')} shows each person what they can do, {mention('privacy')} what is kept "
        "and who could still know."
    )
