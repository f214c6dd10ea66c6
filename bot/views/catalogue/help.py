"""What ``/help`` says: to everyone what anyone can do, to each role what it can do besides."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from bot.views.catalogue.answering import ANSWER_BUTTON
from bot.views.catalogue.heard import SHARE_BUTTON, TAKE_BACK_BUTTON

Mention: TypeAlias = Callable[[str], str]
"""Turns a command's name into something to click, such as ``</answer:1>``."""

COMMAND = "What you can do here, for each role."
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
        "enough people have answered; until then it says only whether enough have. Themes found in "
        "the words are suggestions: name, join or leave out what the group should see otherwise.\n"
        "- Below a summary, **Over time** sets the group's rounds side by side, once there are "
        "four. **Download PDF** makes one to three pages for the meeting, **Download Markdown** a "
        "text for your notes; both hold only words that the group may read.\n"
        f"- {mention('close')} closes the open round early, if enough people have answered.\n"
        f"- **{SHARE_BUTTON}**, below a summary, posts *What we heard* in the group's channel with "
        f"a thread; **{TAKE_BACK_BUTTON}** deletes it and locks the thread "
        "(or only closes it, without *Manage Threads*).\n"
        "- **Remove**, beside each of *All answers*, takes one out. Its author stays unknown.\n"
        f"- {mention('guard')} *allow* lets a word of your group pass the identifier guard.\n"
        "- Your own answer is read with the others, but does not count towards the number needed."
    )


def admin(mention: Mention) -> str:
    return (
        "### Set up\n"
        f"- {mention('setup')} makes this channel, or another one, the channel of a supervision "
        "group: who reads, which day and time, how long a round is open, and how many people must "
        "answer before anything is shown.\n"
        f"- {mention('schedule show')} lists the next dates with their prompts. Beside it you can "
        f"pause, skip a date, leave out holidays, choose a prompt for a date "
        f"({mention('schedule swap')}), post one at once ({mention('schedule now')}), remind the "
        f"group, and see what became of past dates ({mention('schedule lately')}).\n"
        f"- {mention('prompts list')} lists what the group is asked. {mention('prompts add')} and "
        f"{mention('prompts edit')} open a form; others enable, disable, move, retire, import and "
        "export prompts.\n"
        f"- {mention('check')} tries whether everything works, and {mention('audit-log')} says who "
        "changed what and who opened which summary.\n"
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
