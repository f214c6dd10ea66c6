"""The custom_ids of the admin's desk: groups, prompts and pages; never a round, a text or a person.

They begin otherwise than those of the ballot, so that no pattern here can ever match one there.
"""

from __future__ import annotations

import re

from bot.views.custom_ids import is_none_of

PREFIX = "desk:"
NEW = "-"
"""In place of a prompt's key: it has none yet."""

_GROUP = "(?P<group>[1-9][0-9]{0,17})"
_KEY = "(?P<key>-|[a-z0-9-]{3,40})"
_PAGE = "(?P<page>0|[1-9][0-9]{0,3})"
# One for each shelf that a list can show.
_SHELF = "(?P<shelf>[0-6])"

POST_NOW = re.compile(f"desk:now:{_GROUP}")
PROMPTS = re.compile(f"desk:prompts:{_GROUP}:{_SHELF}:{_PAGE}")
LOG = re.compile(f"desk:log:{_PAGE}")
PROMPT_FORM = re.compile(f"desk:prompt:{_GROUP}:{_KEY}")

FORMS = (PROMPT_FORM,)
BUTTONS = (POST_NOW, PROMPTS, LOG)


def post_now(group_id: int) -> str:
    """The button that posts a prompt at once, after the question."""
    return f"desk:now:{group_id}"


def prompts(group_id: int, shelf: int, page: int) -> str:
    """The button that turns to a page of a deck; ``shelf`` is its number among all."""
    return f"desk:prompts:{group_id}:{shelf}:{page}"


def log(page: int) -> str:
    """The button that turns to a page of the audit log."""
    return f"desk:log:{page}"


def prompt_form(group_id: int, key: str) -> str:
    """The form in which a prompt is written; ``key`` is NEW for one that is not there yet."""
    return f"desk:prompt:{group_id}:{key}"


def is_strange(custom_id: object, *, form: bool) -> bool:
    """Whether it looks like one of these and is none; ``form`` as in ``custom_ids``."""
    return is_none_of(FORMS if form else BUTTONS, custom_id, PREFIX)
