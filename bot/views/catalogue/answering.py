"""What a clinician reads on the way from a prompt to a stored answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.utils import format_dt

from bot.ballot.answer import Leave

if TYPE_CHECKING:
    from datetime import datetime

    from prompts import Poles, Prompt, Strand

# --- the prompt's post ------------------------------------------------------------------------

COMMAND = "Answer this group's open prompt, without your name."
ANSWER_BUTTON = "Answer anonymously"
PRIVACY_BUTTON = "How anonymous is this?"

ABOUT_YOURSELF = (
    "**Write about yourself**, not about a client who could be recognised. "
    "*Would the client recognise themselves? Would a colleague?*"
)
OWN_NAME = "Whatever you type in the channel itself appears under your own name."
CARE = (
    "**Not for emergencies.** Nobody watches the answers, and the bot cannot tell who wrote one. "
    "If someone may be at risk, follow your own procedure and reach a person directly."
)


def heading(prompt: Prompt) -> str:
    return f"## {prompt.title}\n**{prompt.question}**"


def contacts(of_the_group: str) -> str:
    return f"**Contacts of this group:** {of_the_group}"


def open_until(closes_at: datetime) -> str:
    return (
        f"Open until {format_dt(closes_at, 'F')}, {format_dt(closes_at, 'R')}; the facilitator may "
        "close it earlier, once enough people have answered."
    )


def left_open_until(closes_at: datetime) -> str:
    return f"**Left open** until {format_dt(closes_at, 'F')}, {format_dt(closes_at, 'R')}."


def terms(k: int, facilitator_role_id: int) -> str:
    """The frozen terms of a round. A role's mention pings nobody where none is allowed to."""
    return (
        "-# Before the round closes nobody reads an answer; the facilitator can see only whether "
        f"at least {k} people have answered. With fewer nobody ever "
        f"reads them. Otherwise <@&{facilitator_role_id}> can read them afterwards, without names "
        f"and in random order; those who hold that role do not count towards the {k}. This is "
        "fixed for this round."
    )


CLOSED_SEALED = "**Closed.** The facilitator can now open the summary."


def closed_unread(k: int) -> str:
    return (
        f"**Closed.** Fewer than the {k} people needed had answered, so nobody has read anything: "
        "what was written has been shredded unread."
    )


# --- the modal --------------------------------------------------------------------------------

CARE_BRIEFLY = "Not watched, and not for emergencies."
TEXT_LABEL = "Your answer"
TEXT_HINT = "About yourself. Would the client recognise themselves? Would a colleague?"
TEXT_PLACEHOLDER = "A few sentences are enough."
POSITION_LABEL = "Where do you stand today?"
POSITION_HINT = "Optional: a place between two poles."
STRANDS_LABEL = "What does your answer speak to?"
STRANDS_HINT = "Optional: tick what fits. Nothing has to."
LEAVE_LABEL = "Who may read your words?"
LEAVE_HINT = "What you ticked and where you stand is counted either way."
LEAVES = {
    Leave.GROUP: "The group may read my words",
    Leave.FACILITATOR: "Only the facilitator may read them",
}
READERS = {Leave.GROUP: "the group", Leave.FACILITATOR: "only the facilitator"}


def question(asked: str) -> str:
    return f"**{asked}**"


def does_not_count(k: int) -> str:
    return (
        "You hold the facilitator role: your answer is read with the others, but does not count "
        f"towards the {k} people who are needed."
    )


def steps(poles: Poles) -> tuple[str, str, str, str, str]:
    """The five places between two poles, from left to right."""
    return (
        f"1 · {poles.left}",
        f"2 · nearer to “{poles.left}”",
        "3 · in between",
        f"4 · nearer to “{poles.right}”",
        f"5 · {poles.right}",
    )


LEAVE_MISSING = (
    "You have not yet said who may read your words, so nothing was stored. Please choose and send "
    "it again."
)
FORM_UNREADABLE = (
    "One of your choices could not be read, so nothing was stored. Please send it again."
)

# --- the receipt ------------------------------------------------------------------------------

STORED = "### Stored without your name"
REPLACED = "This replaces your earlier version; it still counts once."
TEXT_STORED = "-# Your answer, exactly as it is stored"
TEXT_STORED_ATTACHED = "-# Your answer, exactly as it is stored, is in the file below."
COPY_BOTH = (
    "**Copy both, the code and your answer.** Discord drops this message when you restart it, and "
    "without the code nobody can find your answer again. Keep the code to yourself: it opens "
    "your answer to anyone here."
)
CODE_USE = (
    "-# Change or withdraw it while the round is open, or withdraw it later: here, or with the "
    "code and /receipt."
)


def answer_to(title: str) -> str:
    return f"To “{title}”"


def code(receipt_code: str) -> str:
    return f"Your receipt code:\n```\n{receipt_code}\n```"


def position(step: str) -> str:
    return f"**Where you stand:** {step}"


def ticked(strands: list[Strand]) -> str:
    labels = "\n".join(f"- {strand.label}" for strand in strands)
    return f"**You ticked:**\n{labels}"


def leave(chosen: Leave) -> str:
    return f"**Who may read your words:** {READERS[chosen]}."


# --- handing a text back ----------------------------------------------------------------------

RETRY_BUTTON = "Try again"
YOUR_TEXT = "-# Your text, so that it is not lost. Copy it before you restart Discord."
YOUR_TEXT_ATTACHED = "-# Your text is in the file below, so that it is not lost."
FILE_NAME = "your-answer.txt"
