"""The identifier guard: what in a text could point to a real person, found on this machine.

Pure rules over word lists. It is a reminder, not a de-identification: it cannot see a rare event, a
nickname, a combination of harmless details, or another language than English.
"""

from __future__ import annotations

from bot.guard.guard import Guard
from bot.guard.headings import NamesNobody
from bot.guard.redaction import excerpt, labels, redacted
from bot.guard.values import Finding, Kind, Level, blocking

__all__ = [
    "Finding",
    "Guard",
    "Kind",
    "Level",
    "NamesNobody",
    "blocking",
    "excerpt",
    "labels",
    "redacted",
]
