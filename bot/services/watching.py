"""Who is to be told that a prompt cannot come: once, and again only when something else is wrong.

What is wrong only Discord can tell; here is kept what was said about it. When it is mended, the
messages that wait are tried at once and not hours later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_, select, update

from bot.services.cards import group_card
from bot.services.desk import MINOR, Trouble
from bot.services.values import PostKind, PostState
from db.locks import locked_group
from db.models import Group, Outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from bot.services.store import Store
    from bot.services.values import GroupCard

AHEAD = timedelta(hours=24)
PATIENCE = 4
"""So many times a prompt was tried in vain before somebody is told that it is late."""
SEEN = frozenset({Trouble.NO_CHANNEL, Trouble.NO_PERMISSION, Trouble.NO_ROLE})
"""What can be looked up in Discord at any time; the rest shows only when something is sent."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A group to look at: what was told about it, and what keeps its prompt, if anything does."""

    group: GroupCard
    told: Trouble | None
    kept_by: Trouble | None

    def trouble(self, seen: Trouble | None) -> Trouble | None:
        """What is wrong now, given what can be seen in Discord.

        Something seen before and gone now is mended, whatever the last attempt to send said.
        """
        if seen in SEEN or self.told in SEEN:
            return seen
        return self.kept_by or seen


class Watching:
    """Keeps, for each group, the last trouble that a person was told of."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def due(self, now: datetime) -> tuple[Watched, ...]:
        """The groups with a prompt due within a day, or with something in its way."""
        concerned = or_(
            Group.due_at <= now + AHEAD,
            Group.told.is_not(None),
            Group.id.in_(select(Outbox.group_id).where(_kept())),
        )
        return await self._watched(concerned)

    async def of_guild(self, guild_id: int) -> tuple[Watched, ...]:
        """Every group of a server in which something was deleted."""
        return await self._watched(Group.guild_id == guild_id)

    async def settle(self, group_id: int, trouble: Trouble | None, now: datetime) -> bool:
        """Keep what is wrong; True if it is new, so that somebody is to be told."""
        async with self._store.write() as session:
            group = await locked_group(session, group_id)
            if group is None or group.told == trouble:
                return False
            group.told = trouble
            if trouble is None or trouble in MINOR:
                waiting = (Outbox.group_id == group_id) & (Outbox.state == PostState.BLOCKED)
                await session.execute(update(Outbox).where(waiting).values(due_at=now))
            return trouble is not None

    async def _watched(self, which: ColumnElement[bool]) -> tuple[Watched, ...]:
        groups = select(Group).where(Group.forget_at.is_(None), which).order_by(Group.id)
        lines = select(Outbox).where(_kept(), Outbox.group_id.in_(select(Group.id).where(which)))
        async with self._store.read() as session:
            rows = (await session.scalars(groups)).all()
            kept = {line.group_id: _why(line) for line in await session.scalars(lines)}
        return tuple(
            Watched(group_card(row), Trouble(row.told) if row.told else None, kept.get(row.id))
            for row in rows
        )


def _kept() -> ColumnElement[bool]:
    late = Outbox.state.in_((PostState.DUE, PostState.POSTING)) & (Outbox.attempt >= PATIENCE)
    return (Outbox.kind == PostKind.PROMPT) & or_(Outbox.state == PostState.BLOCKED, late)


def _why(line: Outbox) -> Trouble:
    return Trouble.REFUSED if line.state == PostState.BLOCKED else Trouble.LATE
