"""Which prompt comes next: worked out from what was asked, never from a pointer that is kept.

A pointer into a deck goes wrong when prompts are added, reordered or disabled. The history cannot:
whatever changed, it says which prompts the group has not been asked since the cycle began.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from enum import StrEnum

from bot.errors import BadInput


class Order(StrEnum):
    """How a group goes through its deck."""

    IN_ORDER = "in order"
    SHUFFLED = "shuffled"


class EmptyDeck(BadInput):
    """No prompt is enabled, so there is nothing to ask."""

    def __init__(self) -> None:
        super().__init__(
            "No prompt in this deck is enabled, so there is nothing to ask. "
            "Enable at least one with /prompts."
        )


def drawn_seed() -> int:
    """A shuffled order for a group that begins."""
    return secrets.randbits(31)


def next_prompt(keys: Sequence[str], asked: Sequence[str], order: Order, seed: int) -> str:
    """Give the key of the prompt to ask next; raises EmptyDeck.

    keys: the enabled prompts in the deck's order. asked: every key the group was asked, oldest
    first; those no longer enabled are passed over. seed: any integer that stays with the group.

    No prompt comes back until all were asked. Of those still to come, one that waits from an
    earlier cycle (a new prompt, or one that a swap pushed aside) goes first.
    """
    if not keys:
        raise EmptyDeck
    history = [key for key in asked if key in keys]
    last, cycle = _cycles(keys, history)
    resting = history[-_rest(len(keys), order) :]

    def turn(key: str) -> tuple[bool, int, int | bytes]:
        place = keys.index(key) if order is Order.IN_ORDER else _drawn(seed, cycle, key)
        return key in resting, last.get(key, -1), place

    return min((key for key in keys if last.get(key) != cycle), key=turn)


def planned(
    keys: Sequence[str],
    asked: Sequence[str],
    order: Order,
    seed: int,
    chosen: Sequence[str | None],
) -> tuple[str, ...]:
    """Give the keys for the next dates, where an admin may have chosen one for a date.

    chosen: for each date from the next one on, the key that was chosen, or None; one that is no
    longer enabled counts as None. A prompt chosen for a later date is not asked before it, unless
    nothing else is left. Raises EmptyDeck.
    """
    history = list(asked)
    for place, key in enumerate(chosen):
        later = [each for each in chosen[place + 1 :] if each is not None]
        free = [each for each in keys if each not in later] or keys
        taken = key if key in keys else None
        history.append(taken or next_prompt(free, history, order, seed))
    return tuple(history[len(asked) :])


def _cycles(keys: Sequence[str], history: Sequence[str]) -> tuple[dict[str, int], int]:
    """Give the cycle in which each enabled prompt was last asked, and the current cycle.

    A prompt that comes again opens a new cycle; so does the last of the deck being used up.
    """
    last: dict[str, int] = {}
    cycle = 0
    for key in history:
        cycle += last.get(key) == cycle
        last[key] = cycle
    used_up = all(last.get(key) == cycle for key in keys)
    return last, cycle + used_up


def _rest(size: int, order: Order) -> int:
    """How many rounds a prompt rests, where others can come instead.

    In order, only never twice running. Shuffled, a third of the deck: else the last prompt of one
    cycle could be the second of the next, and a group would remember that as a repeat.
    """
    return max(1, size // 3) if order is Order.SHUFFLED else 1


def _drawn(seed: int, cycle: int, key: str) -> bytes:
    # A hash and not `random`, whose shuffle may differ from one Python version to the next: the
    # eight prompts an admin was shown must still be those after an upgrade.
    return hashlib.sha256(f"{seed}/{cycle}/{key}".encode()).digest()
