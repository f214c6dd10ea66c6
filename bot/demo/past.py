"""The group's first weeks, lived through before anybody looks.

Nothing is written into a table from here: the admin sets the group up, the bot asks and closes,
people answer, each through the service they would reach anyway. Only time is made to pass.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.ballot.tokens import Token
from bot.demo.answers import Answered, answered_rounds
from bot.demo.group import WEEKS

if TYPE_CHECKING:
    from simcord import Env

    from bot.client import SupervisionBot
    from bot.demo.group import Practice
    from bot.rotation import Slot
    from bot.services.values import RoundCard


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Clock:
    """The bot's clock, which goes by its Discord's as soon as there is one: both have one past."""

    read: Callable[[], datetime] = utc_now

    def __call__(self) -> datetime:
        return self.read()


async def live_through(env: Env, bot: SupervisionBot, practice: Practice, zone: str) -> None:
    """Set the group up, hold and seal its rounds, and open the last, which is open now."""
    now = env.now()
    plan = practice.plan(now, zone)
    *sealed, still_open = answered_rounds()
    *past, latest = plan.recurrence.upcoming(now - timedelta(weeks=WEEKS, days=1), WEEKS + 1)
    weeks = _Weeks(env, bot, practice)
    weeks.go_to(past[0].at - timedelta(hours=1))
    group = await bot.services.groups.set_up(plan, practice.manager(), env.now())
    for slot, answered in zip(past, sealed, strict=True):
        await weeks.close(await weeks.ask(group.id, slot, answered))
    await bot.analyst.work()
    await weeks.ask(group.id, latest, still_open)
    weeks.go_to(now)


@dataclass(frozen=True, slots=True)
class _Weeks:
    """The steps of a group's week, at their own time."""

    env: Env
    bot: SupervisionBot
    practice: Practice

    async def ask(self, group_id: int, slot: Slot, answered: Answered) -> RoundCard:
        services = self.bot.services
        self.go_to(slot.at)
        await services.openings.attend(group_id, slot.at)
        await self._send_what_is_owed()
        card = await services.rounds.open_round(group_id)
        for number, answer in enumerate(answered.answers, start=1):
            author = self.practice.colleague(number)
            await services.answers.submit(card.id, Token.new(), author, answer, slot.at)
        return card

    async def close(self, card: RoundCard) -> None:
        self.go_to(card.closes_at)
        await self.bot.services.rounds.end(card.id, card.closes_at)
        await self._send_what_is_owed()

    def go_to(self, instant: datetime) -> None:
        # Straight there: the timers on the way would mean weeks of ticks.
        self.env.backend.clock.advance((instant - self.env.now()).total_seconds())

    async def _send_what_is_owed(self) -> None:
        # What ``dispatch`` would start, but awaited: time must not move on before it is sent.
        for listener in self.bot.extra_events["on_owed"]:
            await listener()
        await self.env.settle()
