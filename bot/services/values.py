"""What the services hand out: plain values, so that views never see a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.services.outgoing import Post, Shared
from bot.services.states import Analysis, PostKind, PostState, RoundState, Sharing

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from bot.ballot.answer import Answer
    from bot.ballot.envelope import Mark
    from bot.ballot.tokens import Token
    from bot.rotation.deck import Order
    from bot.rotation.recurrence import Recurrence
    from bot.themes.heard import Heard
    from bot.themes.summary import Summary
    from prompts import Prompt

__all__ = [
    "K_CEILING",
    "K_FLOOR",
    "Analysis",
    "BallotPaper",
    "Caller",
    "Download",
    "GroupCard",
    "GroupPlan",
    "HeldAnswer",
    "OpenStatus",
    "Post",
    "PostKind",
    "PostState",
    "Receipt",
    "RoundCard",
    "RoundState",
    "RoundSummary",
    "SealedAnswer",
    "SealedAnswers",
    "Shared",
    "Sharing",
]

K_FLOOR = 3
K_CEILING = 50


@dataclass(frozen=True, slots=True, repr=False)
class Caller:
    """Who is at the door. It is used up inside a service and never kept beside a text."""

    user_id: int
    guild_id: int
    role_ids: Collection[int]

    def __repr__(self) -> str:
        return "Caller(…)"


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """What an admin sets up for one group: where, who reads, when, and how many voices."""

    channel_id: int
    facilitator_role_id: int
    recurrence: Recurrence
    days_open: int
    k: int
    order: Order
    notices_channel_id: int | None = None
    contacts: str | None = None
    retention_days: int = 90
    size: int | None = None
    reminder_hours: int | None = None
    reminder_role_id: int | None = None
    sharing: Sharing = Sharing.FACILITATOR
    new_seed: int | None = None
    """For a group that begins: its shuffled order, so that what was shown first comes first."""


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group as others may see it. ``next_due`` is the instant of the next prompt."""

    id: int
    guild_id: int
    plan: GroupPlan
    next_due: datetime
    forget_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RoundCard:
    """A round as its prompt post shows it. ``voices`` is None before the seal."""

    id: int
    group_id: int
    guild_id: int
    channel_id: int
    slot_on: date
    prompt: Prompt
    k: int
    facilitator_role_id: int
    contacts: str | None
    opens_at: datetime
    closes_at: datetime
    extended: bool
    state: RoundState
    voices: int | None
    sharing: Sharing = Sharing.FACILITATOR


@dataclass(frozen=True, slots=True, repr=False)
class Receipt:
    """What only the author holds: the code, and the answer as it was stored."""

    round: RoundCard
    token: Token
    answer: Answer
    edited: bool
    counts: bool
    """False when the author held the facilitator role, so that it does not count towards k."""

    def __repr__(self) -> str:
        return "Receipt(…)"


@dataclass(frozen=True, slots=True)
class OpenStatus:
    """All that anyone learns of an open round: whether at least k have answered."""

    round: RoundCard
    enough: bool


@dataclass(frozen=True, slots=True)
class BallotPaper:
    """What a clinician is handed to write on, so a modal may open.

    ``counts`` is False when this author holds the facilitator role, which does not count towards k.
    """

    round: RoundCard
    counts: bool


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """A sealed round, what its answers say, and how many of them were removed.

    ``shared``: the summary was shared with the group, so that it changes no more.
    """

    round: RoundCard
    summary: Summary
    removed: int = 0
    analysis: Analysis = Analysis.DUE
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Download:
    """A sealed round as it may leave Discord: what its group may hear, and nothing else.

    ``not_read``: why nothing was found in the words, where that is for another reason than the
    words.
    """

    round: RoundCard
    heard: Heard
    removed: int = 0
    not_read: Analysis | None = None


@dataclass(frozen=True, slots=True, repr=False)
class HeldAnswer:
    """An answer as its receipt finds it again."""

    round: RoundCard
    token: Token
    answer: Answer
    mark: Mark

    def __repr__(self) -> str:
        return "HeldAnswer(…)"


@dataclass(frozen=True, slots=True, repr=False)
class SealedAnswer:
    """One answer of a sealed round. ``handle`` names the ballot and nobody.

    ``removing``: a facilitator took it out, and it leaves at the next sweep.
    """

    handle: str
    answer: Answer
    removing: bool

    def __repr__(self) -> str:
        return "SealedAnswer(…)"


@dataclass(frozen=True, slots=True, repr=False)
class SealedAnswers:
    """Every answer of a sealed round, in the random order of the box, and how many were removed."""

    round: RoundCard
    answers: tuple[SealedAnswer, ...]
    removed: int

    def __repr__(self) -> str:
        return "SealedAnswers(…)"
