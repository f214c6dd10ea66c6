"""An author's words, shown as words: nothing in them pings, links, hides or reaches beyond itself.

It also takes out what the eye cannot see and a machine can read back, since invisible characters
and stacked marks could carry who wrote a text. The words themselves stay as they are.
"""

from __future__ import annotations

import re
import unicodedata

MOST_MARKS = 2
"""How many combining marks one letter keeps: Vietnamese and Thai need two."""

_UNSEEN = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # control characters
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # fillers and selectors
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # zero width, direction, invisible operators
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\ufff0-\ufffb"  # other format characters
    "\ufe00-\ufe0f\ud800-\udfff\ue000-\uf8ff"  # variation selectors, halves, private use
    "\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff"  # tags, more selectors, private planes
    "]"
)
_SPACES = re.compile(r"[^\S\n]+|\u2800+")
_AROUND_LINES = re.compile(r" *\n *")
_EMPTY_LINES = re.compile(r"\n{3,}")
# Only such a run can hold a letter with three marks, and plain English has none.
_MARKED = re.compile(r"[^\x00-\u02ff]{3,}")

# A space breaks each of these and leaves them readable: <@1>, <#1>, <t:1>, </answer:1>, <:x:1>,
# an address in angle brackets, @everyone, [text](address), any address, and an invitation.
_ANGLE = re.compile(r"<(?=[@#:/+!&\w])(?!\d)")
_EVERYONE = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_MASKED = re.compile(r"\](?=\()")
_ADDRESS = re.compile(r":(?=//)")
_INVITATION = re.compile(r"(discord(?:app)?)\.(?=(?:gg|com|new)/)", re.IGNORECASE)
# What is escaped already stays so: that makes a second pass change nothing.
_MARKUP = re.compile(r"\\(?:.|$)|[*_~`|#>]", re.DOTALL)


def defanged(text: str) -> str:
    """Give ``text`` as it may stand in a text display, escaped for Discord's markdown.

    At most ``2 * len(text)`` long, whether counted in code points or in UTF-16 units; a second
    pass changes nothing. Empty if nothing in it can be seen.
    """
    seen = plain(text)
    for pattern in (_ANGLE, _EVERYONE, _MASKED, _ADDRESS):
        seen = pattern.sub(_with_a_space, seen)
    seen = _INVITATION.sub(r"\1. ", seen)
    return _MARKUP.sub(_escaped, seen)


def plain(text: str) -> str:
    """Give ``text`` without what cannot be seen, for a place where nothing is markup: a picture."""
    return _tidy(_UNSEEN.sub("", "\n".join(text.splitlines())))


def in_one_line(text: str) -> str:
    """The same, for a place where a new line would mean something, such as a block quote."""
    return " ".join(defanged(text).split())


def _tidy(text: str) -> str:
    # Runs of blanks are a place to hide a mark in, too.
    plain = _AROUND_LINES.sub("\n", _SPACES.sub(" ", text))
    capped = _MARKED.sub(_capped, plain)
    return _EMPTY_LINES.sub("\n\n", capped).strip()


def _capped(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for letter in run[0]:
        marks = marks + 1 if unicodedata.category(letter) in {"Mn", "Me"} else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def _with_a_space(found: re.Match[str]) -> str:
    return f"{found[0]} "


def _escaped(found: re.Match[str]) -> str:
    token = found[0]
    # A backslash at the very end would otherwise escape whatever is shown after the text.
    return f"\\{token}" if len(token) == 1 else token
