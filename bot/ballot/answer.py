"""What a clinician gives in one answer, checked before anything is stored."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import UnusableAnswer

if TYPE_CHECKING:
    from prompts import Prompt

TEXT_LIMIT = 3000
STEPS = 5


class Leave(enum.StrEnum):
    """Who may read the words: the author's choice, without a default."""

    GROUP = "group"
    FACILITATOR = "facilitator"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its text, its ticks (codes), its place between the poles, its leave.

    ``position`` counts from 1 (the left pole) to 5 (the right pole).
    """

    text: str
    leave: Leave
    strands: tuple[str, ...] = ()
    position: int | None = None

    def checked_for(self, prompt: Prompt) -> Answer:
        """Return the answer as it may be stored under ``prompt``.

        Raises UnusableAnswer when it is empty, too long, or ticks what was not offered.
        """
        text = self.text.strip()
        if not text:
            raise UnusableAnswer("Your answer holds no words yet, so nothing was stored.")
        if len(text) > TEXT_LIMIT:
            raise UnusableAnswer(
                f"Your answer has {len(text):,} characters; {TEXT_LIMIT:,} fit. Nothing was "
                "stored: please shorten it and send it again."
            )
        offered = [strand.code for strand in prompt.strands]
        if not set(self.strands) <= set(offered):
            raise UnusableAnswer("A ticked strand does not belong to this prompt; nothing stored.")
        if self.position is not None and not (prompt.poles and 1 <= self.position <= STEPS):
            raise UnusableAnswer("That place is not on this prompt's scale, so nothing was stored.")
        in_order = tuple(code for code in offered if code in self.strands)
        return Answer(text, self.leave, in_order, self.position)
