"""What admins chose on a setup page and did not store, so that coming back does not begin anew.

In memory and for as long as the bot runs: these are wishes and no settings, and nobody else reads
them. Where the group was changed meanwhile they are not offered, since they would undo that.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.views.setup_checks import still_there

if TYPE_CHECKING:
    from bot.services.values import GroupCard
    from bot.views.setup_desk import Desk
    from bot.views.setup_draft import SetupDraft

MOST_KEPT = 500
"""Drafts of a few hundred bytes each; beyond that the one left longest ago is forgotten."""


class KeptDrafts:
    """The last unfinished draft of each person in each server."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._drafts: dict[tuple[int, int], SetupDraft] = {}

    def keep(self, guild_id: int, user_id: int, draft: SetupDraft) -> None:
        self.drop(guild_id, user_id)
        self._drafts[guild_id, user_id] = draft
        if len(self._drafts) > self._most:
            del self._drafts[next(iter(self._drafts))]

    def drop(self, guild_id: int, user_id: int) -> None:
        self._drafts.pop((guild_id, user_id), None)

    def of(self, guild_id: int, user_id: int) -> SetupDraft | None:
        return self._drafts.get((guild_id, user_id))


async def left_by(
    desk: Desk, user_id: int, zone: str, here: GroupCard | None
) -> tuple[SetupDraft, GroupCard | None] | None:
    """What somebody chose and left, with the group it is about; None where it holds no more.

    ``here``: the group of the channel they are in; a draft about another one is not for here.
    """
    draft = desk.kept.of(desk.guild.id, user_id)
    if draft is None:
        return None
    group = await desk.group_of([draft.channel_id or 0])
    unchanged = (group.plan if group else None) == draft.was
    if not unchanged or (here is not None and here != group):
        return None
    return still_there(desk.guild, replace(draft, zone=zone)), group
