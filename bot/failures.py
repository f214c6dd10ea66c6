"""What could not be drawn or read for themes, in the words of whoever hears of it.

Beside ``bot.refusals`` and not in it: here nobody asked for anything wrong. No sentence takes a
person or a text of theirs, so that each may stand in the log.
"""

from __future__ import annotations

from collections.abc import Iterable

NOT_DRAWN = (
    "This could not be drawn just now. Please try again in a minute; everything in it stands in "
    "the summary as text, and nothing was lost."
)
NOT_READ_FOR_THEMES = (
    "The answers could not be read for themes this time, so this summary shows what was asked: "
    "strands, places and quotes. No answer was lost."
)
UNTIL_THEN = (
    "then start the bot again; until then summaries show what was asked, and no answer is lost."
)


def model_unreadable(name: str) -> str:
    return f"The model file {name} cannot be read. Install the bot's packages again, {UNTIL_THEN}"


def another_model(name: str) -> str:
    return (
        f"The model file {name} is not the one this bot was tested with, so it is not used. "
        f"Install the bot's packages again, {UNTIL_THEN}"
    )


def package_missing(package: str | None) -> str:
    return (
        f"The package {package} that reads answers for themes is not installed. Install the bot's "
        f"packages again (EMBEDDER=wordllama needs the extra wordllama), {UNTIL_THEN}"
    )


def no_such_embedder(names: Iterable[str]) -> str:
    return f"EMBEDDER must be {' or '.join(names)}. Nothing was changed."
