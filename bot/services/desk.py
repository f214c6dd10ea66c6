"""What an admin's desk shows: plain values about decks, dates and what happened."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.rotation.dates import Dates
    from bot.rotation.recurrence import Slot
    from bot.services.audit import Action
    from bot.services.values import GroupCard, RoundCard
    from prompts import Prompt


class Trouble(enum.StrEnum):
    """Why a group's prompt cannot come or nobody could read what it brings; or what else is wrong.

    The last three keep no prompt back, so they are told of only where nothing worse is.
    """

    NO_CHANNEL = "no channel"
    NO_PERMISSION = "no permission"
    NO_ROLE = "no role"
    REFUSED = "refused"
    LATE = "late"
    NO_NOTICES = "no notices"
    NO_REMINDER_ROLE = "no reminder role"
    CLOCK = "clock"


MINOR = frozenset({Trouble.NO_NOTICES, Trouble.NO_REMINDER_ROLE, Trouble.CLOCK})
"""What keeps no prompt back."""


class Fate(enum.StrEnum):
    """What became of a date."""

    POSTED = "posted"
    BLOCKED = "blocked"
    ON_ITS_WAY = "on its way"
    REFUSED = "refused"
    TOO_LATE = "too late"


class Shelf(enum.StrEnum):
    """By what ``/prompts list`` can be narrowed down."""

    ALL = "all"
    ENABLED = "enabled"
    DISABLED = "disabled"
    OWN = "own"
    BUILT_IN = "built-in"
    NOT_ASKED = "not asked yet"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class DeckLine:
    """A prompt in a group's deck. ``own``: a server's admins wrote it, and may change it."""

    prompt: Prompt
    own: bool
    enabled: bool
    retired: bool = False
    last_asked: date | None = None

    def stands_on(self, shelf: Shelf) -> bool:
        """Whether it belongs to this part of the list; retired prompts stand on theirs alone."""
        if self.retired or shelf is Shelf.RETIRED:
            return self.retired and shelf is Shelf.RETIRED
        return {
            Shelf.ALL: True,
            Shelf.ENABLED: self.enabled,
            Shelf.DISABLED: not self.enabled,
            Shelf.OWN: self.own,
            Shelf.BUILT_IN: not self.own,
            Shelf.NOT_ASKED: self.last_asked is None,
        }[shelf]


@dataclass(frozen=True, slots=True)
class Written:
    """A prompt as it was typed into the form; ``poles`` as *left | right*, or empty."""

    title: str
    question: str
    invitation: str
    poles: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many prompts of a file were new, were changed, and were there already.

    ``disabled``: how many of them are disabled in the group's deck, and stay so.
    """

    new: int
    changed: int
    known: int
    disabled: int = 0


@dataclass(frozen=True, slots=True)
class Ahead:
    """A date to come with its prompt. ``chosen``: an admin chose the prompt for it."""

    slot: Slot
    prompt: Prompt
    chosen: bool


@dataclass(frozen=True, slots=True)
class Timetable:
    """What will be asked and when; ``pause`` is the one that holds today, if any."""

    group: GroupCard
    ahead: tuple[Ahead, ...]
    left_out: tuple[Dates, ...]
    pause: Dates | None
    open_round: RoundCard | None
    waiting: Fate | None
    """What keeps a prompt that is due; None when nothing is late."""
    trouble: Trouble | None
    """What a person was told of last, until it is mended."""
    chosen: tuple[tuple[date, Prompt], ...] = ()
    """The prompts chosen for dates to come, also for those farther away than ``ahead`` goes."""


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What was taken back by one of its dates: ranges, the prompt chosen for it, or both."""

    left_out: tuple[Dates, ...]
    chosen: bool
    pause_over: bool
    """Whether today was left out until now, and is not any more."""


@dataclass(frozen=True, slots=True)
class Happened:
    """What became of a date in the past; ``title`` is empty where no prompt was chosen yet."""

    on: date
    fate: Fate
    title: str


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """What a try of the store gave. ``free_bytes`` is None where it cannot be told.

    ``model`` is a sentence on why answers cannot be read for themes; empty where they can.
    """

    database: bool
    keys: bool
    free_bytes: int | None
    model: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """A line of the audit log. ``group_channel_id`` says which group, ``title`` which round."""

    at: datetime
    actor_id: int
    action: Action
    group_channel_id: int
    title: str | None
