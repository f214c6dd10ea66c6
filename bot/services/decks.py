"""A group's deck: the built-in prompts and the server's own, as the group's admin arranged them.

Nothing is copied when a group begins: only what an admin changes is kept. So a prompt that comes
with a later version joins every deck at its end, and a deck nobody touched is the file's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.rotation.dates import Dates
from bot.rotation.deck import Order, planned
from bot.services.desk import DeckLine
from db.models import DeckEntry, Group, LeftOut, OwnPrompt, Round, Swap
from prompts import Prompt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.ext.asyncio import AsyncSession

    from prompts import Deck


async def deck_of(
    session: AsyncSession, guild_id: int, group_id: int | None, built_in: Deck
) -> list[DeckLine]:
    """Every prompt of the group in the order in which it is asked, disabled and retired ones too.

    Without a group: the deck as a new group of the server would have it.
    """
    entries = {row.prompt_key: row for row in await _entries(session, group_id)}
    asked = dict(await _asked_on(session, group_id))
    lines = [(prompt, False, False) for prompt in built_in.prompts]
    lines += [(own, True, retired) for own, retired in await own_prompts(session, guild_id)]

    def place(numbered: tuple[int, tuple[Prompt, bool, bool]]) -> tuple[bool, int]:
        number, (prompt, *_) = numbered
        entry = entries.get(prompt.key)
        return (True, number) if entry is None or entry.place is None else (False, entry.place)

    return [
        DeckLine(
            prompt,
            own,
            not retired and (entries[prompt.key].enabled if prompt.key in entries else not own),
            retired,
            asked.get(prompt.key),
        )
        for _, (prompt, own, retired) in sorted(enumerate(lines), key=place)
    ]


async def own_prompts(session: AsyncSession, guild_id: int) -> list[tuple[Prompt, bool]]:
    """The server's own prompts, eldest first, and whether each is retired."""
    found = select(OwnPrompt).where(OwnPrompt.guild_id == guild_id).order_by(OwnPrompt.id)
    rows = await session.scalars(found)
    return [(Prompt.from_dict(row.content), row.retired) for row in rows]


def enabled(lines: Sequence[DeckLine]) -> list[str]:
    """The keys to ask. Doors keep one enabled; should none be left, all are better than silence."""
    keys = [line.prompt.key for line in lines if line.enabled]
    return keys or [line.prompt.key for line in lines if not line.retired]


async def next_keys(
    session: AsyncSession, group: Group, lines: Sequence[DeckLine], dates: Sequence[date]
) -> tuple[tuple[str, bool], ...]:
    """The prompts for the group's next dates, and whether an admin chose each of them.

    ``dates``: from the next one on, in order.
    """
    chosen = await swaps_of(session, group.id)
    later = [key for day, key in sorted(chosen.items()) if day > dates[-1]]
    keys, wanted = enabled(lines), [chosen.get(day) for day in dates]
    asked = await history(session, group.id)
    order = Order(group.deck_order)
    found = planned(keys, asked, order, group.deck_seed, [*wanted, *later])[: len(dates)]
    return tuple((key, key == want) for key, want in zip(found, wanted, strict=True))


async def swaps_of(session: AsyncSession, group_id: int) -> dict[date, str]:
    rows = await session.scalars(select(Swap).where(Swap.group_id == group_id))
    return {row.slot_on: row.prompt_key for row in rows}


async def history(session: AsyncSession, group_id: int) -> list[str]:
    """Every key the group was asked, oldest first."""
    found = select(Round.prompt_key).where(Round.group_id == group_id).order_by(Round.id)
    return list(await session.scalars(found))


async def dates_used(session: AsyncSession, group_id: int) -> set[date]:
    return set(await session.scalars(select(Round.slot_on).where(Round.group_id == group_id)))


async def ranges_of(session: AsyncSession, group_id: int) -> list[Dates]:
    """The dates the group leaves out, earliest first."""
    found = select(LeftOut).where(LeftOut.group_id == group_id).order_by(LeftOut.first_on)
    return [Dates(row.first_on, row.last_on) for row in await session.scalars(found)]


async def _entries(session: AsyncSession, group_id: int | None) -> list[DeckEntry]:
    found = select(DeckEntry).where(DeckEntry.group_id == group_id)
    return list(await session.scalars(found)) if group_id is not None else []


async def _asked_on(session: AsyncSession, group_id: int | None) -> list[tuple[str, date]]:
    found = select(Round.prompt_key, Round.slot_on).where(Round.group_id == group_id)
    if group_id is None:
        return []
    return [(key, on) for key, on in await session.execute(found.order_by(Round.id))]
