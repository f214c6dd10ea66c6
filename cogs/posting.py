"""The ticker: ends what is over, opens what is due, sends what is owed, sweeps. In that order.

All state lies in the database, so a restart, a long pause or a second process changes nothing but
the time. One group's trouble never stops another's.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, TypeVar

from discord.ext import commands, tasks

from bot.sending import Sender

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator

    from bot.client import SupervisionBot

log = logging.getLogger(__name__)

SECONDS = 20
AT_ONCE = 8
TOGETHER = 16
"""So many are taken in one transaction: few enough that a form hardly waits for its turn."""

T = TypeVar("T")


class Posting(commands.Cog):
    """Looks every twenty seconds."""

    def __init__(self, bot: SupervisionBot) -> None:
        self._bot = bot
        self._sender = Sender(bot, bot.services.posts, bot.now)

    async def cog_load(self) -> None:
        self.tick.start()
        self.pulse.start()

    async def cog_unload(self) -> None:
        self.tick.cancel()
        self.pulse.cancel()

    @tasks.loop(seconds=SECONDS)
    async def tick(self) -> None:
        try:
            await self._turn_rounds()
            await self._send_owed()
            await self._sweep()
        except Exception as error:  # noqa: BLE001 - whatever it is, the next tick must come
            log.error("a tick failed: %s", type(error).__name__)

    @tasks.loop(seconds=SECONDS)
    async def pulse(self) -> None:
        """Says that the bot lives, also while Discord lets a tick wait for minutes."""
        try:
            self._bot.beat()
        except OSError as error:
            log.error("the heartbeat could not be written: %s", type(error).__name__)

    @commands.Cog.listener()
    async def on_owed(self) -> None:
        """Something was just closed: its line need not wait for the next tick."""
        await self._send_owed()

    async def _turn_rounds(self) -> None:
        rounds, openings = self._bot.services.rounds, self._bot.services.openings
        now = self._bot.now()
        await _each(await rounds.ended(now), lambda which: rounds.end(which, now))
        due = await openings.due(now)
        for some in _in_parts(due):
            await self._attend(some)

    async def _attend(self, group_ids: list[int]) -> None:
        openings, now = self._bot.services.openings, self._bot.now()
        try:
            await openings.attend_all(group_ids, now)
        except Exception as error:  # noqa: BLE001 - one group's trouble must not stop the others
            log.error("groups are attended one by one: %s", type(error).__name__)
            await _each(group_ids, lambda which: openings.attend(which, now))

    async def _sweep(self) -> None:
        sweeping, now = self._bot.services.sweeping, self._bot.now()
        rounds, groups = await sweeping.rounds_due(now), await sweeping.groups_due(now)
        await _each(rounds, lambda which: sweeping.sweep(which, now))
        await _each(groups, lambda which: sweeping.forget(which, now))
        if rounds or groups:
            await sweeping.compact()
        await self._bot.services.sealing.mend()

    async def _send_owed(self) -> None:
        due = await self._bot.services.posts.due(self._bot.now())
        for some in _in_parts(due):
            await self._send(some)

    async def _send(self, post_ids: list[int]) -> None:
        posts, now = self._bot.services.posts, self._bot.now()
        try:
            claimed = await posts.claim_all(post_ids, now)
        except Exception as error:  # noqa: BLE001 - one message's trouble must not stop the others
            log.error("messages are claimed one by one: %s", type(error).__name__)
            await _each(post_ids, self._sender.send)
        else:
            await _each(claimed, self._sender.carry)

    @tick.before_loop
    @pulse.before_loop
    async def _until_ready(self) -> None:
        await self._bot.wait_until_ready()


def _in_parts(ids: list[int]) -> Iterator[list[int]]:
    return (ids[at : at + TOGETHER] for at in range(0, len(ids), TOGETHER))


async def _each(things: Iterable[T], do: Callable[[T], Awaitable[None]]) -> None:
    places = asyncio.Semaphore(AT_ONCE)

    async def attempt(which: T) -> None:
        async with places:
            try:
                await do(which)
            except Exception as error:  # noqa: BLE001 - one trouble must not stop the others
                log.error("one of a tick's tasks failed: %s", type(error).__name__)

    await asyncio.gather(*(attempt(which) for which in things))


async def setup(bot: SupervisionBot) -> None:
    await bot.add_cog(Posting(bot))
