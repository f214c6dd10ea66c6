"""A prompt at an admin's wish, outside the rhythm: it has a date too, so that it comes once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import refusals
from bot.errors import BadInput
from bot.rotation.due import closing
from bot.rotation.recurrence import Slot
from bot.rotation.walltime import local
from bot.services.audit import Action, note
from bot.services.cards import recurrence_of, round_card, slot_after
from bot.services.decks import dates_used, deck_of, next_keys
from bot.services.openings import has_open_round
from bot.services.slots import group_in, move_on

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services.openings import Openings
    from bot.services.store import Store
    from bot.services.values import Caller, RoundCard
    from db.models import Group
    from prompts import Deck, Prompt


class AtOnce:
    """First asked, then done; in between nothing is kept."""

    def __init__(self, store: Store, openings: Openings, deck: Deck) -> None:
        self._store = store
        self._openings = openings
        self._deck = deck

    async def outlook(
        self, group_id: int, caller: Caller, now: datetime
    ) -> tuple[Prompt, datetime]:
        """The prompt that would come, and when its round would close. Raises BadInput."""
        async with self._store.read() as session:
            group = await group_in(session, group_id, caller)
            today = await _free_today(session, group, now)
            lines = await deck_of(session, group.guild_id, group_id, self._deck)
            ((key, _),) = await next_keys(session, group, lines, [today])
            following = slot_after(group, Slot(today, now), now)
            closes = closing(now, group.days_open, following, group.zone)
        return next(line.prompt for line in lines if line.prompt.key == key), closes

    async def post(self, group_id: int, caller: Caller, now: datetime) -> RoundCard:
        """Open a round at once, in place of today's if today has one. Raises BadInput."""
        async with self._store.write() as session:
            group = await group_in(session, group_id, caller, lock=True)
            today = await _free_today(session, group, now)
            (row,) = await self._openings.open_all(session, [(group, Slot(today, now))], now)
            if group.slot_on <= today:  # A slot of today, or one that waits since last night.
                await move_on(session, group, max(now, recurrence_of(group).on(today).at))
            note(session, caller, group_id, Action.POSTED_NOW, now, row.id)
            return round_card(row)


async def _free_today(session: AsyncSession, group: Group, now: datetime) -> date:
    today = local(now, group.zone).date()
    if await has_open_round(session, group.id):
        raise BadInput(refusals.ROUND_IS_OPEN)
    if today in await dates_used(session, group.id):
        raise BadInput(refusals.ONE_A_DAY)
    return today
