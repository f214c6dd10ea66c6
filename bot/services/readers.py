"""Who may read a round, and when: the one place that decides it.

A round is read by the role that was its group's facilitators' when it opened; whoever is given
another role later, or the group another facilitator, changes nothing for the rounds before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from bot.errors import NotTheFacilitator, NotYet
from bot.services.states import WITH_SUMMARY, RoundState
from db.models import Round

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services.values import Caller


def require_reader(row: Round | None, caller: Caller) -> Round:
    """The round, for whoever may read it, sealed or not. Raises NotTheFacilitator."""
    ours = row is not None and row.guild_id == caller.guild_id
    # Without the role nobody learns whether a round exists or how it ended.
    if row is None or not ours or row.facilitator_role_id not in caller.role_ids:
        raise NotTheFacilitator
    return row


def readable(group_id: int, caller: Caller) -> ColumnElement[bool]:
    """The same for all rounds of a group, as a condition."""
    return and_(
        Round.group_id == group_id,
        Round.guild_id == caller.guild_id,
        Round.facilitator_role_id.in_(caller.role_ids),
    )


async def sealed_round(session: AsyncSession, round_id: int, caller: Caller) -> Round:
    """A round with a summary, for whoever may read it. Raises NotTheFacilitator or NotYet."""
    row = require_reader(await session.get(Round, round_id), caller)
    if row.state not in WITH_SUMMARY:
        raise NotYet(row.k)
    return row


def open_in(group_id: int) -> Select[Round]:
    """The group's open round, for anyone: there is one at most."""
    return select(Round).where(Round.group_id == group_id, Round.state == RoundState.OPEN)
