"""Two years of prompts in five zones, with power cuts and crashes wherever it hurts most.

The channel here is a list. What is tried is everything between the clock and that list: slots,
rounds, the outbox with its claims, and the look into the channel that keeps a message from coming
twice.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, reset_tzpath

import pytest
from sqlalchemy import func, select

from bot.rotation import Recurrence
from bot.services.values import PostKind, PostState, RoundState
from db.models import Group, Outbox, Round
from tests.making import a_plan, an_admin
from tests.rules.test_downtime import Power, may_be_posted

if TYPE_CHECKING:
    from bot.rotation import Slot
    from bot.services import Services
    from bot.services.values import Post
    from db.engine import Database

BEGIN = datetime(2027, 8, 29, tzinfo=UTC)  # 29 February 2028 and two year ends lie ahead.
WEEKS = 104
END = BEGIN + timedelta(weeks=WEEKS)
SOON = timedelta(minutes=10)
PLACES = {
    "Europe/Berlin": (6, time(2, 30)),  # skipped in March, and twice in October
    "America/New_York": (1, time(22, 0)),
    "Europe/London": (6, time(1, 30)),
    "Australia/Sydney": (0, time(18, 30)),
    "Asia/Kathmandu": (3, time(9, 15)),
}


class Died(Exception):
    """The process ended here."""


@dataclass
class Machine:
    """A bot that loses power and dies, and the channel in which its prompts arrive."""

    services: Services
    database: Database
    power: Power
    chance: random.Random
    end: datetime = END
    cuts: list[tuple[datetime, datetime]] = field(default_factory=list)
    channel: list[tuple[int, Slot, datetime]] = field(default_factory=list)

    async def live(self) -> None:
        """Wake whenever something is due and there is power, until its time is over."""
        now: datetime | None = BEGIN
        while now is not None and now < self.end:
            try:
                await self._tick(now)
            except Died:
                self.cuts.append(
                    (now, now + timedelta(minutes=self.chance.choice((1, 3, 40, 900))))
                )
            now = self._awake(await self._next(now))

    def is_up(self, at: datetime) -> bool:
        return self.power.running_from(at) == at and not any(a <= at < b for a, b in self.cuts)

    def _awake(self, at: datetime) -> datetime | None:
        while (up := self.power.running_from(at)) is not None and not self.is_up(up):
            at = max(b for a, b in self.cuts if a <= up < b)
        return up

    async def _next(self, now: datetime) -> datetime:
        waiting = Outbox.state.in_((PostState.DUE, PostState.BLOCKED))
        async with self.database.read() as session:
            times = [
                await session.scalar(select(func.min(Group.due_at))),
                await session.scalar(select(func.min(Outbox.due_at)).where(waiting)),
                await session.scalar(
                    select(func.min(Outbox.lease_until)).where(Outbox.state == PostState.POSTING)
                ),
                await session.scalar(
                    select(func.min(Round.closes_at)).where(Round.state == RoundState.OPEN)
                ),
            ]
        return max(now + timedelta(seconds=20), min(t for t in times if t is not None))

    async def _tick(self, now: datetime) -> None:
        for round_id in await self.services.rounds.ended(now):
            await self.services.rounds.end(round_id, now)
        for group_id in await self.services.openings.due(now):
            await self.services.openings.attend(group_id, now)
        for post_id in await self.services.posts.due(now):
            post = await self.services.posts.claim(post_id, now)
            if post is not None:
                await self._send(post, now)

    async def _send(self, post: Post, now: datetime) -> None:
        self._may_die()
        sent = [each for each, _, _ in self.channel if each == post.id]
        if post.uncertain and sent:
            await self.services.posts.posted(post, 1)
            return
        ready = await self.services.posts.ready(post, now)
        if ready is None:
            return
        self._may_die()
        if post.kind is PostKind.PROMPT:
            self.channel.append((post.id, post.slot, now))
        self._may_die()
        await self.services.posts.posted(ready, 1)

    def _may_die(self) -> None:
        if self.chance.random() < 0.06:
            raise Died


def the_rule(zone: str) -> Recurrence:
    weekday, at = PLACES[zone]
    return Recurrence(weekday, at, zone, date(2027, 8, 29))


def could_be_posted(machine: Machine, slot: Slot, zone: str) -> bool:
    """Whether the bot was up for ten minutes on end while the slot might still come."""
    moments = [slot.at + timedelta(minutes=step) for step in range(0, 48 * 60 + 1, 5)]
    fine = [each for each in moments if machine.is_up(each) and may_be_posted(slot, each, zone)]
    return any(
        b - a <= timedelta(minutes=5)
        and all(machine.is_up(a + n * (b - a) / 9) for n in range(10))
        and machine.is_up(b + timedelta(minutes=5))
        and may_be_posted(slot, b + timedelta(minutes=5), zone)
        for a, b in pairwise(fine)
    )


@pytest.mark.parametrize("zone", PLACES)
async def test_in_two_years_of_power_cuts_and_crashes_no_prompt_comes_twice_and_none_is_lost(
    services: Services, database: Database, zone: str
) -> None:
    rule, chance = the_rule(zone), random.Random(f"{zone} 1")  # noqa: S311
    spans = [(chance.randint(60, 12_000), chance.choice((5, 90, 700, 4000))) for _ in range(40)]
    plan = a_plan(recurrence=rule, days_open=7)
    await services.groups.set_up(plan, an_admin(), BEGIN)
    machine = Machine(services, database, Power(spans, BEGIN, END + timedelta(days=9)), chance)
    await machine.live()

    every = [slot for slot in rule.upcoming(BEGIN, WEEKS + 2) if slot.at < END - timedelta(days=3)]
    came = [slot.on for _, slot, _ in machine.channel]
    assert len(came) == len(set(came))
    assert all(may_be_posted(slot, now, zone) for _, slot, now in machine.channel)
    missed = [slot for slot in every if slot.on not in came]
    assert not [slot.on for slot in missed if could_be_posted(machine, slot, zone)]
    assert machine.cuts
    assert len(came) > WEEKS / 2
    await nobody_is_left_untold(database, missed)


async def nobody_is_left_untold(database: Database, missed: list[Slot]) -> None:
    """Each date without a prompt has its notice, owed once."""
    async with database.read() as session:
        found = select(Outbox.slot_on).where(Outbox.kind == PostKind.MISSED)
        told = list(await session.scalars(found))
    assert len(told) == len(set(told))
    assert {slot.on for slot in missed} <= set(told)


class Unbroken(random.Random):
    """No chance of dying."""

    def random(self) -> float:
        return 1.0


@contextmanager
def other_rules(folder: Path, zone: str, like: str) -> Iterator[None]:
    """As after an update in which a zone keeps the clock of another one."""
    region, _, city = like.partition("/")
    place = folder / zone
    place.parent.mkdir(parents=True)
    place.write_bytes(files(f"tzdata.zoneinfo.{region}").joinpath(city).read_bytes())
    reset_tzpath(to=[str(folder)])
    ZoneInfo.clear_cache()
    try:
        yield
    finally:
        reset_tzpath()
        ZoneInfo.clear_cache()


@pytest.mark.parametrize(
    ("like", "change"),
    [
        ("Africa/Lagos", datetime(2028, 4, 5, tzinfo=UTC)),  # winter time for good, in summer
        ("Africa/Tripoli", datetime(2027, 12, 1, tzinfo=UTC)),  # summer time for good, in winter
    ],
)
@pytest.mark.parametrize("aligned", [True, False], ids=["mended at the start", "left alone"])
async def test_when_a_country_changes_its_clocks_for_good_prompts_keep_their_wall_time(
    services: Services,
    database: Database,
    tmp_path: Path,
    like: str,
    change: datetime,
    *,
    aligned: bool,
) -> None:
    zone, at = "Europe/Berlin", time(18, 30)
    rule = Recurrence(3, at, zone, date(2027, 8, 29))
    await services.groups.set_up(a_plan(recurrence=rule, days_open=5), an_admin(), BEGIN)
    end = change + timedelta(weeks=10)
    machine = Machine(services, database, Power([(10**7, 0)], BEGIN, END), Unbroken(), end)
    tick, following = machine._tick, machine._next
    walls, updates = list[time](), ExitStack()

    async def up_to_the_update(now: datetime) -> datetime:
        found = await following(now)
        return found if now >= change else min(found, change)

    async def updated(now: datetime) -> None:
        if now == change:
            updates.enter_context(other_rules(tmp_path, zone, like))
            if aligned:
                await services.openings.realign()
        before = len(machine.channel)
        await tick(now)
        walls.extend([now.astimezone(ZoneInfo(zone)).time()] * (len(machine.channel) - before))

    machine._tick = updated  # type: ignore[method-assign]
    machine._next = up_to_the_update  # type: ignore[method-assign]
    with updates:
        await machine.live()
    assert len(walls) == (end - BEGIN) // timedelta(weeks=1)
    late = {wall for wall in walls if wall != at}
    # Where the new hour is the earlier one, only a start that looks again is in time.
    assert late == (set() if aligned or like == "Africa/Lagos" else {time(19, 30)})


async def test_without_the_look_into_the_channel_a_prompt_would_come_twice(
    services: Services, database: Database
) -> None:
    """The negative control: a sender that does not look after a crash."""
    zone = "Australia/Sydney"
    plan = a_plan(recurrence=the_rule(zone), days_open=7)
    await services.groups.set_up(plan, an_admin(), BEGIN)
    power = Power([(10**6, 0)], BEGIN, END)
    machine = Machine(services, database, power, random.Random(3))  # noqa: S311
    forgetful = machine._send

    async def send_blindly(post: Post, now: datetime) -> None:
        kept = machine.channel
        machine.channel = []
        try:
            await forgetful(post, now)
        finally:
            machine.channel = kept + machine.channel

    machine._send = send_blindly  # type: ignore[method-assign]
    now: datetime | None = BEGIN
    while now is not None and now < BEGIN + timedelta(weeks=30):
        try:
            await machine._tick(now)
        except Died:
            machine.cuts.append((now, now + timedelta(minutes=3)))
        now = machine._awake(await machine._next(now))
    came = [slot.on for _, slot, _ in machine.channel]
    assert len(came) > len(set(came))
