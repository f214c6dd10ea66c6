"""Ballots, decrypted and put back: the one place where services hold a round's open envelopes.

Every change rewrites the whole box, so that no row's place tells which one was touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ballot.envelope import close, unseal
from bot.ballot.keys import Use
from bot.services.values import RoundState
from db import ballots
from db.ballots import BoxLine

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.ballot.envelope import Ballot
    from bot.ballot.keys import Keys
    from db.models import Round

Papers = dict[bytes, "Ballot"]
"""The ballots of one box by their ids, in the order of the ids, which is random."""


async def read_box(session: AsyncSession, row: Round, keys: Keys) -> Papers:
    """Every ballot of a round whose texts are kept. Raises KeysMissing."""
    lines = await ballots.box_of(session, row.id)
    if not lines:  # Nothing there to read: a round whose texts are no longer kept has no key.
        return {}
    key = keys.read(row.key_name, _use(row))
    return {line.id: unseal(key, row.id, line.id, line.body) for line in lines}


async def change_ballot(
    session: AsyncSession, row: Round, keys: Keys, ballot_id: bytes, ballot: Ballot
) -> None:
    """Put one ballot in, or in the place of its earlier version."""
    key = keys.read(row.key_name, _use(row))
    bodies = {line.id: line.body for line in await ballots.box_of(session, row.id)}
    bodies[ballot_id] = close(key, row.id, ballot_id, ballot)
    await ballots.rewrite_box(session, row.id, [BoxLine(*line) for line in bodies.items()])


def _use(row: Round) -> Use:
    return Use.TEXT if row.state == RoundState.OPEN else Use.SEALED
