"""What the smallest number of voices means for a group of a certain size.

Few people know what *at least four* does to a group of six; the arithmetic does, and it is said
before anything is set up rather than found out by three unread rounds.
"""

from __future__ import annotations

from math import comb

ANSWERING = 0.6
"""How often a person answers, of ten weeks six: an assumption, and said as one."""
LARGEST = 200
SMALL_GROUP = 8


def proposed_k(people: int) -> int:
    """The number to begin with: 3 for up to eight people, else 4."""
    return 3 if people <= SMALL_GROUP else 4


def chance_below(people: int, k: int, share: float = ANSWERING) -> float:
    """How likely fewer than k of so many people answer, each with the same share, independently.

    people: without those who hold the facilitator role, whose answers do not count towards k.
    """
    return sum(
        comb(people, n) * share**n * (1 - share) ** (people - n) for n in range(min(k, people + 1))
    )
