"""The custom_ids of a summary's pages and of the facilitator's hand: a round, a number, a page.

They begin otherwise than those of the ballot, so that no pattern here can ever match one there. A
number names a theme or a suggestion of the round, never an answer.
"""

from __future__ import annotations

import re

from bot.views.custom_ids import is_none_of

PREFIX = "themes:"

_ROUND = "(?P<round>[1-9][0-9]{0,17})"
_NUMBER = "(?P<number>0|[1-9][0-9]{0,3})"
_PAGE = "(?P<page>0|[1-9][0-9]{0,3})"
_YES = "(?P<yes>[01])"

PAGE = re.compile(f"themes:page:{_ROUND}:{_PAGE}")
ANSWERS = re.compile(f"themes:answers:{_ROUND}:{_NUMBER}:{_PAGE}")
TURN = re.compile(f"themes:turn:{_ROUND}:{_NUMBER}:{_PAGE}")
SHAPE = re.compile(f"themes:shape:{_ROUND}:{_NUMBER}:{_PAGE}")
SHAPED = re.compile(f"themes:shaped:{_ROUND}:{_NUMBER}:{_PAGE}")
DROP = re.compile(f"themes:drop:{_ROUND}:{_NUMBER}:{_PAGE}:{_YES}")
APART = re.compile(f"themes:apart:{_ROUND}:{_NUMBER}:{_PAGE}")
CHECK = re.compile(f"themes:check:{_ROUND}:{_NUMBER}:{_PAGE}:{_YES}")

FORMS = (SHAPED,)
BUTTONS = (PAGE, ANSWERS, TURN, SHAPE, DROP, APART, CHECK)


def page(round_id: int, page: int) -> str:
    """The button that turns the summary to a page."""
    return f"themes:page:{round_id}:{page}"


def answers(round_id: int, number: int, page: int) -> str:
    """The button that opens the answers a theme rests on."""
    return f"themes:answers:{round_id}:{number}:{page}"


def turn(round_id: int, number: int, page: int) -> str:
    """The button that turns these answers to a page."""
    return f"themes:turn:{round_id}:{number}:{page}"


def shape(round_id: int, number: int, page: int) -> str:
    """The button that opens the form for a theme, on a page of the summary."""
    return f"themes:shape:{round_id}:{number}:{page}"


def shaped(round_id: int, number: int, page: int) -> str:
    """That form."""
    return f"themes:shaped:{round_id}:{number}:{page}"


def drop(round_id: int, number: int, page: int, *, dropped: bool) -> str:
    """The button that leaves a theme out, or takes it back in."""
    return f"themes:drop:{round_id}:{number}:{page}:{int(dropped)}"


def apart(round_id: int, number: int, page: int) -> str:
    """The button that lets what joined a theme stand by itself again."""
    return f"themes:apart:{round_id}:{number}:{page}"


def check(round_id: int, number: int, page: int, *, confirmed: bool) -> str:
    """The button that confirms or rejects a suggestion."""
    return f"themes:check:{round_id}:{number}:{page}:{int(confirmed)}"


def number_of(match: re.Match[str]) -> int:
    """The theme's or the suggestion's number."""
    return int(match["number"])


def yes_of(match: re.Match[str]) -> bool:
    """What a match of DROP or CHECK says."""
    return match["yes"] == "1"


def is_strange(custom_id: object, *, form: bool) -> bool:
    """Whether it looks like one of these and is none; ``form`` as in ``custom_ids``."""
    return is_none_of(FORMS if form else BUTTONS, custom_id, PREFIX)
