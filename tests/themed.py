"""A sealed round whose words were read, for tests of what is made of themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ballot.tokens import Token
from tests.living import an_open_round, clinicians
from tests.making import NOW
from tests.reading import a_round, read_at_once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ballot.answer import Answer
    from bot.services import Services
    from bot.services.values import GroupPlan, RoundCard

TOPICS = ("river", "bread", "music")


async def a_sealed_round(
    services: Services,
    answers: Sequence[Answer] | None = None,
    size: int = 18,
    plan: GroupPlan | None = None,
) -> RoundCard:
    """Sealed at its closing time, and not read yet."""
    card = await an_open_round(services, plan)
    said = a_round(size, TOPICS) if answers is None else answers
    for author, each in zip(clinicians(len(said)), said, strict=True):
        await services.answers.submit(card.id, Token.new(), author, each, NOW, confirmed=True)
    await services.rounds.end(card.id, card.closes_at)
    return card


async def read(services: Services, card: RoundCard) -> None:
    """Read its words as the bot does, by the stand-in."""
    reading = await services.analyses.claim(card.id, card.closes_at)
    assert reading is not None
    found = await read_at_once(reading.request, progress=lambda _done, _total: None)
    await services.analyses.finished(reading, found)


async def a_read_round(
    services: Services, answers: Sequence[Answer] | None = None, size: int = 18
) -> RoundCard:
    card = await a_sealed_round(services, answers, size)
    await read(services, card)
    return card
