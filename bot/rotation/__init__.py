"""When a group's rounds fall due, which prompt is next, and what a late slot may still do.

Pure rules: no clock, no store, no Discord. Whoever calls gives the time and the history.
"""

from __future__ import annotations

from bot.rotation.deck import EmptyDeck, Order, next_prompt, upcoming_prompts
from bot.rotation.due import Decision, Verdict, closing, decide
from bot.rotation.recurrence import BadRecurrence, Recurrence, Slot
from bot.rotation.walltime import NotATime, parse_wall_time
from bot.rotation.zones import UnknownZone, known_zone, zones_matching

__all__ = [
    "BadRecurrence",
    "Decision",
    "EmptyDeck",
    "NotATime",
    "Order",
    "Recurrence",
    "Slot",
    "UnknownZone",
    "Verdict",
    "closing",
    "decide",
    "known_zone",
    "next_prompt",
    "parse_wall_time",
    "upcoming_prompts",
    "zones_matching",
]
