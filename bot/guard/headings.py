"""Whether words may stand above others' words: never if they may point to a person."""

from __future__ import annotations

from bot.guard.guard import Guard


class NamesNobody:
    """Asks the guard, which it loads when it is first asked: so it is light to hand elsewhere."""

    def __init__(self, allowed: tuple[str, ...] = ()) -> None:
        """``allowed``: what a group lets pass."""
        self._allowed = allowed
        self._guard: Guard | None = None

    def __call__(self, words: str) -> bool:
        if self._guard is None:
            self._guard = Guard.load()
        return not self._guard.find(words, self._allowed)
