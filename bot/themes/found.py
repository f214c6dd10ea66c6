"""What was found in the words of a sealed round, as values that refer to answers by their place.

A passage is a reference and not a copy: when an answer is withdrawn, whatever was made of it is
withdrawn with it. Nothing here needs numpy, so the bot may hold these values.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.ballot.answer import Answer

Acceptable: TypeAlias = Callable[[str], bool]
"""Whether words may stand as a label; what it refuses is not shown."""

LEAST_AUTHORS = 3
"""A phrase that fewer share could lift out what one person said."""


def anything(_words: str) -> bool:
    """Accept any label."""
    return True


class Form(enum.StrEnum):
    """How much may be said about a number of answers; measured, see ``form_for``."""

    NEARNESS = "order of nearness"
    CLOSE = "answers that lie close together"
    TENTATIVE = "tentative groups"
    THEMES = "themes"

    @property
    def tells_sizes(self) -> bool:
        """Whether it is said how many answers a group has: of a few answers that means nothing."""
        return self in {Form.TENTATIVE, Form.THEMES}


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A verbatim part of one answer: the answer's index, and offsets into its text."""

    answer: int
    start: int
    end: int

    def of(self, answers: Sequence[Answer]) -> str:
        """The words themselves."""
        return answers[self.answer].text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that at least three answers share, all of which the group may read."""

    text: str
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """What a group is called: up to three phrases that answers share, or one author's clause."""

    phrases: tuple[Phrase, ...]
    clause: Passage | None

    def without(self, gone: Collection[int]) -> Label | None:
        """What is left when these answers are withdrawn: phrases of three others still stand."""
        left = [
            Phrase(each.text, tuple(at for at in each.answers if at not in gone))
            for each in self.phrases
        ]
        phrases = tuple(each for each in left if len(each.answers) >= LEAST_AUTHORS)
        clause = self.clause if self.clause and self.clause.answer not in gone else None
        return Label(phrases, clause) if phrases or clause else None


@dataclass(frozen=True, slots=True)
class Group:
    """Answers that lie close together, nearest to their middle first, as indices.

    ``mixed``: they hang together badly and so have no label. ``two_ways``: the two of ``quotes``
    that lie farthest apart, without a claim that they disagree. ``code`` lends its question.
    """

    members: tuple[int, ...]
    label: Label | None
    mixed: bool
    quotes: tuple[Passage, ...]
    two_ways: tuple[Passage, Passage] | None
    code: str | None = None

    def without(self, gone: Collection[int]) -> Group:
        """The group when the words of these answers are withdrawn; its size stays as sealed."""
        quotes = tuple(each for each in self.quotes if each.answer not in gone)
        kept = self.two_ways is not None and all(each in quotes for each in self.two_ways)
        label = self.label and self.label.without(gone)
        return replace(self, label=label, quotes=quotes, two_ways=self.two_ways if kept else None)


@dataclass(frozen=True, slots=True)
class Emerging:
    """What lies close together in one round; each answer is in one of the first three places.

    ``single``: single voices, also what could not be read (another language, no words).
    ``left_over``: in small groups that are not shown. ``order``: all answers, nearest to the
    middle of the whole round first.
    """

    form: Form
    groups: tuple[Group, ...]
    single: tuple[int, ...]
    left_over: tuple[int, ...]
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code that an answer without ticks may speak to: a guess for the facilitator to check.

    ``rests_on`` may be in words that only the facilitator may read.
    """

    answer: int
    code: str
    likely: bool
    rests_on: Passage


@dataclass(frozen=True, slots=True)
class Suggested:
    """Suggestions, best first in each answer, and the codes for which the group gets any."""

    codes: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
