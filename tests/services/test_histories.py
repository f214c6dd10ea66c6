"""Whatever people do, and whenever the machine stops, the store agrees with a plain dictionary.

The dictionary has no files, keys or transactions that could go wrong.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.ballot.keystore import KeyStore, Use
from bot.ballot.tokens import Token
from bot.errors import AlreadyAnswered, ReadableError, RoundClosed, UnknownReceipt
from bot.services import Services
from bot.services.values import RoundState
from db.engine import Database
from db.models import Round
from tests.living import an_open_round
from tests.making import (
    GUILD,
    NOW,
    a_clinician,
    a_codebook,
    a_deck,
    a_facilitator,
    a_guard,
    an_answer,
)
from tests.servers import Files, Stores
from tests.services.plain import Model, Refusal

PEOPLE = 5
STEPS = (
    *("answer", "answer", "answer", "edit", "withdraw", "remove"),
    *("end", "sweep", "crash", "restart"),
)


class Life:
    """The product beside its model: each step is taken in both, and both must agree."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.now = NOW
        self.model = Model()
        self.tokens = [Token.new() for _ in range(PEOPLE)]
        self.words = 0
        self.open_store()

    def open_store(self) -> None:
        self.database = Database(self.url)
        self.keys = KeyStore(self.folder / "keys")
        self.services = Services.over(self.database, self.keys, a_deck(), a_codebook(), a_guard())

    async def begin(self) -> None:
        self.card = await an_open_round(self.services)

    def fresh(self) -> str:
        self.words += 1
        return f"What I saw in that hour, told for the {self.words}th time."

    async def agree(self, expected: Refusal, work: Awaitable[object]) -> None:
        if expected is None:
            await work
            return
        with pytest.raises(expected):
            await work

    async def submit(self, who: int, token: Token, text: str) -> object:
        return await self.services.answers.submit(
            self.card.id, token, a_clinician(who), an_answer(text), self.now
        )

    async def answer(self, who: int) -> None:
        """A new form, with a new token; it is kept as theirs if it was taken."""
        token, text = Token.new(), self.fresh()
        expected = self.model.answer(who, text)
        await self.agree(expected, self.submit(who, token, text))
        if expected is None:
            self.tokens[who] = token

    async def edit(self, who: int) -> None:
        """The form they have already, sent again: whether it came from Edit or from a bad line."""
        text = self.fresh()
        await self.agree(self.model.edit(who, text), self.submit(who, self.tokens[who], text))

    async def withdraw(self, who: int) -> None:
        work = self.services.receipts.withdraw(self.tokens[who], GUILD, self.now)
        await self.agree(self.model.withdraw(who), work)

    async def remove(self, who: int) -> None:
        """A facilitator takes out one of the answers; the model learns which from its words."""
        if self.model.state is not RoundState.SEALED:
            return
        reader = a_facilitator()
        shown = await self.services.summaries.answers(self.card.id, reader, self.now)
        if not shown.answers:
            return
        chosen = shown.answers[who % len(shown.answers)]
        await self.services.summaries.remove(self.card.id, chosen.handle, reader, self.now)
        for slip in self.model.slips.values():
            slip.leaving = slip.leaving or slip.text == chosen.answer.text

    async def end(self, _: int) -> None:
        """The round's time is over."""
        self.now = max(self.now, (await self.row()).closes_at)
        for round_id in await self.services.rounds.ended(self.now):
            await self.services.rounds.end(round_id, self.now)
            self.model.end()

    async def sweep(self, _: int) -> None:
        """A night; short of retention, and short of the end of the round."""
        self.now += timedelta(hours=24) if self.model.state is not RoundState.OPEN else timedelta()
        for round_id in await self.services.sweeping.rounds_due(self.now):
            await self.services.sweeping.sweep(round_id, self.now)
        self.model.sweep()

    async def restart(self, _: int) -> None:
        await self.database.close()
        self.open_store()
        await self.services.sealing.recover()

    async def crash(self, who: int) -> None:
        """The machine stops while an answer comes in, a key is made and another is shredded."""
        token, text = Token.new(), self.fresh()
        work = asyncio.ensure_future(self.submit(who, token, text))
        await asyncio.wait([work], timeout=0.002 * who)
        work.cancel()
        await asyncio.wait([work])
        work.cancelled() or work.exception()
        name = (await self.row()).key_name
        if self.model.state is RoundState.OPEN:
            self.keys.create(name, Use.SEALED)
        (self.folder / "keys" / f"{name}.text.new").write_bytes(b"half a key")
        (self.folder / "keys" / f"{name}.unread.dead").write_bytes(bytes(32))
        await self.restart(0)
        await self.learn_if_stored(who, token, text)

    async def learn_if_stored(self, who: int, token: Token, text: str) -> None:
        """Nobody was told, so either is right; but only if it was theirs to send."""
        try:
            found = await self.services.receipts.find(token, GUILD)
        except UnknownReceipt:
            return
        assert found.answer.text == text
        assert self.model.answer(who, text) is None
        self.tokens[who] = token

    async def row(self) -> Round:
        async with self.database.read() as session:
            return await session.get_one(Round, self.card.id)

    async def check(self, *people: int) -> None:
        row = await self.row()
        assert (row.state, row.extended) == (self.model.state, self.model.extended)
        assert row.voices == self.model.voices
        for who in people:
            await self.check_receipt(who)
            await self.check_may_begin(who)

    async def check_all(self) -> None:
        await self.check(*range(PEOPLE))
        await self.check_what_a_facilitator_reads()
        uses = {Use.ROLL, Use.TEXT} if self.model.state is RoundState.OPEN else set()
        uses |= {Use.SEALED} if self.model.state is RoundState.SEALED else set()
        name = (await self.row()).key_name
        files = {path.name for path in (self.folder / "keys").iterdir()}
        assert files == {f"{name}.{use}.key" for use in uses}

    async def check_what_a_facilitator_reads(self) -> None:
        read = self.services.summaries.answers(self.card.id, a_facilitator(), self.now)
        try:
            shown = sorted(each.answer.text for each in (await read).answers)
        except ReadableError:
            shown = []
        assert shown == self.model.readable()

    async def check_receipt(self, who: int) -> None:
        slip = self.model.slips.get(who)
        try:
            found = await self.services.receipts.find(self.tokens[who], GUILD)
        except UnknownReceipt:
            gone = self.model.state not in {RoundState.OPEN, RoundState.SEALED}
            emptied = slip is not None and slip.text is None
            assert slip is None or gone or emptied
        else:
            assert slip is not None
            assert found.answer.text == (slip.text or "")

    async def check_may_begin(self, who: int) -> None:
        begin = self.services.answers.begin(self.card.id, Token.new(), a_clinician(who), self.now)
        expected: Refusal = AlreadyAnswered if who in self.model.slips else None
        if self.model.state is not RoundState.OPEN:
            expected = RoundClosed
        await self.agree(expected, begin)


