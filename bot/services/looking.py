"""The guard looks at what an admin writes, before any of it is stored: many people will read it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from bot import deck_refusals as refusals
from bot.errors import BadInput
from bot.guard import Kind, blocking
from bot.services.written import texts_of

if TYPE_CHECKING:
    from bot.guard import Guard
    from prompts import Prompt

Look: TypeAlias = Callable[[str], str]
"""What looks at a text before it is stored: a sentence on what should go, or nothing."""
WHAT = {
    Kind.PHONE: refusals.PHONE,
    Kind.EMAIL: refusals.EMAIL,
    Kind.RECORD: refusals.RECORD,
}


def looking_with(guard: Guard) -> Look:
    """What no prompt needs is refused: a telephone number, an address of mail, a record number.

    Names are let pass: a prompt may speak of an author, and no client is likely to be in one.
    """

    def look(text: str) -> str:
        kinds = sorted({each.kind for each in guard.find(text) if blocking([each])})
        return refusals.seems_to_be_in_it(WHAT[kind] for kind in kinds) if kinds else ""

    return look


async def look_at(look: Look, prompt: Prompt, place: str = "") -> None:
    """``place``: where in a file it stands. Raises BadInput: what was found, and in which field."""
    for spot, text in texts_of(prompt):
        found = await asyncio.to_thread(look, text)
        if found:
            where = f"{place or f'“{prompt.title}”'}, {spot}"
            raise BadInput(refusals.needs_no_such_thing(where, found))
