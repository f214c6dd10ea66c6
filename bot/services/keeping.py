"""How own prompts and the order of a deck are kept: inside the caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from bot import deck_refusals as refusals
from bot.errors import BadInput
from bot.services.gathered import rows_of
from db.models import DeckEntry, OwnPrompt

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.services.desk import DeckLine
    from prompts import Prompt

MOST_OWN = 500


async def arrange(session: AsyncSession, group_id: int, lines: Sequence[DeckLine]) -> None:
    """Keep this order for the group."""
    entries = {row.prompt_key: row for row in await rows_of(session, DeckEntry, group_id)}
    for place, line in enumerate(lines):
        key = line.prompt.key
        entry = entries.get(key) or DeckEntry(group_id=group_id, prompt_key=key)
        entry.place, entry.enabled = place, line.enabled
        session.add(entry)


async def keep(session: AsyncSession, guild_id: int, prompts: Sequence[Prompt]) -> None:
    """Store these prompts of the server's own, new ones and changed ones. Raises BadInput."""
    rows = {row.key: row for row in await rows_of(session, OwnPrompt, guild_id)}
    new = [prompt for prompt in prompts if prompt.key not in rows]
    if new and len(rows) + len(new) > MOST_OWN:
        raise BadInput(refusals.too_many_prompts(MOST_OWN))
    for prompt in prompts:
        if prompt.key in rows:
            rows[prompt.key].content = prompt.as_dict()
    if new:  # In one go: nobody needs the numbers they get.
        common = {"guild_id": guild_id, "retired": False}
        values = [common | {"key": each.key, "content": each.as_dict()} for each in new]
        await session.execute(insert(OwnPrompt), values)
    await session.flush()


async def set_enabled(session: AsyncSession, group_id: int, key: str, *, enabled: bool) -> None:
    entry = await session.get(DeckEntry, (group_id, key))
    if entry is None:
        entry = DeckEntry(group_id=group_id, prompt_key=key, place=None)
        session.add(entry)
    entry.enabled = enabled


async def switched_off(session: AsyncSession, group_id: int, lines: Sequence[DeckLine]) -> set[str]:
    """What stands in the group's deck and was disabled there; what is retired stands in none."""
    there = {line.prompt.key for line in lines if not line.retired}
    rows = await rows_of(session, DeckEntry, group_id)
    return {row.prompt_key for row in rows if not row.enabled} & there


async def put_in_place(
    session: AsyncSession, group_id: int, lines: Sequence[DeckLine], of: DeckLine, key: str
) -> None:
    """Let a copy stand where the original stood, which stays right behind it, disabled."""
    arranged: list[DeckLine] = []
    for line in lines:
        if line is of:
            copy = replace(line.prompt, key=key)
            arranged += [replace(line, prompt=copy, enabled=True), replace(line, enabled=False)]
        elif not line.retired:
            arranged.append(line)
    await arrange(session, group_id, arranged)


async def bring_back(session: AsyncSession, guild_id: int, keys: Collection[str]) -> None:
    """Whatever of the server's own is retired among these comes back."""
    retired = OwnPrompt.guild_id == guild_id, OwnPrompt.key.in_(keys), OwnPrompt.retired
    for row in await session.scalars(select(OwnPrompt).where(*retired)):
        row.retired = False
    await session.flush()


async def own_row(session: AsyncSession, guild_id: int, key: str) -> OwnPrompt:
    found = select(OwnPrompt).where(OwnPrompt.guild_id == guild_id, OwnPrompt.key == key)
    return (await session.scalars(found)).one()
