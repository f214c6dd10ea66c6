"""Rounds played to be read: people answer in a known order, and the file is taken."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.audit import Rehearsed
from bot.ballot.envelope import PAD_TO, roll_tag
from bot.ballot.keystore import KeyStore, Use
from bot.services import Services
from bot.services.values import RoundCard
from db.ballots import BoxLine, RollLine, rewrite_box, rewrite_roll
from db.engine import Database
from tests.living import an_open_round, answered, clinicians
from tests.making import GUILD, NOW, a_facilitator, an_answer
from tests.themed import read

VOICES = 8
ONE_PAGE = 6
"""So few ballots stand on one page, where SQLite never moves them: the hardest case."""


async def live_two_rounds(services: Services) -> RoundCard:
    """A round of eight, sealed and read; and an open one with an edit and a withdrawal."""
    first = await an_open_round(services)
    await answered(services, first, *clinicians(8))
    await services.rounds.end(first.id, first.closes_at)
    await read(services, first)
    await services.summaries.latest(first.group_id, a_facilitator(), first.closes_at)
    now = NOW + timedelta(days=7)
    await services.openings.attend(first.group_id, now)
    card = await services.rounds.open_round(first.group_id)
    receipts = await answered(services, card, *clinicians(8), a_facilitator(), now=now)
    other = an_answer("I would rather have waited. " * 80)
    await services.answers.submit(card.id, receipts[0].token, clinicians(1)[0], other, now)
    await services.receipts.withdraw(receipts[1].token, GUILD, now)
    return card


async def answered_weekly(
    services: Services, keys: KeyStore, file: Path, group_id: int, weeks: int
) -> list[Rehearsed]:
    """A group of eight answers week after week; each round is read when all have, then sealed."""
    taken = []
    for week in range(2, weeks + 2):
        now = NOW + timedelta(weeks=week)
        await services.openings.attend(group_id, now)
        card = await services.rounds.open_round(group_id)
        (name,) = keys.names(Use.ROLL)
        key = keys.read(name, Use.ROLL)
        receipts = await answered(services, card, *clinicians(VOICES), now=now)
        tags = tuple(roll_tag(key, each.user_id) for each in clinicians(VOICES))
        ids = tuple(receipt.token.open_id for receipt in receipts)
        taken.append(Rehearsed(tags, ids, _read(file)))
        await services.rounds.end(card.id, card.closes_at)
    return taken


@dataclass
class Playing:
    """Writes one round again and again, as the services do but without all they check.

    ``taken`` holds the files of each moment, with their true order.
    """

    database: Database
    round_id: int
    file: Path
    chance: random.Random
    taken: dict[str, list[Rehearsed]] = field(default_factory=lambda: defaultdict(list))

    async def once(self) -> None:
        """Eight people answer, the third edits, the round is sealed and emptied."""
        roll, box = list[RollLine](), list[BoxLine]()
        for count in range(1, VOICES + 1):
            roll.append(RollLine(self.chance.randbytes(16), facilitator=False))
            box.append(BoxLine(self.chance.randbytes(16), self._body()))
            await self._write(roll, box)
            if count in {ONE_PAGE, VOICES}:
                self._take(f"after {count} answers", roll, box)
        box[2] = box[2]._replace(body=self._body())
        await self._write(None, box)
        self._take("after an edit", roll, box)
        sealed = [BoxLine(self.chance.randbytes(16), self._body()) for _ in box]
        await self._write([], sealed)
        self._take("once sealed", [], sealed)
        await self._write(None, [])

    async def _write(self, roll: list[RollLine] | None, box: list[BoxLine]) -> None:
        """One answer's transaction; the newest line comes last, behind those read by key."""
        async with self.database.write() as session:
            if roll is not None:
                await rewrite_roll(session, self.round_id, [*sorted(roll[:-1]), *roll[-1:]])
            await rewrite_box(session, self.round_id, [*sorted(box[:-1]), *box[-1:]])

    def _take(self, moment: str, roll: list[RollLine], box: list[BoxLine]) -> None:
        tags, ids = tuple(line.tag for line in roll), tuple(line.id for line in box)
        self.taken[moment].append(Rehearsed(tags, ids, _read(self.file)))

    def _body(self) -> bytes:
        """As long as a short or a long answer in its envelope."""
        return self.chance.randbytes(29 + PAD_TO * self.chance.choice((1, 2)))


def _read(file: Path) -> bytes:
    return file.read_bytes()
