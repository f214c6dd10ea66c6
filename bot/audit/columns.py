"""Where an id or a time may stand: a second opinion to the models.

Whatever else is stored, in tables that this list has never heard of, is searched for both. A new
column for a place or a time is a finding until somebody has thought about it and put it here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.audit.opened import Opened
from bot.audit.verdict import Finding, Note, unless

PEOPLE = {"audit.actor_id"}
PLACES = {
    "group.guild_id", "group.channel_id", "group.facilitator_role_id", "group.notices_channel_id",
    "group.reminder_role_id", "prompt.guild_id", "round.guild_id", "round.channel_id",
    "round.facilitator_role_id", "outbox.channel_id", "outbox.message_id", "audit.guild_id",
    "erasure.guild_id",
}  # fmt: skip
INSTANTS = {
    "group.due_at", "group.forget_at", "round.opens_at", "round.closes_at", "round.keep_until",
    "round.sweep_at", "summary.look_at", "outbox.due_at", "outbox.slot_at",
    "outbox.lease_until", "audit.at", "erasure.at",
}  # fmt: skip
WORDS = {"group.contacts", "round.contacts", "round.prompt", "prompt.content"}
"""What admins write themselves; it may mention whom and when they like."""
NUMBERS = {"group.deck_seed"}

ID = re.compile(r"(?<!\d)\d{17,20}(?!\d)")
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d")
LARGE = 10**15
SECONDS = range(1_500_000_000, 2_500_000_000)  # since 1970, from 2017 to 2049


def columns(database: Opened) -> Iterator[Note]:
    """Ids and times in columns that may not hold them."""
    yield from unless(
        _misplaced(database),
        "Ids of people stand only in the record of what admins and facilitators did, and times "
        "only where the bot plans or records its own acts: none beside a ballot.",
    )


def _misplaced(database: Opened) -> Iterator[Finding]:
    for table in database.tables():
        for column in database.columns(table):
            name, values = f"{table}.{column}", database.values(table, column)
            if name not in PEOPLE | PLACES | WORDS and any(map(_is_id, values)):
                yield Finding(
                    f"The column {name} holds a number that looks like somebody's id.",
                    "what stands in the same row can be put down to that person.",
                )
            if name not in PEOPLE | PLACES | INSTANTS | WORDS | NUMBERS and any(
                map(_is_instant, values)
            ):
                yield Finding(
                    f"The column {name} holds a time of day, with its date.",
                    "whoever saw who was online then can guess whose row it is.",
                )


def _is_id(value: object) -> bool:
    if isinstance(value, str):
        return ID.search(value) is not None
    return isinstance(value, int) and abs(value) >= LARGE


def _is_instant(value: object) -> bool:
    if isinstance(value, str):
        return INSTANT.search(value) is not None
    return isinstance(value, int | float) and any(
        int(value) // unit in SECONDS for unit in (1, 10**3, 10**6, 10**9)
    )
