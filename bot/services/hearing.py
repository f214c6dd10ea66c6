"""What a group hears of a sealed round, read from the box at the moment at which it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ballot.envelope import Mark
from bot.services.cards import round_card
from bot.services.papers import read_box
from bot.services.summaries import retold
from bot.services.values import PostKind
from bot.themes.asked import Asked
from bot.themes.heard import counts_of, heard
from db.models import Summary

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.ballot.keys import Keys
    from bot.themes.heard import Heard
    from db.models import Round
    from prompts import Codebook


class Hearing:
    """Puts together what may be said to a group, inside the sender's transaction."""

    def __init__(self, keys: Keys, codebook: Codebook) -> None:
        self._keys = keys
        self._codebook = codebook

    async def of(self, session: AsyncSession, row: Round, kind: PostKind) -> Heard | None:
        """For *What we heard*, or for the counts at close; None for any other message.

        Words that are being withdrawn or removed are left out already: who reads the summary may
        have seen them, the group has not. Raises KeysMissing.
        """
        if kind not in (PostKind.HEARD, PostKind.COUNTS):
            return None
        stored = await session.get_one(Summary, row.id)
        card = round_card(row)
        if kind is PostKind.COUNTS:
            return counts_of(card.prompt, Asked.from_dict(card.prompt, stored.counts))
        papers = await read_box(session, row, self._keys)
        live = {each: ballot for each, ballot in papers.items() if ballot.mark is Mark.LIVE}
        summary = retold(row, stored, live, self._codebook, self._keys)
        return heard(summary, [ballot.answer for ballot in live.values()])
