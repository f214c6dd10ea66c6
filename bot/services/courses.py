"""Over time: the stored counts of a group's rounds, for those who may read each of them.

Only counts are opened, never a text: they stay when words are no longer kept, and so does this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.errors import NotTheFacilitator
from bot.services.audit import Action, note
from bot.services.readers import readable
from bot.services.states import WITH_SUMMARY
from bot.themes.asked import Asked
from bot.themes.over_time import MOST_ROUNDS, OverTime, PastRound, over_time
from db.models import Round, Summary
from prompts import Prompt

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select

    from bot.services.store import Store
    from bot.services.values import Caller
    from prompts import Codebook


class Courses:
    """What moved over the rounds of a group; each look is on record."""

    def __init__(self, store: Store, codebook: Codebook) -> None:
        self._store = store
        self._codebook = codebook

    async def over_time(self, group_id: int, caller: Caller, now: datetime) -> OverTime:
        """The newest 26 sealed rounds of the group whose frozen role the caller holds.

        Raises NotTheFacilitator when there is no round of the group that the caller may read.
        """
        async with self._store.write() as session:
            any_of_them = select(Round.id).where(readable(group_id, caller)).limit(1)
            if await session.scalar(any_of_them) is None:
                raise NotTheFacilitator
            found = await session.execute(_sealed(group_id, caller))
            past = [_past(row, summary) for row, summary in found.all()]
            note(session, caller, group_id, Action.COMPARED, now)
        return over_time(past, self._codebook)


def _sealed(group_id: int, caller: Caller) -> Select[Round, Summary]:
    return (
        select(Round, Summary)
        .join(Summary, Summary.round_id == Round.id)
        .where(readable(group_id, caller), Round.state.in_(WITH_SUMMARY))
        .order_by(Round.id.desc())
        .limit(MOST_ROUNDS)
    )


def _past(row: Round, summary: Summary) -> PastRound:
    prompt = Prompt.from_dict(row.prompt)
    return PastRound(row.slot_on, prompt, Asked.from_dict(prompt, summary.counts))
