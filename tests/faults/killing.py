"""Plays one death: a scene's store and channel, a process killed in it, and the next start.

The loopback Discord lives here and outlives them all, so that what stands in its channel right
after a death and after the restart can be looked at.
"""

from __future__ import annotations

import asyncio
import copy
import os
import shutil
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.sending import Sender
from bot.services.values import PostKind, PostState, Sharing
from db.models import Outbox
from tests.faults.conftest import NOTICES, a_client
from tests.faults.points import Mishap, Pair, Past, Point
from tests.faults.steps import Clock, Desk, online, outbox_line
from tests.faults.test_lines import a_prompt_just_missed, a_round_gone_unread, a_round_left_open
from tests.faults.victims import Life, Nursery, services_in
from tests.loopback.server import listening, serving
from tests.loopback.state import BOT, SEND, Discord, Fault, Json, Kind
from tests.making import CHANNEL, GUILD

SOON = timedelta(seconds=20)
LATER = timedelta(minutes=6)  # The lease has run out, and Discord has forgotten the nonce.


async def a_due_prompt(desk: Desk) -> None:
    await desk.a_due_prompt()


async def a_due_reminder(desk: Desk) -> None:
    card = await desk.an_open_round(reminder_hours=24)
    desk.clock.now = card.closes_at - timedelta(hours=24)


async def counts_at_close(desk: Desk) -> None:
    """The counts are due; the line to the summary, which is due with them, is not looked at."""
    await desk.a_sealed_round(sharing=Sharing.COUNTS)
    other = update(Outbox).where(Outbox.kind == PostKind.SUMMARY)
    async with desk.database.write() as session:
        await session.execute(other.values(state=PostState.POSTED))


async def a_summary_not_shared(desk: Desk) -> None:
    await desk.a_sealed_round()
    await desk.send_due()
    desk.clock.advance(timedelta(days=3))


BEGINNINGS: Mapping[PostKind, Callable[[Desk], Awaitable[None]]] = {
    PostKind.PROMPT: a_due_prompt,
    PostKind.EXTENDED: a_round_left_open,
    PostKind.SUMMARY: Desk.a_sealed_round,
    PostKind.UNREAD: a_round_gone_unread,
    PostKind.MISSED: a_prompt_just_missed,
    PostKind.REMINDER: a_due_reminder,
    PostKind.COUNTS: counts_at_close,
    PostKind.UNSHARED: a_summary_not_shared,
}


@dataclass(frozen=True, slots=True)
class Scene:
    """A store with one message that is due now, and the channel as it stands before."""

    kind: PostKind
    folder: Path
    now: datetime
    messages: list[Json]


async def set_scenes(folder: Path, migrated: Path) -> dict[PostKind, Scene]:
    """Build the scene of every kind of message, in folders of their own."""
    found = {}
    for kind, begin in BEGINNINGS.items():
        place = folder / kind
        (place / "keys").mkdir(parents=True, mode=0o700)
        shutil.copy(migrated, place / "supervision.db")
        found[kind] = await _set(kind, place, begin)
    return found


async def _set(kind: PostKind, place: Path, begin: Callable[[Desk], Awaitable[None]]) -> Scene:
    database, services = services_in(place)
    clock = Clock()
    there = Discord(clock, GUILD, (CHANNEL, NOTICES))
    with pytest.MonkeyPatch.context() as patch:
        async with serving(there, patch), online(a_client()) as client:
            desk = Desk(Sender(client, services.posts, clock), services, database, there, clock)
            await begin(desk)
    await database.close()
    return Scene(kind, place, clock.now, there.messages)


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands in the channel: this kind's messages, and whether the prompt was changed."""

    posts: tuple[int, ...]
    prompt_changed: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """Right after, and once the bot has been started again and let run."""

    then: Seen
    at_last: Seen
    line: Outbox