async def live(folder: Path, url: str, steps: list[tuple[str, int]]) -> None:
    life = Life(folder, url)
    try:
        await life.begin()
        for step, who in steps:
            await getattr(life, step)(who)
            await life.check(who)
        await life.restart(0)
        await life.check_all()
    finally:
        await asyncio.sleep(0.02)  # the threads of what was cut off end before their loop does
        await life.database.close()


def live_once(stores: Stores, steps: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "keys").mkdir()
        asyncio.run(live(folder, stores.fresh(folder), steps))
        stores.gone(folder)


histories = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, PEOPLE - 1)), min_size=14, max_size=14
)


@pytest.mark.usefixtures("expected_errors")  # SQLAlchemy says so where a task was cut off
@settings(
    max_examples=40,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # short enough to be read without shrinking
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(histories)
def test_the_store_agrees_with_a_plain_dictionary_whatever_happens(
    migrated: Path, steps: list[tuple[str, int]]
) -> None:
    live_once(Files(migrated), steps)


async def test_a_history_notices_a_store_that_forgets_an_answer(
    stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "keys").mkdir()
    url = stores.fresh(tmp_path)
    kept = Model.withdraw
    monkeypatch.setattr(Model, "withdraw", lambda model, who: kept(model, (who + 1) % PEOPLE))
    with pytest.raises((AssertionError, UnknownReceipt)):
        await live(tmp_path, url, [("answer", 0), ("answer", 1), ("withdraw", 0)])
