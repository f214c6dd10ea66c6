"""Every custom_id in one place: all that a button or a modal can carry across a restart.

A custom_id names a round or a group, and at most a receipt's token or a ballot, never a person.
Only the one spelling that the builders write is recognised, so that a forged or shortened id is
simply none of ours; whether the round belongs to the caller's server is for the services to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.ballot.tokens import Token
from bot.views import share_ids

# Eighteen digits fit a signed 64-bit column whatever they are, so no forged id overflows one.
_ROUND = "(?P<round>[1-9][0-9]{0,17})"
# 26 characters of base32 hold two bits more than a token; the first character leaves them free.
_TOKEN = "(?P<token>[0-7][0-9A-HJKMNP-TV-Z]{25})"  # noqa: S105 - a pattern, not a secret
# Leave, five places or none, and six strands: see bot.ballot.choices.
_CHOICES = "(?P<choices>0|[1-9][0-9]{0,3})"
_PAGE = "(?P<page>0|[1-9][0-9]{0,3})"
_HANDLE = "(?P<handle>[0-9a-f]{32})"
_GROUP = "(?P<group>[1-9][0-9]{0,17})"

ANSWER = re.compile(f"sb:answer:{_ROUND}")
PRIVACY = re.compile(f"sb:privacy:{_ROUND}")
WRITE = re.compile(f"sb:write:{_ROUND}:{_TOKEN}")
RETRY = re.compile(f"sb:retry:{_ROUND}:{_TOKEN}")
SUMMARY = re.compile(f"sb:summary:{_ROUND}")
CLOSE = re.compile(f"sb:close:{_ROUND}")
CLOSE_NOW = re.compile(f"sb:closed:{_ROUND}")
ALL_ANSWERS = re.compile(f"sb:all:{_ROUND}:{_PAGE}")
TURN = re.compile(f"sb:turn:{_ROUND}:{_PAGE}")
EDIT = re.compile(f"sb:edit:{_ROUND}:{_TOKEN}")
WITHDRAW = re.compile(f"sb:withdraw:{_ROUND}:{_TOKEN}")
WITHDRAW_NOW = re.compile(f"sb:withdrawn:{_ROUND}:{_TOKEN}")
CODE = re.compile(f"sb:code:{_ROUND}")
FIND = re.compile(f"sb:find:{_ROUND}")
REMOVE = re.compile(f"sb:remove:{_ROUND}:{_HANDLE}")
REMOVE_NOW = re.compile(f"sb:removed:{_ROUND}:{_HANDLE}")
REDACT = re.compile(f"sb:redact:{_ROUND}:{_TOKEN}:{_CHOICES}")
REWORD = re.compile(f"sb:reword:{_ROUND}:{_TOKEN}:{_CHOICES}")
AS_WRITTEN = re.compile(f"sb:aswritten:{_ROUND}:{_TOKEN}:{_CHOICES}")
DISCARD = re.compile(f"sb:discard:{_ROUND}")
FORGET = re.compile(f"sb:forget:{_GROUP}")

FORMS = (WRITE, FIND)
BUTTONS = (
    *(ANSWER, PRIVACY, RETRY, EDIT, WITHDRAW, WITHDRAW_NOW, CODE),
    *(REDACT, REWORD, AS_WRITTEN, DISCARD),
    *(SUMMARY, CLOSE, CLOSE_NOW, ALL_ANSWERS, TURN, REMOVE, REMOVE_NOW, FORGET),
    *share_ids.BUTTONS,
)

PREFIX = "sb:"
"""What all of ours begin with."""


def answer(round_id: int) -> str:
    """The button that opens the modal."""
    return f"sb:answer:{round_id}"


def privacy(round_id: int) -> str:
    """The button that says how anonymous an answer is."""
    return f"sb:privacy:{round_id}"


def write(round_id: int, token: Token) -> str:
    """The modal itself; with the same token a modal sent twice is one answer."""
    return f"sb:write:{round_id}:{token.code}"


def retry(round_id: int, token: Token) -> str:
    """The button that opens the same modal again, with a text that was handed back."""
    return f"sb:retry:{round_id}:{token.code}"


def redact(round_id: int, token: Token, choices: int) -> str:
    """The button that stores a draft with labels in the place of what the guard found."""
    return f"sb:redact:{round_id}:{token.code}:{choices}"


def reword(round_id: int, token: Token, choices: int) -> str:
    """The button that opens the form with a draft again."""
    return f"sb:reword:{round_id}:{token.code}:{choices}"


def as_written(round_id: int, token: Token, choices: int) -> str:
    """The button by which an author says that a draft identifies nobody."""
    return f"sb:aswritten:{round_id}:{token.code}:{choices}"


def discard(round_id: int) -> str:
    """The button that lets a draft go."""
    return f"sb:discard:{round_id}"


def summary(round_id: int) -> str:
    """The button that opens the summary of a sealed round."""
    return f"sb:summary:{round_id}"


def close(round_id: int) -> str:
    """The button that offers to close an open round early."""
    return f"sb:close:{round_id}"


def close_now(round_id: int) -> str:
    """The button that does so."""
    return f"sb:closed:{round_id}"


def turn(round_id: int, page: int) -> str:
    """The button that turns the answers in the same message to a page."""
    return f"sb:turn:{round_id}:{page}"


def all_answers(round_id: int) -> str:
    """The button that opens a sealed round's answers, at the first page."""
    return f"sb:all:{round_id}:0"


