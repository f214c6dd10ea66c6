"""The custom_ids of documents and of what moves over time: a round or a group, never a person.

They begin otherwise than those of the ballot, so that no pattern here can ever match one there.
"""

from __future__ import annotations

import re

from bot.views.custom_ids import is_none_of

PREFIX = "doc:"

_ROUND = "(?P<round>[1-9][0-9]{0,17})"
_GROUP = "(?P<group>[1-9][0-9]{0,17})"
_PAGE = "(?P<page>0|[1-9][0-9]{0,3})"

PDF = re.compile(f"doc:pdf:{_ROUND}")
MARKDOWN = re.compile(f"doc:markdown:{_ROUND}")
OVER_TIME = re.compile(f"doc:overtime:{_GROUP}")
TURN = re.compile(f"doc:turn:{_GROUP}:{_PAGE}")

BUTTONS = (PDF, MARKDOWN, OVER_TIME, TURN)


def pdf(round_id: int) -> str:
    """The button that gives a summary as a PDF."""
    return f"doc:pdf:{round_id}"


def markdown(round_id: int) -> str:
    """The button that gives a summary as Markdown."""
    return f"doc:markdown:{round_id}"


def over_time(group_id: int) -> str:
    """The button that opens what moves over a group's rounds."""
    return f"doc:overtime:{group_id}"


def turn(group_id: int, page: int) -> str:
    """The button that turns it, in the same message, to a page."""
    return f"doc:turn:{group_id}:{page}"


def is_strange(custom_id: object, *, form: bool) -> bool:
    """Whether it looks like one of these and is none; ``form`` as in ``custom_ids``: none is."""
    return is_none_of(() if form else BUTTONS, custom_id, PREFIX)
