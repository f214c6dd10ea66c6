"""What a clinician reads, privately, when the guard found something; and the group's own words.

Never *violation*: the guard goes by patterns and is often the one that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable

HEADING = "### Before this is saved: could any of these point to a real person?"
LIMITS = (
    "-# This text has not been stored or shown to anyone, and nobody learns of it. The guard "
    "goes by word patterns, so it may be wrong, and it will miss things: a rare event, harmless "
    "details that together point to someone, nicknames, other languages. A hint: “a client”, “a "
    "town nearby”, “last spring”."
)
BLOCKING = (
    "-# There is a phone number, an e-mail address or a record number in it. No answer needs one, "
    "so this cannot be saved as written."
)
YOUR_TEXT = "-# Your text, not stored"
REDACT_BUTTON = "Use the redacted version"
REWORD_BUTTON = "Edit"
AS_WRITTEN_BUTTON = "Nothing identifying, save as written"
DISCARD_BUTTON = "Discard"
DISCARDED = (
    "Discarded: this text was not stored. If you had answered before, that answer stands as it "
    "was; if not, you can still answer while the round is open."
)
TOO_LONG = (
    "Something in your answer may point to a real person, and the text is too long to show you "
    "where. Nothing was stored. Please look at names, places, dates and numbers, shorten it a "
    "little, and send it again."
)

COMMANDS = "What the identifier guard lets pass in this group."
WORD_OPTION = "A word or phrase, such as a school of therapy. Never a client's name."
COMMAND_ALLOW = "Let a word pass that the guard should not ask about in this group."
COMMAND_LIST = "What the guard lets pass in this group."
COMMAND_TAKE_BACK = "Let the guard ask about a word again."
NO_WORDS = (
    "This group has no words of its own. Theorists, schools of therapy and drugs pass anyway; "
    "/guard allow adds what is special to you. Never add your own town or a client's name."
)
LIST_HEADING = "### What the guard lets pass in this group"
FILE_NAME = "guard-lets-pass.txt"
IN_A_FILE = f"{LIST_HEADING}\nThey are too many for a message; the file holds all of them."


def found(before: str, what: str, after: str, label: str) -> str:
    return f"- {before}**{what}**{after} → `{label}`"


def more(count: int) -> str:
    return f"- … and {count} more"


def allowed(word: str) -> str:
    return f"From now on **{word}** passes in this group. /guard list shows all such words."


def taken_back(word: str) -> str:
    return f"The guard asks about **{word}** again."


def words(all_of_them: Iterable[str]) -> str:
    listed = " · ".join(all_of_them)
    return f"{LIST_HEADING}\n{listed}" if listed else NO_WORDS
