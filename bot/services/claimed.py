"""How lines of the outbox become messages to send, many of them with three questions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.services.cards import round_card, slot_of
from bot.services.outbox import nonce_of
from bot.services.values import Post, PostKind
from db.models import Group, Outbox, Round

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession


async def posts_of(
    session: AsyncSession,
    lines: Sequence[Outbox],
    groups: Mapping[int, Group],
    rounds: Mapping[int | None, Round],
    uncertain: Collection[int] = (),
) -> list[Post]:
    """The messages, in order; ``uncertain``: the ids of those that may have been sent before."""
    prompts = await _prompt_messages(session, lines)
    told = {line.id: rounds.get(line.round_id) for line in lines}
    return [
        Post(
            id=line.id,
            kind=PostKind(line.kind),
            channel_id=line.channel_id,
            slot=slot_of(groups[line.group_id], line),
            nonce=nonce_of(groups[line.group_id], line),
            attempt=line.attempt,
            uncertain=line.id in uncertain,
            round=round_card(row) if (row := told[line.id]) else None,
            fallback_id=(told[line.id] or groups[line.group_id]).channel_id,
            prompt_message_id=prompts.get(line.round_id),
            reminder_role_id=groups[line.group_id].reminder_role_id,
            message_id=line.message_id,
        )
        for line in lines
    ]


async def groups_of(session: AsyncSession, lines: Collection[Outbox]) -> dict[int, Group]:
    """Their groups by id."""
    found = select(Group).where(Group.id.in_({line.group_id for line in lines}))
    return {row.id: row for row in await session.scalars(found)}


async def rounds_of(session: AsyncSession, lines: Sequence[Outbox]) -> dict[int | None, Round]:
    """The rounds they speak of by id, without a lock: whoever sends looks again, and locks then."""
    found = select(Round).where(Round.id.in_(_named(lines)))
    return {row.id: row for row in await session.scalars(found)}


async def _prompt_messages(
    session: AsyncSession, lines: Sequence[Outbox]
) -> dict[int | None, int | None]:
    """For what is said of a round: the message its prompt stands in."""
    told = _named([line for line in lines if line.kind != PostKind.PROMPT])
    found = select(Outbox.round_id, Outbox.message_id).where(
        Outbox.round_id.in_(told), Outbox.kind == PostKind.PROMPT
    )
    rows = await session.execute(found) if told else ()
    return {row.round_id: row.message_id for row in rows}


def _named(lines: Sequence[Outbox]) -> set[int]:
    return {line.round_id for line in lines if line.round_id is not None}
