"""What a group reads of its own round, and what its facilitator reads around sharing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.values import Sharing
from bot.views.catalogue.common import MIXED, SINGLE, SINGLE_ARE, theme_heading, themes_called
from bot.views.catalogue.summary import people
from bot.views.catalogue.summary import voices as voices_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.themes.found import Form
    from prompts import Prompt

SHARE_BUTTON = "Share with the group"
TAKE_BACK_BUTTON = "Take it back"
HOW_BUTTON = "How was this made?"

# --- the card ---------------------------------------------------------------------------------

NOTHING_TO_QUOTE = "No answer that the group may read holds a passage that can stand by itself."
THREAD = "-# Whoever talks about it, here or in the thread, does so under their own name."


def heading(prompt: Prompt, voices: int) -> str:
    return f"## What we heard: {prompt.title}\n**{prompt.question}**\n\n{people(voices)} answered."


def themes_begin(form: Form) -> str:
    said = themes_called(form)
    return f"### {said}\n-# Found by how near the words lie to each other: a suggestion to check."


def theme(heading: str | None, voices: int | None, *, clause: bool, mixed: bool) -> str:
    """``heading`` is defanged; ``clause``: it is one author's, and stands in quotation marks."""
    title = f"**{theme_heading(heading, clause=clause, mixed=mixed)}**"
    counted = title if voices is None else f"{title} · {voices_of(voices)}"
    return f"{counted}\n-# {MIXED}" if mixed else counted


def single_begin(first: str) -> str:
    """``first`` is the first of their quotes."""
    return f"### {SINGLE}\n-# {SINGLE_ARE}\n{first}"


def more(themes: int, quotes: int, single: int) -> str:
    """What did not fit: how many of each the facilitator has besides."""
    counted = {"theme": themes, "quote": quotes, "single voice": single}
    *others, last = (_number(count, noun) for noun, count in counted.items() if count)
    listed = f"{', '.join(others)} and {last}" if others else last
    return f"-# The facilitator has {listed} more than fit here."


def _number(count: int, noun: str) -> str:
    return f"one {noun}" if count == 1 else f"{count} {noun}s"


def thread_name(title: str) -> str:
    return f"What we heard: {title}"[:100]


# --- the counts at close ----------------------------------------------------------------------

COUNTS_ONLY = (
    "-# Only ticks and places, counted; nothing from what people wrote. The group sees words only "
    "if a facilitator shares them, and only those whose authors allow it."
)


def counts_heading(title: str, voices: int) -> str:
    return f"## The counts: {title}\n{people(voices)} answered."


def single_ticks(count: int) -> str:
    """How many strands one voice alone ticked: not which, before a facilitator has looked."""
    if count == 1:
        return "One strand was ticked by one voice alone."
    return f"{count} strands were ticked by one voice each."


# --- how it was made --------------------------------------------------------------------------

HOW_HEARD = (
    "## How this was made\n"
    "**Strands and places** are what people ticked themselves, counted when the round was sealed. "
    "**Quotes** are word for word, and only from people who let the group read their words. "
    "**Themes** are a suggestion: a program on this bot's own machine put answers together whose "
    "words lie near each other, and the facilitator could change them before sharing. **Single "
    "voices** are answers that it put with no others.\n"
    "What somebody withdraws by their receipt, or a facilitator removes, leaves this message in "
    "the coming night; the counts stay. When the words of the round are no longer kept, the quotes "
    "and themes leave as well. What was read cannot be unread."
)
HOW_COUNTED = (
    "## How this was made\n"
    "**Strands and places** are what people ticked themselves, counted when the round was sealed. "
    "Nothing here comes from what they wrote. This group chose to see the counts as soon as a "
    "round closes; which strands were ticked by one person alone is left out here."
)

# --- around sharing ---------------------------------------------------------------------------

NO_THREAD = (
    "The bot may not open a thread there, so the message comes without one. With *Create Public "
    "Threads* allowed, take it back and share it again."
)
NO_LOCK = (
    "The bot can close its thread but not lock it, because it does not hold *Manage Threads*: "
    "whoever writes in it opens it again. Somebody who holds it can lock it."
)
CHANNEL_GONE = (
    "The group's channel cannot be found: it was deleted, or the bot may not see it. Nothing was "
    "posted."
)


def lacking(channel_id: int, names: Sequence[str]) -> str:
    """``names`` as Discord writes them, such as *Send Messages*."""
    listed = ", ".join(f"**{name}**" for name in names)
    return f"In <#{channel_id}> the bot lacks {listed}, so nothing was posted. Ask an admin."


def shared(title: str, channel_id: int) -> str:
    return (
        f"“{title}” is being shared: *What we heard* appears in <#{channel_id}> in a moment, with "
        "a thread below it. It holds the counts, whatever themes and quotes there are for the "
        "group, and no word that only a facilitator may read."
    )


def already(title: str, where: str) -> str:
    """``where`` is the message's address."""
    return (
        f"“{title}” is shared already: {where}. If that message is gone, take it back, and "
        "then share it again."
    )


def on_its_way(title: str, channel_id: int) -> str:
    return f"“{title}” is shared already; the message is on its way to <#{channel_id}>."


def taken_back(title: str) -> str:
    return (
        f"“{title}” is taken back: its message is being deleted and its thread closed. What was "
        "read cannot be unread. You can share it again."
    )


# --- before it is shared ----------------------------------------------------------------------

TERMS = {
    Sharing.FACILITATOR: (
        "-# Once it is closed the group sees nothing of it until a facilitator shares the summary."
    ),
    Sharing.COUNTS: (
        "-# Once it is closed the group sees the counts of what was ticked at once; words only "
        "when a facilitator shares the summary."
    ),
}
"""Printed on each prompt: fixed for the round, as who reads it is."""


def unshared(title: str) -> str:
    """Once, after three days; to whoever reads the channel, so it asks nobody for anything."""
    return (
        f"The summary of **{title}** has not been shared with the group so far. A facilitator can "
        f"do so with *{SHARE_BUTTON}* below the summary, which /summary opens, or leave it as it "
        "is. This is said once."
    )
