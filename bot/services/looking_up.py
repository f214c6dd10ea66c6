"""Reading the audit log of a server, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.services.audit import Action
from bot.services.desk import Noted
from db.models import Audit, Group, Round

if TYPE_CHECKING:
    from bot.services.store import Store


class AuditLog:
    """Admins look up what was changed and who opened what; there is nothing else in it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def page(self, guild_id: int, page: int, size: int) -> tuple[Noted, ...]:
        """The lines of a page, 0 being the newest; one line more than ``size`` if there are more.

        A group that was destroyed has taken its lines along.
        """
        found = (
            select(Audit, Group.channel_id, Round.prompt)
            .join(Group, Group.id == Audit.group_id)
            .outerjoin(Round, Round.id == Audit.round_id)
            .where(Audit.guild_id == guild_id)
            .order_by(Audit.id.desc())
            .offset(page * size)
            .limit(size + 1)
        )
        async with self._store.read() as session:
            rows = (await session.execute(found)).all()
        return tuple(
            Noted(
                line.at,
                line.actor_id,
                Action(line.action),
                channel_id,
                str(prompt["title"]) if prompt else None,
            )
            for line, channel_id, prompt in rows
        )
