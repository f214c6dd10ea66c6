"""Steps of a group's week for tests of services, taken through the services alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ballot.tokens import Token
from bot.services.values import RoundCard
from tests.making import NOW, a_clinician, a_plan, an_admin, an_answer

if TYPE_CHECKING:
    from datetime import datetime

    from bot.services import Services
    from bot.services.values import Caller, GroupPlan, Receipt

SLOT = NOW  # Monday 2 March 2026, 18:30 in Berlin


async def an_open_round(services: Services, plan: GroupPlan | None = None) -> RoundCard:
    """Set a group up, let its slot come, and post its prompt as message 5001."""
    before = SLOT.replace(hour=9)
    group = await services.groups.set_up(plan or a_plan(), an_admin(), before)
    await services.openings.attend(group.id, SLOT)
    (post_id,) = await services.posts.due(SLOT)
    claimed = await services.posts.claim(post_id, SLOT)
    assert claimed is not None
    ready = await services.posts.ready(claimed, SLOT)
    assert ready is not None
    assert await services.posts.posted(ready, 5001)
    assert isinstance(ready.round, RoundCard)
    return ready.round


async def answered(
    services: Services,
    card: RoundCard,
    *authors: Caller,
    text: str = "I noticed that I wanted it to stop hurting.",
    now: datetime = NOW,
) -> list[Receipt]:
    """Each author answers once; each answer ends with its author's number in the list."""
    return [
        await services.answers.submit(
            card.id, Token.new(), author, an_answer(f"{text} Voice {number}."), now
        )
        for number, author in enumerate(authors, start=1)
    ]


def clinicians(count: int) -> list[Caller]:
    return [a_clinician(number) for number in range(1, count + 1)]
