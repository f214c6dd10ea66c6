"""Every custom_id in one place: all that a button or a modal can carry across a restart.

A custom_id names a round and at most a receipt's token, never a person. Only the one spelling that
the builders write is recognised, so that a forged or shortened id is simply none of ours; whether
the round belongs to the caller's server is for the services to decide.
"""

from __future__ import annotations

import re

from bot.ballot.tokens import Token

# Eighteen digits fit a signed 64-bit column whatever they are, so no forged id overflows one.
_ROUND = "(?P<round>[1-9][0-9]{0,17})"
# 26 characters of base32 hold two bits more than a token; the first character leaves them free.
_TOKEN = "(?P<token>[0-7][0-9A-HJKMNP-TV-Z]{25})"  # noqa: S105 - a pattern, not a secret
_PAGE = "(?P<page>0|[1-9][0-9]{0,3})"

ANSWER = re.compile(f"sb:answer:{_ROUND}")
PRIVACY = re.compile(f"sb:privacy:{_ROUND}")
WRITE = re.compile(f"sb:write:{_ROUND}:{_TOKEN}")
RETRY = re.compile(f"sb:retry:{_ROUND}:{_TOKEN}")
SUMMARY = re.compile(f"sb:summary:{_ROUND}")
CLOSE = re.compile(f"sb:close:{_ROUND}")
ALL_ANSWERS = re.compile(f"sb:all:{_ROUND}:{_PAGE}")

TEMPLATES = (ANSWER, PRIVACY, WRITE, RETRY, SUMMARY, CLOSE, ALL_ANSWERS)


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


def summary(round_id: int) -> str:
    """The button that opens the summary of a sealed round."""
    return f"sb:summary:{round_id}"


def close(round_id: int) -> str:
    """The button that closes an open round early."""
    return f"sb:close:{round_id}"


def all_answers(round_id: int, page: int) -> str:
    """The button that turns to a page of a sealed round's answers."""
    return f"sb:all:{round_id}:{page}"


def parse_write(custom_id: object) -> tuple[int, Token] | None:
    """The round and the token of a modal; None when it is not one of ours. Raises nothing."""
    match = WRITE.fullmatch(custom_id) if isinstance(custom_id, str) else None
    return None if match is None else (round_of(match), token_of(match))


def round_of(match: re.Match[str]) -> int:
    """The round in a match of any of the templates."""
    return int(match["round"])


def token_of(match: re.Match[str]) -> Token:
    """The token in a match of WRITE or RETRY."""
    return Token.parse(match["token"])


def page_of(match: re.Match[str]) -> int:
    """The page in a match of ALL_ANSWERS."""
    return int(match["page"])
