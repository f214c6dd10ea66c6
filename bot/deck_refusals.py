"""What is refused of prompts, decks and their files: on the terms of ``bot.refusals``.

They stand apart because there are many of them, and for no other reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# --- keeping -----------------------------------------------------------------------------------


def too_many_prompts(most: int) -> str:
    return f"A server can have {most} prompts of its own. Nothing was changed."


# --- prompts -----------------------------------------------------------------------------------


def no_such_place(places: int) -> str:
    return f"The deck has the places 1 to {places}. Nothing was changed."


def no_place(title: str) -> str:
    return (
        f"“{title}” is retired and has no place in the deck. Bring it back first with /prompts "
        "enable. Nothing was changed."
    )


NO_SUCH_PROMPT = (
    "This group's deck has no such prompt. Choose one from the list that appears. Nothing was "
    "changed."
)
LAST_PROMPT = (
    "This is the only prompt that is enabled, and a group needs one to ask. Enable another one "
    "first. Nothing was changed."
)


def last_prompt_of(channel_id: int) -> str:
    return (
        f"This is the only prompt that the group of <#{channel_id}> is asked, and it would be left "
        "without one. Enable another prompt there first. Nothing was changed."
    )


PHONE, EMAIL, RECORD = "a telephone number", "an e-mail address", "a record number"


def seems_to_be_in_it(kinds: Iterable[str]) -> str:
    found = list(kinds)
    if len(found) == 1:
        return f"{found[0]} seems to be in it, and no prompt needs one."
    return f"{', '.join(found[:-1])} and {found[-1]} seem to be in it, and no prompt needs them."


BUILT_IN_STAYS = "This is a built-in prompt: it can be disabled, but it stays. Nothing was changed."


def needs_no_such_thing(where: str, found: str) -> str:
    return f"{where}: {found} Nothing was changed."


# --- importing ---------------------------------------------------------------------------------


def key_is_taken(key: str, place: str) -> str:
    where = f"{place}, field key: " if place else ""
    return (
        f"{where}“{key}” is the key of a built-in prompt, and the file has other words for it. "
        "Give your version a key of its own. Nothing was imported."
    )
