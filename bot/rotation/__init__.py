"""When a group's rounds fall due, which prompt is next, and what a late slot may still do.

Pure rules: no clock, no store, no Discord. Whoever calls gives the time and the history.
"""

from __future__ import annotations

from bot.rotation.dates import (
    BadRange,
    Dates,
    NotADate,
    dates_from,
    left_out,
    open_slots,
    parse_date,
)
from bot.rotation.deck import EmptyDeck, Order, drawn_seed, next_prompt, planned
from bot.rotation.due import Decision, Verdict, closing, decide
from bot.rotation.recurrence import BadRecurrence, Recurrence, Slot
from bot.rotation.voices import chance_below, proposed_k
from bot.rotation.walltime import NotATime, parse_wall_time
from bot.rotation.zones import UnknownZone, known_zone, zones_matching

__all__ = [
    "BadRange",
    "BadRecurrence",
    "Dates",
    "Decision",
    "EmptyDeck",
    "NotADate",
    "NotATime",
    "Order",
    "Recurrence",
    "Slot",
    "UnknownZone",
    "Verdict",
    "chance_below",
    "closing",
    "dates_from",
    "decide",
    "drawn_seed",
    "known_zone",
    "left_out",
    "next_prompt",
    "open_slots",
    "parse_date",
    "parse_wall_time",
    "planned",
    "proposed_k",
    "zones_matching",
]
