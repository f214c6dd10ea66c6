"""The nightly hour at which words leave: the same for all of a day, so that it tells no time."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.rotation.walltime import instant_of, local
from db.models import Group

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from db.models import Round

HOUR = time(3)


def night_after(now: datetime, zone: str) -> datetime:
    """The next 03:00 in the zone, strictly after ``now``."""
    today = local(now, zone).date()
    tonight = instant_of(today, HOUR, zone)
    return tonight if tonight > now else instant_of(today + timedelta(days=1), HOUR, zone)


async def next_night(session: AsyncSession, row: Round, now: datetime) -> None:
    """See to it that the round is swept in the coming night."""
    if row.sweep_at is None:
        group = await session.get_one(Group, row.group_id)
        row.sweep_at = night_after(now, group.zone)