def edit(round_id: int, token: Token) -> str:
    """The button that opens the modal with the stored answer."""
    return f"sb:edit:{round_id}:{token.code}"


def withdraw(round_id: int, token: Token) -> str:
    """The button that asks whether to withdraw an answer."""
    return f"sb:withdraw:{round_id}:{token.code}"


def withdraw_now(round_id: int, token: Token) -> str:
    """The button that withdraws it."""
    return f"sb:withdrawn:{round_id}:{token.code}"


def code(round_id: int) -> str:
    """The button that asks for a receipt code."""
    return f"sb:code:{round_id}"


def find(round_id: int) -> str:
    """The modal that takes a receipt code."""
    return f"sb:find:{round_id}"


def remove(round_id: int, handle: str) -> str:
    """The button that asks whether to remove an answer."""
    return f"sb:remove:{round_id}:{handle}"


def remove_now(round_id: int, handle: str) -> str:
    """The button that removes it."""
    return f"sb:removed:{round_id}:{handle}"


def forget(group_id: int) -> str:
    """The button that ends a group."""
    return f"sb:forget:{group_id}"


def is_strange(custom_id: object, *, form: bool) -> bool:
    """Whether it looks like one of ours and is none: cut short, forged, or of another version.

    ``form``: whether it came with a form that was sent, and not with a button.
    """
    return is_none_of(FORMS if form else BUTTONS, custom_id, PREFIX)


def is_none_of(templates: Iterable[re.Pattern[str]], custom_id: object, prefix: str) -> bool:
    """Whether it begins like one of these and is none."""
    if not isinstance(custom_id, str) or not custom_id.startswith(prefix):
        return False
    return not any(template.fullmatch(custom_id) for template in templates)


def is_code_form(custom_id: object) -> bool:
    """Whether a modal is the one that takes a receipt code."""
    return isinstance(custom_id, str) and FIND.fullmatch(custom_id) is not None


def parse_write(custom_id: object) -> tuple[int, Token] | None:
    """The round and the token of a modal; None when it is not one of ours. Raises nothing."""
    match = WRITE.fullmatch(custom_id) if isinstance(custom_id, str) else None
    return None if match is None else (round_of(match), token_of(match))


def round_of(match: re.Match[str]) -> int:
    """The round in a match of any of the templates."""
    return int(match["round"])


def token_of(match: re.Match[str]) -> Token:
    """The token in a match of any template that holds one."""
    return Token.parse(match["token"])


def choices_of(match: re.Match[str]) -> int:
    """The packed choices in a match of REDACT, REWORD or AS_WRITTEN."""
    return int(match["choices"])


def page_of(match: re.Match[str]) -> int:
    """The page in a match of ALL_ANSWERS or TURN."""
    return int(match["page"])


def handle_of(match: re.Match[str]) -> str:
    """The ballot's handle in a match of REMOVE or REMOVE_NOW."""
    return match["handle"]


def group_of(match: re.Match[str]) -> int:
    """The group in a match of FORGET."""
    return int(match["group"])
