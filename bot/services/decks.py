"""A group's deck: the built-in prompts and the server's own, as the group's admin arranged them.

Nothing is copied when a group begins: only what an admin changes is kept. So a prompt that comes
with a later version joins every deck at its end, and a deck nobody touched is the file's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.rotation.dates import Dates, left_out
from bot.rotation.deck import Order, planned
from bot.services.cards import recurrence_of
from bot.services.desk import DeckLine
from bot.services.gathered import Asked, rounds_of, rows_of
from db.models import DeckEntry, Group, LeftOut, OwnPrompt, Swap
from prompts import Prompt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.rotation.recurrence import Recurrence
    from prompts import Deck


async def deck_of(
    session: AsyncSession, guild_id: int, group_id: int | None, built_in: Deck
) -> list[DeckLine]:
    """Every prompt of the group in the order in which it is asked, disabled and retired ones too.

    Without a group: the deck as a new group of the server would have it.
    """
    entries = {row.prompt_key: row for row in await _entries(session, group_id)}
    asked = {each.key: each.on for each in await _asked(session, group_id)}
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
    rows = await rows_of(session, OwnPrompt, guild_id)
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
    chosen = await swaps_that_hold(session, group.id, recurrence_of(group), dates[0])
    later = [key for day, key in sorted(chosen.items()) if day > dates[-1]]
    keys, wanted = enabled(lines), [chosen.get(day) for day in dates]
    asked = await history(session, group.id)
    order = Order(group.deck_order)
    found = planned(keys, asked, order, group.deck_seed, [*wanted, *later])[: len(dates)]
    return tuple((key, key == want) for key, want in zip(found, wanted, strict=True))


async def swaps_of(session: AsyncSession, group_id: int) -> dict[date, str]:
    rows = await rows_of(session, Swap, group_id)
    return {row.slot_on: row.prompt_key for row in rows}


async def swaps_that_hold(
    session: AsyncSession, group_id: int, rule: Recurrence, since: date
) -> dict[date, str]:
    """The prompts chosen for dates to come that are the rhythm's and are not left out.

    Any other waits for no date: kept back for one, it would never be asked.
    """
    ranges, chosen = await ranges_of(session, group_id), await swaps_of(session, group_id)
    return {
        day: key
        for day, key in sorted(chosen.items())
        if day >= since and day in rule and not left_out(day, ranges)
    }


async def history(session: AsyncSession, group_id: int) -> list[str]:
    """Every key the group was asked, oldest first."""
    return [each.key for each in await rounds_of(session, group_id)]


async def dates_used(session: AsyncSession, group_id: int) -> set[date]:
    return {each.on for each in await rounds_of(session, group_id)}


async def ranges_of(session: AsyncSession, group_id: int) -> list[Dates]:
    """The dates the group leaves out, earliest first."""
    rows = await rows_of(session, LeftOut, group_id)
    return [Dates(row.first_on, row.last_on) for row in sorted(rows, key=lambda r: r.first_on)]


async def _entries(session: AsyncSession, group_id: int | None) -> list[DeckEntry]:
    return [] if group_id is None else await rows_of(session, DeckEntry, group_id)


async def _asked(session: AsyncSession, group_id: int | None) -> list[Asked]:
    return [] if group_id is None else await rounds_of(session, group_id)
