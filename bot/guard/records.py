"""Numbers that a file, an office or a bank knows somebody by.

What has a checksum is checked, so that a lone number needs no cue; a word such as "MRN" or "case"
is cue enough for whatever follows it; and so is sheer length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.guard import checksums
from bot.guard.values import Finding, Kind, Level
from bot.guard.vocabulary import HELPLINES

# These say by themselves that a number of a person follows.
STRONG = (
    "mrn|ssn|nino|dni|bsn|npi|dea|nhs|medicare|medicaid|passport|policy|insurance|account|acct|chart"
    "|docket|vin|id|med(?:ical)? rec(?:ord)?"
)
# These say so only with "number", "no." or the like: a client of 42 is no record.
WEAK = (
    "case|file|record|rec|reference|ref|member|membership|patient|pt|client|study|site|claim|invoice"
    "|order|badge|employee|student|visa|permit|licen[cs]e|plate|unit"
)
MARK = r"(?:id|nos?|nr|number|num|code)\b\.?|#"
CUED = re.compile(
    rf"\b(?:(?:{STRONG})\b\.?(?: ?(?:{MARK}))?|(?:{WEAK})\b\.? ?(?:{MARK}|:))(?: is| was)?"
    r" ?[:#(-]{0,3} ?(#?[A-Z0-9]{1,14}(?:[-/][A-Z0-9]{1,14}){0,4})(?![\w%])",
    re.IGNORECASE,
)
FEWEST_DIGITS = 3
YEAR = re.compile(r"(?:19|20)\d\d")
SSN = re.compile(r"(?<![\w-])(\d{3})([- ])(\d{2})\2(\d{4})(?![\w-])")
NHS = re.compile(r"(?<![\w-])\d{3}( ?)\d{3}\1\d{4}(?![\w-])")
NINO = re.compile(r"(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D](?!\w)")
DNI = re.compile(r"(?<!\w)[XYZ\d]\d{7}-?[A-Z](?!\w)")
IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d\d(?: ?[A-Z0-9]{2,4}){3,8}(?!\w)")
CARD = re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])")
CODICE = re.compile(r"(?<!\w)[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z](?!\w)")
IP = re.compile(
    r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.])"
)
LONG = re.compile(r"(?<![\w.,$£€])#?\d{6,19}(?!\w|[.,]\d|%)")
MIXED = re.compile(
    r"(?<![\w-])#?[A-Z]{1,6}-?\d{2,}(?:-?[A-Z\d]{1,8}){0,3}(?![\w-])"
    r"|(?<![\w-])\d{4,}-?[A-Z]{1,4}(?!\w)"
)
LONGEST_PASSING = 4  # F43.10, PHQ-9, DSM-5, ISO 9001: a code with fewer digits is of a thing


def records(text: str) -> Iterator[Finding]:
    """Every number that an office could look somebody up by."""
    for match in CUED.finditer(text):
        if _digits(match[1]) >= FEWEST_DIGITS and not YEAR.fullmatch(match[1]):
            yield _found(match.span(1), "it follows a word for a file or a number")
    for match in SSN.finditer(text):
        if checksums.is_ssn(match[1], match[3], match[4]):
            yield _found(match.span(), "it has the form of a social security number")
    for pattern, check, reason in CHECKED:
        for match in pattern.finditer(text):
            if check(re.sub("[ -]", "", match[0])):
                yield _found(match.span(), reason)
    yield from _by_length(text)


CHECKED = (
    (NHS, checksums.is_nhs, "its check digit is that of an NHS number"),
    (DNI, checksums.is_dni, "its check letter is that of an identity card"),
    (IBAN, checksums.is_iban, "its check digits are those of a bank account"),
    (CARD, checksums.is_luhn, "its check digit is that of a payment card"),
    (NINO, bool, "it has the form of a national insurance number"),
    (CODICE, bool, "it has the form of a tax number"),
    (IP, bool, "it is the address of a computer"),
)


def _by_length(text: str) -> Iterator[Finding]:
    for match in LONG.finditer(text):
        if match[0] not in HELPLINES:
            yield _found(match.span(), "it is a long number")
    for match in MIXED.finditer(text):
        if _digits(match[0]) > LONGEST_PASSING:
            yield _found(match.span(), "it is a number with letters")


def _digits(found: str) -> int:
    return sum(c.isdigit() for c in found)


def _found(span: tuple[int, int], reason: str) -> Finding:
    return Finding(*span, Kind.RECORD, Level.LIKELY, reason)
