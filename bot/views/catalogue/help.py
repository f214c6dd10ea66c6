"""What ``/help`` says: to everyone what anyone can do, to each role what it can do besides."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from bot.views.catalogue.answering import ANSWER_BUTTON

Mention: TypeAlias = Callable[[str], str]
"""Turns a command's name into something to click, such as ``</answer:1>``."""

TITLE = "## What you can do here"


def clinician(mention: Mention) -> str:
    return (
        "### Answer\n"
        f"- Press **{ANSWER_BUTTON}** on a prompt, or use {mention('answer')} in the group's "
        "channel. You get a private receipt that shows your answer as it is stored.\n"
        f"- {mention('receipt')} finds your answer again by the code on it: to read, change or "
        "withdraw it.\n"
        f"- {mention('privacy')} says what is kept, who reads it, and who could still know."
    )


def facilitator(mention: Mention) -> str:
    return (
        "### Facilitate\n"
        f"- {mention('summary')} shows what the group spoke about, once a round is closed and "
        "enough people have answered; until then it says only whether enough have.\n"
        f"- {mention('close')} closes the open round early, if enough people have answered.\n"
        "- **Remove**, beside each of *All answers*, takes one out. Its author stays unknown.\n"
        "- Your own answer is read with the others, but does not count towards the number needed."
    )


def admin(mention: Mention) -> str:
    return (
        "### Set up\n"
        f"- {mention('setup')} makes this channel, or another one, the channel of a supervision "
        "group: who reads, which day and time, how long a round is open, and how many people must "
        "answer before anything is shown.\n"
        f"- {mention('forget')} ends a group and destroys everything of it after seven days."
    )


def page(mention: Mention, *, facilitates: bool, manages: bool) -> str:
    """The parts that concern this person, a clinician's first."""
    parts = [TITLE, clinician(mention)]
    if facilitates:
        parts.append(facilitator(mention))
    if manages:
        parts.append(admin(mention))
    return "\n".join(parts)
