"""From settings to a running bot: opens what it needs in order, and closes it again."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import aiohttp
import discord
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot import heartbeat
from bot.analysing import in_a_worker
from bot.ballot.keystore import KeyStore
from bot.client import PERMISSIONS, SupervisionBot
from bot.errors import BadSetting, KeysMissing, StoreUnavailable, Unreachable
from bot.guard import Guard
from bot.services import Services
from db import migrate
from db.engine import Database, UnsafeEngine
from prompts import PromptFileError, load_codebook, load_deck

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from bot.settings import Settings


INVITE = "To invite the bot to a server, with just the permissions it needs:\n{}"


def utc_now() -> datetime:
    """The clock of a real bot; everything else is handed the time."""
    return datetime.now(UTC)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[tuple[Database, Services]]:
    """The store with the services over it, as it is found. Raises BadSetting."""
    settings.prepare()
    try:
        codebook = load_codebook()
        deck = load_deck(codebook=codebook)
    except PromptFileError as error:
        raise BadSetting(str(error)) from None
    database = Database(settings.database_url)
    try:
        keys, guard = KeyStore(settings.keys_dir), Guard.load()
        yield database, Services.over(database, keys, deck, codebook, guard)
    finally:
        await database.close()


@asynccontextmanager
async def mended(settings: Settings) -> AsyncIterator[tuple[Database, Services]]:
    """The store as a bot that serves needs it: newest schema, nothing left half done."""
    async with opened(settings) as (database, services):
        with _troubles_in_words():
            await migrate.upgrade(database.engine)
            await services.sealing.recover()
        yield database, services


@contextmanager
def _troubles_in_words() -> Iterator[None]:
    try:
        yield
    except migrate.NewerSchema:
        raise BadSetting(
            "DATABASE_URL leads to a database of a newer version of supervision-bot. Start that "
            "version, or choose another database; nothing was changed."
        ) from None
    except migrate.Drift:
        raise BadSetting(
            "The tables in the database are not those of this version. If it is an older one, "
            "“migrate” brings it up to date, and so does starting the bot; nothing was changed."
        ) from None
    except UnsafeEngine as error:
        raise BadSetting(f"DATABASE_URL cannot be used safely: {error}.") from None
    except KeysMissing:
        raise BadSetting(
            "KEYS_DIR does not hold the keys of a round that is open in the database. Put the "
            "folder back that belongs to this database; nothing was changed."
        ) from None
    except (SQLAlchemyError, StoreUnavailable, OSError) as error:
        raise BadSetting(
            f"DATABASE_URL leads to a database that cannot be opened ({_kind(error)}). Is it "
            "there, and may the bot write to it?"
        ) from None


def _kind(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return type(cause).__name__


async def prepared(settings: Settings) -> None:
    """Bring the database to the newest schema, and no more."""
    async with opened(settings) as (database, _):
        with _troubles_in_words():
            await migrate.upgrade(database.engine)


async def checked(settings: Settings) -> list[str]:
    """What was found in order, a line each; changes nothing, also beside a running bot.

    Raises BadSetting for the first thing that is not in order.
    """
    async with opened(settings) as (database, services):
        with _troubles_in_words():
            await migrate.check(database.engine)
            await services.sealing.require_keys()
        deck = services.groups.deck
        return [
            "Settings and folders: in order.",
            "Database: newest schema, no drift.",
            "Keys: every open round has its own.",
            f"Prompts: {len(deck.prompts)} in the deck “{deck.name}”.",
        ]


async def erased(settings: Settings) -> list[str]:
    """The record of erasures, a line each, eldest first. Raises BadSetting."""
    async with opened(settings) as (_, services):
        with _troubles_in_words():
            lines = await services.sweeping.record()
        return [
            f"{line.at:%Y-%m-%d}  server {line.guild_id}  group {line.group_id}  {line.what}"
            f" ({line.rounds})"
            for line in lines
        ]


async def serve(settings: Settings, token: str, say: Callable[[str], None]) -> None:
    """Run the bot on Discord until it is told to stop. Raises BadSetting.

    ``say`` takes the link that invites it: not a log, which keeps no ids.
    """
    # A bot that never speaks needs no libraries for voice, nor warnings that it lacks them.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    async with mended(settings) as (database, services):
        bot = SupervisionBot(
            services,
            utc_now,
            beat=lambda: heartbeat.beat(settings.data_dir),
            on_postgres=not database.is_sqlite,
            reader=in_a_worker(settings.embedder),
        )
        async with bot:
            with _stopping(bot):
                await _start(bot, token, say)


async def _start(bot: SupervisionBot, token: str, say: Callable[[str], None]) -> None:
    try:
        await bot.login(token)
    except discord.LoginFailure:
        raise BadSetting(
            "DISCORD_TOKEN was refused by Discord. Copy the token again from the developer portal, "
            "page Bot; an old one stops working when it is reset."
        ) from None
    except (aiohttp.ClientConnectionError, OSError):
        raise Unreachable from None
    if bot.application_id is not None:
        say(INVITE.format(invitation(bot.application_id)))
    await bot.connect()


@contextmanager
def _stopping(bot: SupervisionBot) -> Iterator[None]:
    """While inside, SIGTERM and Ctrl-C close the bot, which then ends what it has begun."""
    loop, closing = asyncio.get_running_loop(), set[asyncio.Task[None]]()

    def stop() -> None:
        closing.add(loop.create_task(bot.close()))

    signals = () if os.name == "nt" else (signal.SIGTERM, signal.SIGINT)
    for number in signals:
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


def invitation(application_id: int) -> str:
    """The link that invites the bot with just the permissions it needs."""
    return discord.utils.oauth_url(
        application_id, permissions=PERMISSIONS, scopes=("bot", "applications.commands")
    )
