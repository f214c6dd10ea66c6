"""Reading the dates: what will be asked and when, and what became of the dates that are over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.errors import NoGroupHere
from bot.rotation.dates import longest_over
from bot.rotation.walltime import local
from bot.services.cards import group_card, recurrence_of, round_card
from bot.services.decks import deck_of, next_keys, ranges_of, swaps_that_hold
from bot.services.desk import Ahead, Fate, Happened, Timetable, Trouble
from bot.services.readers import open_in
from bot.services.slots import dates_ahead
from bot.services.values import PostKind, PostState
from db.models import Group, Outbox, Round

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.rotation.recurrence import Slot
    from bot.services.desk import DeckLine
    from bot.services.store import Store
    from prompts import Deck, Prompt

DATES_SHOWN = 8
FATES = {
    PostState.POSTED: Fate.POSTED,
    PostState.BLOCKED: Fate.BLOCKED,
    PostState.MISSED: Fate.REFUSED,
}


class Outlook:
    """Changes nothing; every method names the guild."""

    def __init__(self, store: Store, deck: Deck) -> None:
        self._store = store
        self._deck = deck

    async def timetable(
        self, group_id: int, guild_id: int, now: datetime, n: int = DATES_SHOWN
    ) -> Timetable:
        """The next ``n`` dates with their prompts, and what stands in their way.

        Raises NoGroupHere.
        """
        async with self._store.read() as session:
            group = await _group(session, group_id, guild_id)
            slots = await dates_ahead(session, group, n)
            ranges = await ranges_of(session, group_id)
            lines = await deck_of(session, guild_id, group_id, self._deck)
            today = local(now, group.zone).date()
            open_round = await session.scalar(open_in(group_id))
            return Timetable(
                group=group_card(group),
                ahead=await _ahead(session, group, lines, slots),
                left_out=tuple(each for each in ranges if each.last is None or today <= each.last),
                pause=longest_over(today, ranges),
                open_round=round_card(open_round) if open_round else None,
                waiting=await _waiting(session, group, open_round, now),
                trouble=Trouble(group.told) if group.told else None,
                chosen=await _chosen(session, group, lines),
            )

    async def lately(self, group_id: int, guild_id: int, n: int = 10) -> tuple[Happened, ...]:
        """What became of the last ``n`` dates, newest first. Raises NoGroupHere."""
        kinds = (PostKind.PROMPT, PostKind.MISSED)
        async with self._store.read() as session:
            await _group(session, group_id, guild_id)
            found = await session.scalars(
                select(Outbox)
                .where(Outbox.group_id == group_id, Outbox.kind.in_(kinds))
                .order_by(Outbox.slot_on.desc(), Outbox.id.desc())
                .limit(2 * n)
            )
            told: dict[date, Happened] = {}
            for line in found:
                happened = await _happened(session, line)
                if line.kind == PostKind.PROMPT or line.slot_on not in told:
                    told[line.slot_on] = happened
        return tuple(told.values())[:n]


async def _ahead(
    session: AsyncSession, group: Group, lines: Sequence[DeckLine], slots: Sequence[Slot]
) -> tuple[Ahead, ...]:
    if not slots:
        return ()
    prompts = {line.prompt.key: line.prompt for line in lines}
    keys = await next_keys(session, group, lines, [slot.on for slot in slots])
    return tuple(
        Ahead(slot, prompts[key], chosen) for slot, (key, chosen) in zip(slots, keys, strict=True)
    )


async def _chosen(
    session: AsyncSession, group: Group, lines: Sequence[DeckLine]
) -> tuple[tuple[date, Prompt], ...]:
    prompts = {line.prompt.key: line.prompt for line in lines}
    hold = await swaps_that_hold(session, group.id, recurrence_of(group), group.slot_on)
    return tuple((day, prompts[key]) for day, key in hold.items() if key in prompts)


async def _group(session: AsyncSession, group_id: int, guild_id: int) -> Group:
    group = await session.get(Group, group_id)
    if group is None or group.guild_id != guild_id:
        raise NoGroupHere
    return group


async def _waiting(
    session: AsyncSession, group: Group, open_round: Round | None, now: datetime
) -> Fate | None:
    """What keeps a prompt whose time has come; None when none is kept."""
    if open_round is not None:
        found = select(Outbox).where(
            Outbox.round_id == open_round.id, Outbox.kind == PostKind.PROMPT
        )
        line = await session.scalar(found)
        fate = FATES.get(PostState(line.state), Fate.ON_ITS_WAY) if line else Fate.POSTED
        return None if fate is Fate.POSTED else fate
    return Fate.ON_ITS_WAY if recurrence_of(group).on(group.slot_on).at <= now else None


async def _happened(session: AsyncSession, line: Outbox) -> Happened:
    row = await session.get(Round, line.round_id) if line.round_id else None
    title = str(row.prompt["title"]) if row else ""
    if line.kind == PostKind.MISSED:
        return Happened(line.slot_on, Fate.TOO_LATE, title)
    return Happened(line.slot_on, FATES.get(PostState(line.state), Fate.ON_ITS_WAY), title)
