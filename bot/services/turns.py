"""Who turns to what first, where several processes work through one list.

Any of them may do anything that is due, so nothing waits for one that died. But each begins with
the servers it listens to: then they rarely meet, and know the channel without asking Discord.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case

from bot.shards import SHIFT

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

    from bot.shards import Share


def own_first(share: Share, guild_id: InstrumentedAttribute[int]) -> tuple[ColumnElement[int], ...]:
    """For ``order_by``: the servers of this share before the others."""
    if share.is_all:
        return ()
    shard = guild_id // (1 << SHIFT) % share.count
    return (case((shard.in_(share.ids), 0), else_=1),)
