"""How a message comes to be owed: a line in the caller's own transaction, once a date and kind."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from bot.services.values import PostKind, PostState
from db.models import Outbox

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from db.models import Group, Round

NONCE_LENGTH = 25  # Discord takes no longer one.


def owe(
    session: AsyncSession,
    row: Round,
    kind: PostKind,
    channel_id: int,
    due_at: datetime,
    slot_at: datetime | None = None,
) -> None:
    """Owe a message about a round; ``slot_at`` where it has an hour of its own."""
    line = _line(row.group_id, kind, row.slot_on, channel_id, due_at)
    line.round_id, line.slot_at = row.id, slot_at
    session.add(line)


def owe_missed(session: AsyncSession, group: Group, slot_on: date, now: datetime) -> None:
    """Owe the notice that no prompt came for a date."""
    channel_id = group.notices_channel_id or group.channel_id
    session.add(_line(group.id, PostKind.MISSED, slot_on, channel_id, now))


def nonce_of(group: Group, line: Outbox) -> str:
    """A name for a message towards Discord: of its slot, not of its line's number.

    Numbers start anew in another installation and come again in a database taken back from a
    backup; Discord, asked to post under a name it has just seen, would post nothing. The group's
    random seed keeps installations apart.
    """
    slot = f"{group.deck_seed} {line.group_id} {line.round_id} {line.kind} {line.slot_on}"
    if line.kind == PostKind.HEARD:  # Shared anew it is another message.
        slot += f" {line.slot_at}"
    return f"sb{sha256(slot.encode()).hexdigest()}"[:NONCE_LENGTH]


def _line(group_id: int, kind: PostKind, slot_on: date, channel_id: int, now: datetime) -> Outbox:
    return Outbox(
        group_id=group_id,
        kind=kind,
        slot_on=slot_on,
        channel_id=channel_id,
        state=PostState.DUE,
        due_at=now,
        attempt=0,
    )
