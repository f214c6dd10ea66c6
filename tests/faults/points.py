"""Where a process that sends a scheduled message can be killed, and what else can befall it.

These lists are the rows of docs/exactly-once.md: a test holds the page to them.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from bot.services.values import PostKind
from tests.loopback.state import DELETE, EDIT, HISTORY, SEND, Kind


class Past(enum.StrEnum):
    """What happened before the process that is killed here began."""

    NOTHING = ""
    LOST = "an earlier sender was killed before it read the reply"
    TWIN = "two earlier senders' messages stand in the channel"


@dataclass(frozen=True, slots=True)
class Point:
    """A moment to be killed at: a step of the outbox, or a request that Discord has received.

    ``carried_out``: Discord did what the request asked for, and only the reply was not read.
    """

    name: str
    step: str = ""
    request: Kind | None = None
    carried_out: bool = False
    past: Past = Past.NOTHING
    edits: bool = False
    """Only for messages that also bring the prompt up to date."""

    def concerns(self, kind: PostKind) -> bool:
        if kind is PostKind.UNREAD and (self.past or self.request is SEND):
            return False  # It has no message of its own.
        if kind is PostKind.COUNTS and self.past is Past.LOST and self.request is EDIT:
            return False  # What it says was settled at the seal: found again, it stays as it is.
        return kind in EDITING or not self.edits


EDITING = (PostKind.EXTENDED, PostKind.SUMMARY, PostKind.UNREAD)

POINTS = (
    Point("before the claim", "before claim"),
    Point("after the claim", "after claim"),
    Point("before the fence", "before ready"),
    Point("after the fence", "after ready"),
    Point("prompt's edit on its way", request=EDIT, edits=True),
    Point("prompt edited, reply not read", request=EDIT, carried_out=True, edits=True),
    Point("message on its way", request=SEND),
    Point("message stored, reply not read", request=SEND, carried_out=True),
    Point("reply read, before recording", "before posted"),
    Point("after recording", "after posted"),
    Point("taking over: before the claim", "before claim", past=Past.LOST),
    Point("taking over: after the claim", "after claim", past=Past.LOST),
    Point("taking over: history asked for", request=HISTORY, past=Past.LOST),
    Point("taking over: history not read", request=HISTORY, carried_out=True, past=Past.LOST),
    Point("taking over: found, edit on its way", request=EDIT, past=Past.LOST),
    Point("taking over: edited, reply not read", request=EDIT, carried_out=True, past=Past.LOST),
    Point("taking over: before recording", "before posted", past=Past.LOST),
    Point("taking over: after recording", "after posted", past=Past.LOST),
    Point("twins: deletion on its way", request=DELETE, past=Past.TWIN),
    Point("twins: deleted, reply not read", request=DELETE, carried_out=True, past=Past.TWIN),
)


@dataclass(frozen=True, slots=True)
class Mishap:
    """What befalls requests while the process lives. ``status`` 0 is a reset connection."""

    name: str
    status: int
    stored: bool = False
    times: int = 1


MISHAPS = (
    Mishap("500 before storing", 500),
    Mishap("500 after storing", 500, stored=True),
    Mishap("502 before storing", 502),
    Mishap("502 after storing", 502, stored=True),
    Mishap("502 after storing, every time", 502, stored=True, times=20),
    Mishap("503 before storing", 503),
    Mishap("503 after storing, every time", 503, stored=True, times=20),
    Mishap("reset before storing", 0),
    Mishap("reset after storing (the reply is lost)", 0, stored=True),
    Mishap("reset after storing, every time", 0, stored=True, times=20),
    Mishap("429, twice", 429, times=2),
    Mishap("403", 403),
    Mishap("404", 404),
)
KINDS = (
    PostKind.PROMPT,
    PostKind.EXTENDED,
    PostKind.SUMMARY,
    PostKind.UNREAD,
    PostKind.MISSED,
    PostKind.REMINDER,
    PostKind.COUNTS,
    PostKind.UNSHARED,
)
CARD = (PostKind.HEARD, PostKind.TAKEN)
"""*What we heard* has a thread and can be taken back: its points are in test_card."""
CASES = tuple((kind, point) for kind in KINDS for point in POINTS if point.concerns(kind))


class Pair(enum.StrEnum):
    """What two processes at once do to each other."""

    SAME_TICK = "both at the same moment"
    ONE_KILLED = "one killed before it reads the reply, while the other waits its turn"
    ONE_STOPPED = "one stopped (SIGSTOP) past the fence for longer than its lease"
    ONE_HELD = "one's request held in the network for longer than its lease"


PAIRS = tuple((kind, each) for kind in KINDS for each in Pair if kind is not PostKind.UNREAD)