class Play:
    """One copy of a scene, with processes that come and go."""

    def __init__(self, scene: Scene, folder: Path, nursery: Nursery) -> None:
        self.scene, self.nursery = scene, nursery
        self.folder = Path(shutil.copytree(scene.folder, folder))
        self.clock = Clock()
        self.clock.now = scene.now
        self.there = Discord(self.clock, GUILD, (CHANNEL, NOTICES), copy.deepcopy(scene.messages))

    @asynccontextmanager
    async def on(self) -> AsyncIterator[Play]:
        async with listening(self.there):
            yield self

    async def begin(
        self, step: str = "", ending: int = signal.SIGKILL, hours: Sequence[datetime] = ()
    ) -> int:
        told = [each.isoformat() for each in hours or (self.clock(),)]
        life = Life(str(self.folder), self.there.where, told, step, ending)
        return await asyncio.to_thread(self.nursery.begin, life)

    async def end_of(self, process: int) -> int:
        return await asyncio.to_thread(self.nursery.end_of, process)

    async def killed_at(self, step: str) -> None:
        assert await self.end_of(await self.begin(step)) == signal.SIGKILL

    async def killed_in(self, request: Kind, *, carried_out: bool) -> None:
        """Killed when Discord has the request, before any reply."""
        fault = self.there.hold(request, stored=carried_out)
        process = await self.begin()
        await asyncio.wait_for(fault.reached.wait(), timeout=20)
        os.kill(process, signal.SIGKILL)
        assert await self.end_of(process) == signal.SIGKILL
        drop(fault)

    async def runs(self) -> None:
        """A process that nothing befalls."""
        assert await self.end_of(await self.begin()) == 0

    async def is_started_again(self) -> None:
        """At once, while the claim may still hold, and after it has run out."""
        begun = self.clock()
        self.clock.advance(2 * LATER)
        hours = (begun + SOON, begun + LATER, self.clock())
        assert await self.end_of(await self.begin(hours=hours)) == 0

    def seen(self) -> Seen:
        known = {message["id"]: message for message in self.scene.messages}
        now = self.there.in_channel(CHANNEL)
        changed = [m for m in now if m["id"] in known and m != known[m["id"]]]
        return Seen(tuple(int(m["id"]) for m in now if m["id"] not in known), bool(changed))

    async def outcome(self, then: Seen) -> Outcome:
        database, _ = services_in(self.folder)
        line = await outbox_line(database, self.scene.kind)
        await database.close()
        return Outcome(then, self.seen(), line)


def drop(fault: Fault) -> None:
    """The request that waited leads to nothing more."""
    fault.status = 503
    fault.mend()


async def death(play: Play, point: Point) -> Outcome:
    """Killed at a point, then started again."""
    async with play.on():
        if point.past is not Past.NOTHING:
            await play.killed_in(SEND, carried_out=True)
            if point.past is Past.TWIN:
                play.there.store(CHANNEL, BOT, without_nonce(play.there.asked(SEND)[-1].body))
            play.clock.advance(LATER)
        if point.request is None:
            await play.killed_at(point.step)
        else:
            await play.killed_in(point.request, carried_out=point.carried_out)
        then = play.seen()
        await play.is_started_again()
        return await play.outcome(then)


def without_nonce(body: Json) -> Json:
    """What the slower of two senders sent, once Discord no longer knew the first."""
    return {name: value for name, value in body.items() if name != "nonce"}


async def bad_day(play: Play, mishap: Mishap) -> Outcome:
    """Requests go wrong while the process lives; then it is started again."""
    async with play.on():
        fault = Fault(SEND, mishap.status, mishap.stored, mishap.times)
        play.there.faults.append(fault)
        await play.runs()
        then = play.seen()
        fault.mend()
        await play.is_started_again()
        return await play.outcome(then)


async def two_at_once(play: Play, pair: Pair) -> Outcome:
    """Two processes over one store."""
    async with play.on():
        await PAIRED[pair](play)
        then = play.seen()
        await play.is_started_again()
        return await play.outcome(then)


async def _same_tick(play: Play) -> None:
    both = [await play.begin(), await play.begin()]
    assert [await play.end_of(each) for each in both] == [0, 0]


async def _one_killed(play: Play) -> None:
    fault = play.there.hold(SEND, stored=True)
    first = await play.begin()
    await asyncio.wait_for(fault.reached.wait(), timeout=20)
    second = await play.begin()
    os.kill(first, signal.SIGKILL)
    assert [await play.end_of(first), await play.end_of(second)] == [signal.SIGKILL, 0]
    drop(fault)


async def _one_stopped(play: Play) -> None:
    first = await play.begin("after ready", signal.SIGSTOP)
    assert await play.end_of(first) == signal.SIGSTOP
    play.clock.advance(LATER)
    await play.runs()
    os.kill(first, signal.SIGCONT)
    assert await play.end_of(first) == 0


async def _one_held(play: Play) -> None:
    fault = play.there.hold(SEND)
    first = await play.begin()
    await asyncio.wait_for(fault.reached.wait(), timeout=20)
    play.clock.advance(LATER)
    await play.runs()
    play.clock.advance(LATER)
    fault.mend()
    assert await play.end_of(first) == 0


PAIRED: Mapping[Pair, Callable[[Play], Awaitable[None]]] = {
    Pair.SAME_TICK: _same_tick,
    Pair.ONE_KILLED: _one_killed,
    Pair.ONE_STOPPED: _one_stopped,
    Pair.ONE_HELD: _one_held,
}


def is_once(outcome: Outcome, kind: PostKind) -> bool:
    """One message (none for a kind without one), which is the one on record."""
    expected = () if kind is PostKind.UNREAD else (outcome.line.message_id,)
    return outcome.line.state == PostState.POSTED and outcome.at_last.posts == expected
