"""What an admin reads while a group is being set up or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.utils import format_dt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from prompts import Prompt

# --- the command ------------------------------------------------------------------------------

COMMAND = "Set up a supervision group in a channel, or change one"
ZONE_OPTION = "The group's time zone: type the name of the nearest large city"

# --- the page ---------------------------------------------------------------------------------

TITLE = "## Set up a supervision group"
INTRODUCTION = (
    "Choose a channel, the role that reads, and a day and time. Everything else has a default. "
    "Nothing is posted or stored before you press *Start*."
)
TITLE_AGAIN = "## Change a supervision group"

CHANNEL = "**Channel**\n-# Prompts are posted here, and the group answers here."
CHANNEL_PLACEHOLDER = "Choose the group's channel"
FACILITATOR = (
    "**Facilitator role**\n"
    "-# Its holders read the answers of a closed round, without names. Their own answers do not "
    "count towards the number needed."
)
FACILITATOR_PLACEHOLDER = "Choose the role that reads the summaries"
WEEKDAY_PLACEHOLDER = "Choose a weekday"
TIME_PLACEHOLDER = "Choose a time"
OTHER_TIME_BUTTON = "Another time"
MORE_BUTTON = "More settings"
START_BUTTON = "Start"
STORE_BUTTON = "Store changes"
CHOOSE_BOTH = "-# Choose a channel and a role to go on."

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def weekday(number: int, every_weeks: int) -> str:
    rhythm = "" if every_weeks == 1 else f", every {every_weeks} weeks"
    return f"{WEEKDAYS[number]}s{rhythm}"


def when(zone: str) -> str:
    return f"**Day and time**\n-# Local time in {zone}, summer time included."


def preview(prompt: Prompt) -> str:
    return f"**The first prompt: {prompt.title}**\n> {prompt.question}"


def preview_again(prompt: Prompt) -> str:
    return f"**The next prompt: {prompt.title}**\n> {prompt.question}"


def dates(upcoming: Iterable[datetime]) -> str:
    lines = "\n".join(f"- {format_dt(instant, 'F')}" for instant in upcoming)
    return f"**The next four dates**, shown in your own time zone\n{lines}"


def settings(days_open: int, k: int, notices_channel_id: int | None, contacts: str | None) -> str:
    """The four things under *More settings*, as they stand."""
    days = "1 day" if days_open == 1 else f"{days_open} days"
    notices = f"<#{notices_channel_id}>" if notices_channel_id else "the group's own channel"
    return (
        f"-# A round is open for {days}. With fewer than {k} answers it stays open once until the "
        "next prompt is due, and is then shredded unread.\n"
        f"-# When a summary is ready, the bot says so in {notices}. Care contacts on each prompt: "
        f"{contacts or 'none yet'}"
    )


# --- what stands in the way -------------------------------------------------------------------

CHANNEL_GONE = (
    "That channel cannot be found: it was deleted, or the bot may not see it. Please choose "
    "another one, or grant the bot *View Channel* there. Nothing was stored."
)
ROLE_GONE = "That role no longer exists. Please choose another one. Nothing was stored."
ROLE_IS_EVERYONE = (
    "@\u200beveryone cannot be the facilitator role: then everybody could read all answers. Please "
    "choose a role that only facilitators hold. Nothing was stored."
)
FINISHED = (
    "This page has already done its work, has timed out, or is from before a restart, so "
    "nothing was changed. Please use /setup again."
)
TIMED_OUT = (
    "This page has timed out. Nothing was stored; what you chose is kept while the bot runs, so "
    "use /setup again when you are ready."
)
TYPED_IS_KEPT_TOO = "What you typed is kept: open *Group and deck* again to correct it."
TYPED_IS_KEPT = "What you typed is kept: open *More settings* again to correct it."


def role_is_managed(role_id: int) -> str:
    return (
        f"<@&{role_id}> belongs to a bot, to an integration or to server boosts, so you cannot "
        "give it to a person yourself. Please choose a role that only facilitators hold. Nothing "
        "was stored."
    )


def missing_permissions(channel_id: int, bot_id: int, names: Sequence[str]) -> str:
    """``names`` as Discord writes them, such as *View Channel*."""
    listed = ", ".join(f"**{name}**" for name in names)
    return (
        f"In <#{channel_id}> the bot lacks: {listed}. Please allow this for <@{bot_id}> or its "
        "role, under *Edit Channel → Permissions → Advanced permissions*, and then press the "
        "button below. Nothing is stored until then."
    )


def trouble(sentence: str) -> str:
    return f"⚠️ {sentence}"


def typing(channel_id: int, bot_id: int) -> str:
    """Said when members can write in the channel. Denied to all, it would be denied to the bot."""
    return (
        f"-# **Members can type in <#{channel_id}>**, and what they type there carries their name. "
        "If you would rather close it: under *Edit Channel → Permissions → Advanced permissions* "
        f"first allow *Send Messages* for <@{bot_id}>, then deny it for @\u200beveryone and for "
        "roles that have it, and leave *Send Messages in Threads* on. Buttons go on working. You "
        "can start either way."
    )


# --- the forms --------------------------------------------------------------------------------

TIME_TITLE = "Another time"
TIME_LABEL = "Local time of the prompt"
TIME_HINT = "Hours and minutes on the 24-hour clock, for example 18:30"

MORE_TITLE = "More settings"
DAYS_OPEN_LABEL = "Days that a round is open"
DAYS_OPEN_HINT = "At the longest until the next prompt comes."
K_LABEL = "Smallest number of voices"
K_HINT = "With fewer answers no summary is shown. 3 suits a group of up to eight people, else 4."
EVERY_LABEL = "How often a prompt comes"
NOTICES_LABEL = "Facilitators' channel"
NOTICES_HINT = "Optional. Here, not in the group's channel, the bot says when a summary is ready."
CONTACTS_LABEL = "Care contacts of this group"
CONTACTS_HINT = "Optional, up to 300 characters, printed on every prompt: whom to reach, and how."


def every(weeks: int) -> str:
    return "Every week" if weeks == 1 else f"Every {weeks} weeks"


def not_a_number(field: str, typed: str) -> str:
    return f"{field}: {typed} is not a whole number. Write it in digits. Nothing was changed."


# --- afterwards -------------------------------------------------------------------------------

STARTED = "## The group is set up"
CHANGED = "## The group is changed"
TAKEN_BACK = "The group is taken back: it does not end, and nothing of it is destroyed."
CHANGE_LATER = (
    "To change anything, use /setup again. /schedule show lists the dates ahead, /prompts list "
    "what will be asked, and /check tries whether everything works."
)
KEEPS_ITS_OWN = (
    "This holds for rounds to come. An open round keeps its own settings; only the reminder holds "
    "for it too."
)


def first_prompt(channel_id: int, first: datetime) -> str:
    return (
        f"The next prompt comes to <#{channel_id}> on {format_dt(first, 'F')}, "
        f"{format_dt(first, 'R')}."
    )


def what_happens(days_open: int) -> str:
    days = "one day" if days_open == 1 else f"{days_open} days"
    return (
        "The bot posts it by itself. Clinicians answer with its button, without their names. After "
        f"{days} the round closes and its facilitator can open the summary."
    )


def who_reads(facilitator_role_id: int, k: int) -> str:
    return (
        f"<@&{facilitator_role_id}> will read the answers once a round is closed, and only if at "
        f"least {k} people have answered; those who hold the role do not count towards the {k}. "
        "Below that, answers are shredded unread in the end."
    )
