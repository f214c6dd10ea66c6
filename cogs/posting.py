"""The ticker: ends what is over, opens what is due, sends what is owed, sweeps. In that order.

All state lies in the database, so a restart, a long pause or a second process changes nothing but
the time. One group's trouble never stops another's.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from discord.ext import commands, tasks

from bot.operation.working import Working, in_parts
from bot.sending import Sender
from bot.services.values import RoundState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.client import SupervisionBot
    from bot.services.values import Post

log = logging.getLogger(__name__)

SECONDS = 20


class Posting(commands.Cog):
    """Looks every twenty seconds."""

    def __init__(self, bot: SupervisionBot) -> None:
        self._bot = bot
        self._sender = Sender(bot, bot.services.posts, bot.now, bot.drawer, bot.meters)
        self._ticking = asyncio.Lock()
        working = Working(bot)
        self._each, self._noted = working.each, working.noted
        self._swept = False
        """Whether something left that its files still hold: until compacting succeeds."""

    async def cog_load(self) -> None:
        self.tick.start()
        self.pulse.start()

    async def cog_unload(self) -> None:
        self.tick.cancel()
        self.pulse.cancel()

    async def finish(self) -> None:
        """Let the tick that was begun come to its end, and none after it."""
        async with self._ticking:
            self.tick.cancel()

    @tasks.loop(seconds=SECONDS)
    async def tick(self) -> None:
        with self._noted("tick", "a tick failed"):
            async with self._ticking:
                await self._turn_rounds()
                await self._send_owed()
                await self._sweep()
            self._bot.moved()

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
        with self._noted("posting", "sending at once failed"):
            await self._send_owed()

    async def _turn_rounds(self) -> None:
        rounds, openings = self._bot.services.rounds, self._bot.services.openings
        now = self._bot.now()
        share = self._bot.share
        await self._each("rounds", await rounds.ended(now, share), self._end)
        for some in in_parts(await openings.due(now, share)):
            await self._attend(some)

    async def _end(self, round_id: int) -> None:
        ended = await self._bot.services.rounds.end(round_id, self._bot.now())
        if ended is RoundState.SEALED:
            self._bot.meters.ended("sealed")
            self._bot.dispatch("sealed")
        elif ended is RoundState.UNREAD:
            self._bot.meters.ended("unread")

    async def _attend(self, group_ids: list[int]) -> None:
        openings, now = self._bot.services.openings, self._bot.now()
        if self._bot.stopping:
            return
        try:
            await openings.attend_all(group_ids, now)
            self._bot.moved()
        except Exception as error:  # noqa: BLE001 - one group's trouble must not stop the others
            log.error("groups are attended one by one: %s", type(error).__name__)
            await self._each("rounds", group_ids, lambda which: openings.attend(which, now))

    async def _sweep(self) -> None:
        sweeping, now = self._bot.services.sweeping, self._bot.now()
        rounds, groups = await sweeping.rounds_due(now), await sweeping.groups_due(now)
        await self._each("nights", rounds, lambda which: sweeping.sweep(which, now))
        await self._each("nights", groups, lambda which: sweeping.forget(which, now))
        self._swept = self._swept or bool(rounds or groups)
        if self._swept and not self._bot.stopping:
            await sweeping.compact()
            self._swept = False
        await self._bot.services.sealing.mend(now)

    async def _send_owed(self) -> None:
        due = await self._bot.services.posts.due(self._bot.now(), self._bot.share)
        self._bot.meters.queued(len(due))
        for some in in_parts(due):
            await self._send(some)

    async def _send(self, post_ids: list[int]) -> None:
        posts, now = self._bot.services.posts, self._bot.now()
        if self._bot.stopping:
            return
        try:
            claimed = await posts.claim_all(post_ids, now)
        except Exception as error:  # noqa: BLE001 - one message's trouble must not stop the others
            log.error("messages are claimed one by one: %s", type(error).__name__)
            await self._each("posting", post_ids, self._sender.send)
            return
        await self._each("posting", claimed, self._sender.carry)
        await self._let_go(claimed)

    async def _let_go(self, claimed: Iterable[Post]) -> None:
        """What a bot that stops has claimed and not begun is anybody's."""
        if self._bot.stopping:
            for post in claimed:
                await self._bot.services.posts.release(post, self._bot.now())

    @tick.before_loop
    @pulse.before_loop
    async def _until_ready(self) -> None:
        await self._bot.wait_until_ready()


async def setup(bot: SupervisionBot) -> None:
    await bot.add_cog(Posting(bot))
