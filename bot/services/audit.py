"""The audit log: what admins and facilitators did. Nothing about clinicians ever enters it."""

from __future__ import annotations

import enum
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from db.models import Audit

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services.values import Caller
    from db.models import Round


class Action(enum.StrEnum):
    """What can be done that others should be able to look up."""

    SET_UP = "set up"
    CLOSED = "closed the round"
    OPENED_SUMMARY = "opened the summary"
    OPENED_ANSWERS = "opened all answers"
    DOWNLOADED = "downloaded the summary"
    COMPARED = "looked at the rounds over time"
    REMOVED = "removed an answer"
    SHAPED = "named, joined or left out themes"
    CHECKED = "checked a suggestion"
    SHARED = "shared the summary"
    UNSHARED = "took the shared summary back"
    ALLOWED = "let a word pass the guard"
    TAKEN_BACK = "took a word back"
    FORGET = "asked to forget the group"
    PAUSED = "paused the prompts"
    RESUMED = "resumed the prompts"
    LEFT_OUT = "left dates out"
    BROUGHT_BACK = "brought dates back"
    SWAPPED = "chose a prompt for a date"
    POSTED_NOW = "posted a prompt at once"
    REMINDER = "changed the reminder"
    WROTE = "wrote a prompt"
    ARRANGED = "changed the deck"
    RETIRED = "retired a prompt"
    IMPORTED = "imported prompts"


SAME_OPENING = timedelta(minutes=15)
"""Pages turned within this time are one opening, not many."""


async def note_opening(
    session: AsyncSession, caller: Caller, row: Round, action: Action, now: datetime
) -> None:
    """Add a line for what a facilitator opened, unless they have it open already."""
    mine = (Audit.actor_id == caller.user_id) & (Audit.round_id == row.id)
    lately = mine & (Audit.action == action) & (Audit.at > now - SAME_OPENING)
    if await session.scalar(select(Audit.id).where(lately).limit(1)) is None:
        note(session, caller, row.group_id, action, now, row.id)


def note(
    session: AsyncSession,
    caller: Caller,
    group_id: int,
    action: Action,
    now: datetime,
    round_id: int | None = None,
) -> None:
    """Add a line to the caller's own transaction."""
    line = Audit(
        guild_id=caller.guild_id,
        group_id=group_id,
        at=now,
        actor_id=caller.user_id,
        action=action,
        round_id=round_id,
    )
    session.add(line)
