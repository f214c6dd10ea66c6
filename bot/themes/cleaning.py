"""What of an answer carries its meaning: the words without addresses, greetings and sign-offs."""

from __future__ import annotations

import re

MOST_WORDS = 300

_ADDRESS = re.compile(r"<[^<>\s]*>|\S*://\S+|www\.\S+|\S+@\S+\.\w+", re.IGNORECASE)
_GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b[^.!?,\n]{0,40}[.!?,\n]+\s*",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"\s*\b(?:best (?:of luck|wishes|regards)|(?:kind|warm)(?:est)? (?:regards|wishes)|regards|"
    r"good luck|take care|sincerely|cheers|hope this helps|(?:many )?thanks|thank you|be well)"
    r"\b[^.!?\n]{0,60}[.!?]*\s*(?:[-–—]*\s*[^.!?\n]{0,40})?$",
    re.IGNORECASE,
)


def cleaned(text: str) -> str:
    """``text`` as it is read for meaning: one line of at most 300 words, perhaps none.

    Words side by side here stood side by side in ``text``.
    """
    seen = _SIGN_OFF.sub("", _GREETING.sub("", _ADDRESS.sub(" – ", text)))
    return " ".join(seen.split()[:MOST_WORDS])
