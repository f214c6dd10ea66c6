"""Puts the demo together: a fresh store in a temporary folder, one bot, its group, one link."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.ballot.keystore import KeyStore
from bot.client import SupervisionBot
from bot.demo.answers import answered_rounds
from bot.demo.group import Practice, a_practice
from bot.demo.past import Clock, live_through
from bot.demo.preview import Scene, show
from bot.guard import Guard
from bot.rotation import UnknownZone, known_zone
from bot.services import Services
from db import migrate
from db.engine import Database
from prompts import Deck, load_codebook, load_deck

if TYPE_CHECKING:
    from simcord import Env

INTRODUCTION = """
A supervision group in its fifth week: four rounds are sealed, and this week's is open.

    {link}

Open this link, and choose at the top, under “Viewing as”, who you are. Then try:

    as a clinician             press “Answer anonymously” on the open prompt
    as Ruth, the facilitator   type /summary: how far this round is, and last week's; “Over time”
    as Ruth again              type /close and confirm; then “Open the summary”, “All answers”
    as Alex, the admin         type /setup and choose a time zone

Ctrl-C ends it and deletes what was written.
"""


async def play() -> None:
    """Show the demo in the browser until cancelled, or ended there. Raises BadSetting."""
    zone = zone_here()
    with tempfile.TemporaryDirectory(prefix="supervision-bot-demo-") as folder:
        async with fresh_services(Path(folder)) as services:
            clock = Clock()
            bot = SupervisionBot(services, clock)

            async def build(env: Env) -> Scene:
                practice = await furnish(env, bot, clock, zone)
                return Scene(practice.channel, practice.viewers)

            await show(bot, build, _introduce, zone=zone)


@asynccontextmanager
async def fresh_services(folder: Path) -> AsyncIterator[Services]:
    """An empty store in ``folder``, and the deck with the prompts first that have answers."""
    data, keys = folder / "data", folder / "keys"
    for each in (data, keys):
        each.mkdir(mode=0o700)
    codebook = load_codebook()
    deck = _answered_first(load_deck(codebook=codebook))
    database = Database(f"sqlite+aiosqlite:///{data / 'supervision.db'}")
    try:
        await migrate.upgrade(database.engine)
        yield Services.over(database, KeyStore(keys), deck, codebook, Guard.load())
    finally:
        await database.close()


async def furnish(env: Env, bot: SupervisionBot, clock: Clock, zone: str) -> Practice:
    """Build the guild and its past; from now on the bot's time is its Discord's."""
    clock.read = env.now
    practice = a_practice(env)
    await live_through(env, bot, practice, zone)
    return practice


def zone_here() -> str:
    """The zone of this machine, so that the dates shown are the visitor's own; else London's."""
    link = re.search(r"zoneinfo[^/]*/(.+)", str(Path("/etc/localtime").resolve()))
    try:
        return known_zone(os.environ.get("TZ") or (link[1] if link else ""))
    except UnknownZone:
        return "Europe/London"


def _answered_first(deck: Deck) -> Deck:
    keys = [each.prompt for each in answered_rounds()]
    others = (prompt for prompt in deck.prompts if prompt.key not in keys)
    return replace(deck, prompts=(*map(deck.get, keys), *others))


def _introduce(link: str) -> None:
    click.echo(INTRODUCTION.format(link=link))
