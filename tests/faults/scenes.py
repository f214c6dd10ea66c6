"""What the dying do: each scene says how its store comes about, and the act to die in.

An act can be done again: that is what the next start of the bot does. The store lies in the folder
one stands in, and what was acknowledged in it stands in known.json: receipts' codes, and texts.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import event

from bot.ballot.keystore import KeyStore, Use
from bot.ballot.tokens import Token
from bot.errors import UnknownReceipt
from bot.services import Services
from db import migrate
from db.engine import Database
from prompts import Deck
from tests.living import SLOT, an_open_round, answered, clinicians
from tests.making import (
    GUILD,
    NOW,
    a_clinician,
    a_codebook,
    a_deck,
    a_facilitator,
    a_guard,
    a_plan,
    a_prompt,
    an_admin,
    an_answer,
)
from tests.servers import Server, database_of

Act: TypeAlias = Callable[[Services], Awaitable[None]]
KEYS, KNOWN = Path("keys"), Path("known.json")
CLOSES = NOW + timedelta(days=5)
LAST_CHANCE = NOW + timedelta(days=7)
MORNING = CLOSES + timedelta(days=1)
RETAINED = CLOSES + timedelta(days=92)
FORGOTTEN = LAST_CHANCE + timedelta(days=7)
FORM = Token(bytes(range(16)))
SENT = an_answer("What I sent, and sent again when nothing came back.")


class Stage:
    """The stores of many folders, entered in turn.

    One engine does for all, so that statements are compiled once: SQLite's sees the file from
    where one stands, and a server's is sent to the folder's own database when it connects.
    """

    def __init__(self, server: Server | None = None) -> None:
        self.keys = KeyStore(KEYS)
        here = "sqlite+aiosqlite:///file:supervision.db?uri=true"
        self.database = Database(server.url(server.template) if server else here)
        if server:
            event.listen(self.database.engine.sync_engine, "do_connect", self._lead)
        self.services = Services.over(self.database, self.keys, a_deck(), a_codebook(), a_guard())

    @asynccontextmanager
    async def on(self, folder: Path) -> AsyncIterator[Services]:
        """The store in a folder, as the product opens it, before anything is mended."""
        self._name = database_of(folder)
        with contextlib.chdir(folder):
            try:
                yield self.services
            finally:
                await self.database.close()

    def _lead(self, _dialect: Any, _record: Any, _args: Any, options: dict[str, Any]) -> None:
        options["database"] = self._name

    async def set(self, name: str, folder: Path) -> None:
        """Build the store of a scene in a new folder."""
        (folder / KEYS).mkdir(parents=True)
        async with self.on(folder) as services:
            if self.database.is_sqlite:
                await migrate.upgrade(self.database.engine)
            await SCENES[name][0](services)


def remember(known: dict[str, str]) -> None:
    KNOWN.write_text(json.dumps(known))


def acknowledged() -> dict[str, str]:
    """The text of each receipt's code, as far as anyone was told that it is stored."""
    return dict(json.loads(KNOWN.read_text())) if KNOWN.exists() else {}


async def a_group(services: Services) -> None:
    await services.groups.set_up(a_plan(), an_admin(), SLOT.replace(hour=9))


async def a_round_with(services: Services, voices: int, facilitators: int = 0) -> None:
    card = await an_open_round(services)
    authors = [*clinicians(voices), *(a_facilitator(900 + n) for n in range(facilitators))]
    given = await answered(services, card, *authors)
    remember({each.token.code: each.answer.text for each in given})


async def a_full_round(services: Services) -> None:
    await a_round_with(services, voices=4, facilitators=1)


async def a_round_below_k(services: Services) -> None:
    await a_round_with(services, voices=2)
    await services.rounds.end(1, CLOSES)


async def a_sealed_round(services: Services) -> None:
    await a_full_round(services)
    await services.rounds.end(1, CLOSES)


async def a_sealed_round_with_its_old_keys(services: Services) -> None:
    """As a crash right after the seal's commit leaves it."""
    await a_full_round(services)
    aside = shutil.copytree(KEYS, "aside")
    await services.rounds.end(1, CLOSES)
    shutil.copytree(aside, KEYS, dirs_exist_ok=True)


async def an_open_round_with_a_sealed_key(services: Services) -> None:
    """As a crash right before the seal's commit leaves it."""
    await a_full_round(services)
    (name,) = KeyStore(KEYS).names(Use.TEXT)
    KeyStore(KEYS).create(name, Use.SEALED)


async def a_round_with_one_withdrawing(services: Services) -> None:
    await a_sealed_round(services)
    known = acknowledged()
    code, _ = known.popitem()
    await services.receipts.withdraw(Token.parse(code), GUILD, CLOSES)
    remember(known)


async def a_forgotten_group(services: Services) -> None:
    """With one sealed round, and one that is open."""
    await a_sealed_round(services)
    await services.openings.attend(1, LAST_CHANCE)
    await services.groups.forget(1, an_admin(), LAST_CHANCE)


async def open_it(services: Services) -> None:
    for group_id in await services.openings.due(SLOT):
        await services.openings.attend(group_id, SLOT)


async def send_the_form(services: Services) -> None:
    await services.answers.submit(1, FORM, a_clinician(50), SENT, NOW)


async def end_in_time(services: Services) -> None:
    for round_id in await services.rounds.ended(CLOSES):
        await services.rounds.end(round_id, CLOSES)


async def end_below_k(services: Services) -> None:
    for round_id in await services.rounds.ended(LAST_CHANCE):
        await services.rounds.end(round_id, LAST_CHANCE)


async def mend(services: Services) -> None:
    await services.sealing.recover()


async def sweep_the_night(services: Services) -> None:
    for round_id in await services.sweeping.rounds_due(MORNING):
        await services.sweeping.sweep(round_id, MORNING)


async def sweep_past_retention(services: Services) -> None:
    for round_id in await services.sweeping.rounds_due(RETAINED):
        await services.sweeping.sweep(round_id, RETAINED)


async def forget_the_group(services: Services) -> None:
    for group_id in await services.sweeping.groups_due(FORGOTTEN):
        await services.sweeping.forget(group_id, FORGOTTEN)


async def withdraw_one(services: Services) -> None:
    """By the receipt that comes first; done again, it is gone already."""
    code = min(acknowledged())
    with contextlib.suppress(UnknownReceipt):
        await services.receipts.withdraw(Token.parse(code), GUILD, NOW)


async def remove_one(services: Services) -> None:
    code = min(acknowledged())
    handle = Token.parse(code).sealed_id.hex()
    await services.summaries.remove(1, handle, a_facilitator(), CLOSES)


async def import_prompts(services: Services) -> None:
    deck = Deck("ours", tuple(a_prompt(f"ours-{n}", title=f"Ours {n}") for n in range(5)))
    await services.prompts.take_in(1, an_admin(), deck, NOW, only=True)


SCENES: dict[str, tuple[Act, Act]] = {
    "opening": (a_group, open_it),
    "submit": (a_full_round, send_the_form),
    "seal": (a_full_round, end_in_time),
    "mending after the commit": (a_sealed_round_with_its_old_keys, mend),
    "mending before the commit": (an_open_round_with_a_sealed_key, mend),
    "withdrawal": (a_full_round, withdraw_one),
    "removal": (a_sealed_round, remove_one),
    "import": (a_group, import_prompts),
    "shredding": (a_round_below_k, end_below_k),
    "sweep": (a_round_with_one_withdrawing, sweep_the_night),
    "retention": (a_sealed_round, sweep_past_retention),
    "forgetting": (a_forgotten_group, forget_the_group),
}
