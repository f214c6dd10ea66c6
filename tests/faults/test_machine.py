"""Whatever befalls two senders at whatever steps, the message is there once and is on record."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from bot.ballot.keystore import KeyStore
from bot.services import Services
from bot.services.posts import Posts
from bot.services.values import Post, PostState
from db.engine import Database
from db.models import Outbox
from tests.faults.machine import Fate, Outcome, Plan, played
from tests.faults.steps import a_due_slot
from tests.living import SLOT
from tests.making import a_codebook, a_deck, a_guard
from tests.servers import Stores

STEPS = st.integers(0, 12)
# A process that overslept meets nothing else: what it sent then, only itself can take back.
PLANS = st.one_of(
    st.dictionaries(STEPS, st.sampled_from((Fate.KILL, Fate.TROUBLE)), max_size=3),
    st.builds(lambda step: {step: Fate.SLEEP}, STEPS),
)
BOTH = st.tuples(PLANS, PLANS)


def once(outcome: Outcome, plans: tuple[Plan, Plan]) -> bool:
    """One message is left and on record; and there was never another, unless someone overslept."""
    overslept = any(Fate.SLEEP in plan.values() for plan in plans)
    return outcome.left == [outcome.recorded] and (outcome.ever == 1 or overslept)


class NeverLooks(Posts):
    """The machine without the look into the channel before sending again."""

    async def claim(self, post_id: int, now: datetime) -> Post | None:
        post = await super().claim(post_id, now)
        return post and replace(post, uncertain=False)


class NeverTidies(Posts):
    """The machine without its care for those who slept too long."""

    async def overtaken(self, post: Post) -> bool:
        return False


class PostThenMark(Posts):
    """No machine: whoever finds the message unmarked sends it, and marks it then."""

    async def claim(self, post_id: int, now: datetime) -> Post | None:
        async with self._store.write() as session:
            line = await session.get_one(Outbox, post_id)
            if line.state == PostState.POSTED:
                return None
            line.state = PostState.DUE
        return await super().claim(post_id, now)

    async def ready(self, post: Post, now: datetime) -> Post | None:
        return replace(post, attempt=1)

    async def posted(self, post: Post, message_id: int | None) -> bool:
        async with self._store.write() as session:
            line = await session.get_one(Outbox, post.id)
            line.state, line.message_id = PostState.POSTED, message_id
            return True

    async def overtaken(self, post: Post) -> bool:
        return False


Play: TypeAlias = Callable[[tuple[Plan, Plan], type[Posts]], Outcome]


@pytest.fixture
def play(stores: Stores, tmp_path: Path) -> Play:
    """Plays in a copy of a store that holds one prompt due at SLOT."""
    due, copy = tmp_path / "due", tmp_path / "played"
    for folder in (due, copy):
        folder.mkdir()

    async def owe() -> None:
        database = Database(stores.fresh(due))
        services = Services.over(database, KeyStore(due), a_deck(), a_codebook(), a_guard())
        await services.openings.attend(await a_due_slot(services), SLOT)
        await database.close()

    asyncio.run(owe())

    def played_once(plans: tuple[Plan, Plan], machine: type[Posts]) -> Outcome:
        url = stores.copied(due, copy)
        return asyncio.run(played(url, copy, plans, machine))

    return played_once


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans=BOTH)
def test_two_senders_post_once_whatever_befalls_them(play: Play, plans: tuple[Plan, Plan]) -> None:
    outcome = play(plans, Posts)
    assert once(outcome, plans), outcome


@pytest.mark.parametrize("machine", [NeverLooks, NeverTidies, PostThenMark])
def test_a_machine_that_leaves_a_part_out_is_seen_to_fail(play: Play, machine: type[Posts]) -> None:
    def fails(plans: tuple[Plan, Plan]) -> bool:
        return not once(play(plans, machine), plans)

    generate = settings(
        max_examples=300, phases=[Phase.generate], database=None, derandomize=True, deadline=None
    )
    assert find(BOTH, fails, settings=generate)
