"""What a round is, as a plain dictionary of people: the model the store is compared with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from bot.errors import AlreadyAnswered, ReadableError, RoundClosed, UnknownReceipt
from bot.services.values import RoundState

K = 3
Refusal: TypeAlias = type[ReadableError] | None


@dataclass
class Slip:
    """What the model knows of one person's answer."""

    text: str | None
    leaving: bool = False


@dataclass
class Model:
    """What should be true. People are numbers; each act says how it should be refused, if so."""

    slips: dict[int, Slip] = field(default_factory=dict)
    state: RoundState = RoundState.OPEN
    extended: bool = False
    voices: int | None = None

    def voices_now(self) -> int:
        return sum(slip.text is not None for slip in self.slips.values())

    def readable(self) -> list[str]:
        if self.state is not RoundState.SEALED:
            return []
        return sorted(slip.text for slip in self.slips.values() if slip.text is not None)

    def answer(self, who: int, text: str) -> Refusal:
        if self.state is not RoundState.OPEN:
            return RoundClosed
        if who in self.slips:
            return AlreadyAnswered
        self.slips[who] = Slip(text)
        return None

    def edit(self, who: int, text: str) -> Refusal:
        if self.state is not RoundState.OPEN:
            return RoundClosed
        self.slips[who] = Slip(text)
        return None

    def withdraw(self, who: int) -> Refusal:
        slip = self.slips.get(who)
        if slip is None or slip.text is None:
            return UnknownReceipt
        if self.state is RoundState.OPEN:
            slip.text = None
        elif self.state is RoundState.SEALED:
            slip.leaving = True
        else:
            return UnknownReceipt
        return None

    def end(self) -> None:
        if self.state is not RoundState.OPEN:
            return
        if self.voices_now() >= K:
            self.state, self.voices = RoundState.SEALED, self.voices_now()
        elif not self.extended:
            self.extended = True
        else:
            self.state = RoundState.UNREAD

    def sweep(self) -> None:
        for slip in self.slips.values():
            if slip.leaving and self.state is RoundState.SEALED:
                slip.text, slip.leaving = None, False
