"""An answer's choices as one small number, so that they can ride in a custom_id beside a draft.

While a clinician looks again at what the guard found, the draft exists only in a private message:
its text as the text, its leave, place and strands in the buttons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ballot.answer import STEPS, Answer, Leave

if TYPE_CHECKING:
    from prompts import Prompt

LEAVES = (Leave.FACILITATOR, Leave.GROUP)
PLACES = STEPS + 1


def packed(answer: Answer, prompt: Prompt) -> int:
    """Leave, place (0 is none) and a bit for each strand, in the prompt's order."""
    ticked = sum(
        1 << bit for bit, strand in enumerate(prompt.strands) if strand.code in answer.strands
    )
    return LEAVES.index(answer.leave) + 2 * ((answer.position or 0) + PLACES * ticked)


def unpacked(number: int, text: str, prompt: Prompt) -> Answer:
    """The answer that ``packed`` made a number of; bits beyond the prompt's strands are dropped."""
    rest, leave = divmod(number, 2)
    ticked, place = divmod(rest, PLACES)
    strands = tuple(strand.code for bit, strand in enumerate(prompt.strands) if ticked >> bit & 1)
    return Answer(text, LEAVES[leave], strands, place or None)
