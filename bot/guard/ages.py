"""Ages from 90: so few people reach them that an age alone may point to one. Younger ages pass."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.guard.values import Finding, Kind, Level

UNITS = "(?:one|two|three|four|five|six|seven|eight|nine)"
NINETY = rf"(?:9\d|1[0-2]\d|ninety(?:[- ]{UNITS})?|(?:a|one) hundred(?: and {UNITS})?)"
WHO = "he|she|they|who|client|patient|mother|father|grandmother|grandfather|widow|widower"
AGES = re.compile(
    rf"\b{NINETY}[- ]?(?:years?|yrs?)[- ]?(?:old|of age)\b"
    rf"|\b{NINETY}[- ]?(?:y/?o|yo)\b"
    rf"|\b(?:aged?|age of|turn(?:s|ed|ing))(?::| is)? ({NINETY})\b(?! ?%)"
    rf"|\b(?:{WHO}) (?:is|was|are|were) (?:now |already |nearly |almost )?({NINETY})"
    r"(?= {0,3}(?:[.,;:!?)\n]|and\b|but\b|when\b|$))",
    re.IGNORECASE,
)


def ages(text: str) -> Iterator[Finding]:
    """The number itself, with its unit where that stands right behind it."""
    for match in AGES.finditer(text):
        span = next((match.span(k) for k in (1, 2) if match[k]), match.span())
        yield Finding(*span, Kind.AGE, Level.LIKELY, "very few people are as old")
