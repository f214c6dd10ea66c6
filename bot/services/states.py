"""In which states rounds, messages and analyses can be; each word is also what is stored."""

from __future__ import annotations

import enum


class RoundState(enum.StrEnum):
    """Open; sealed with enough voices; unread, so shredded; counted, its texts no longer kept."""

    OPEN = "open"
    SEALED = "sealed"
    UNREAD = "unread"
    COUNTED = "counted"


WITH_SUMMARY = (RoundState.SEALED, RoundState.COUNTED)
"""Rounds that ended with enough voices; the counts of those stay when their texts have gone."""


class Sharing(enum.StrEnum):
    """What the group sees of a sealed round by itself; frozen when a round opens."""

    FACILITATOR = "facilitator"  # nothing, until a facilitator shares it
    COUNTS = "counts"  # the counts at once, the words when they are shared


class Analysis(enum.StrEnum):
    """How far the words of a sealed round have been read for themes."""

    DUE = "due"
    DONE = "done"
    FAILED = "failed"


class PostKind(enum.StrEnum):
    """What a scheduled message says; three of them also bring the prompt up to date.

    ``heard`` and ``taken`` are one message in two states: *What we heard*, and its being deleted.
    """

    PROMPT = "prompt"
    EXTENDED = "extended"
    SUMMARY = "summary"
    UNREAD = "unread"
    MISSED = "missed"
    REMINDER = "reminder"
    COUNTS = "counts"
    UNSHARED = "unshared"
    HEARD = "heard"
    TAKEN = "taken"


class PostState(enum.StrEnum):
    """How far a scheduled message has come."""

    DUE = "due"
    POSTING = "posting"
    POSTED = "posted"
    BLOCKED = "blocked"
    MISSED = "missed"
