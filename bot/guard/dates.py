"""Full dates, and days or years with their month. Weekdays, bare years and "last spring" pass."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.guard.values import Finding, Kind, Level

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
FULL_YEAR = r"(?:1[89]|20)\d\d"
YEAR = rf"(?:{FULL_YEAR}|['’]\d\d)\b"
TIME = r"(?:[T ]\d\d:\d\d(?::\d\d)?)?"
WRITTEN = re.compile(
    rf"(?<!\w)(?:{MONTH} (?:the )?{DAY}\b(?:,? {YEAR})?"
    rf"|(?:the )?{DAY} (?:of )?{MONTH}(?:,? {YEAR})?"
    rf"|{MONTH},? (?:of )?{YEAR})(?!\w)"
)
# Without a capital letter only unmistakable forms: "may 5" and "march 3" could be verbs.
IN_LOWER_CASE = re.compile(
    rf"(?<!\w)(?:{DAY} (?:of )?{MONTH}|{MONTH} {DAY}),? {YEAR}", re.IGNORECASE
)
D, M = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
IN_FIGURES = re.compile(
    rf"(?<![\w/.:-])(?:{FULL_YEAR}([-/.]){M}\1{D}{TIME}(?![\w/-])"
    rf"|{D}([-/.]){D}\2(?:{FULL_YEAR}|\d\d){TIME}(?![\w/-]|\.\d))"
)
# A month and a day in figures need a word before them: 9/11 and 50/50 mean no date.
SHORT = re.compile(
    rf"\b(?:on|since|dated?|born|dob|d\.o\.b\.?)(?: the|:)? ?({D}/{D})(?![\w/])", re.IGNORECASE
)
BORN = re.compile(
    rf"\b(?:born|dob|d\.o\.b\.?|birthday|birth)\b[^.\n]{{0,20}}?\b({YEAR})", re.IGNORECASE
)
WHOLE = (WRITTEN, IN_LOWER_CASE, IN_FIGURES)


def dates(text: str) -> Iterator[Finding]:
    """Every day, and every month of a year."""
    for pattern in WHOLE:
        for match in pattern.finditer(text):
            yield _found(match.span(), "it is a date")
    for match in SHORT.finditer(text):
        yield _found(match.span(1), "it is a day and a month")
    for match in BORN.finditer(text):
        yield _found(match.span(1), "it is a year of birth")


def _found(span: tuple[int, int], reason: str) -> Finding:
    return Finding(*span, Kind.DATE, Level.LIKELY, reason)
