"""From settings to a running bot: opens what it needs in order, and closes it again."""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot import heartbeat, server_settings
from bot.analysing import in_a_worker
from bot.ballot.keystore import KeyStore
from bot.client import PERMISSIONS, SupervisionBot
from bot.database_words import refuse_without_database, words_for_troubles
from bot.errors import BadSetting, Unreachable
from bot.guard import Guard
from bot.operation.endpoints import serving
from bot.operation.standing import trouble
from bot.operation.stopping import until_stopped
from bot.services import Services
from db import migrate, postgres
from db.engine import Database
from prompts import PromptFileError, load_codebook, load_deck

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.settings import Settings

WRONG_SHARDS = frozenset({4010, 4011})
"""Discord closes with these where a shard is invalid, or one shard is not enough."""
log = logging.getLogger(__name__)
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
        yield database, Services.over(database, keys, deck, codebook, guard, settings.embedder)
    finally:
        await database.close()


@asynccontextmanager
async def mended(settings: Settings) -> AsyncIterator[tuple[Database, Services]]:
    """The store as a bot that serves needs it: newest schema, nothing left half done."""
    async with opened(settings) as (database, services):
        with words_for_troubles():
            await migrate.upgrade(database.patient)
            await services.sealing.recover()
            await services.openings.realign()
            await services.analyses.read_again(utc_now())
            for sentence in await _concerns(database):
                log.warning("%s", sentence)
        yield database, services


async def _concerns(database: Database) -> list[str]:
    """What somebody should change about the database's server, if it has one."""
    if database.is_sqlite:
        return []
    return list(server_settings.warnings(await postgres.settings_of(database.patient)))


async def prepared(settings: Settings) -> None:
    """Bring the database to the newest schema, and no more."""
    async with opened(settings) as (database, _):
        with words_for_troubles():
            await migrate.upgrade(database.patient)


async def checked(settings: Settings) -> list[str]:
    """What was found in order, a line each; changes nothing, also beside a running bot.

    Raises BadSetting for the first thing that is not in order.
    """
    refuse_without_database(settings)
    async with opened(settings) as (database, services):
        with words_for_troubles():
            await migrate.check(database.patient)
            await services.sealing.require_keys()
            concerns = await _concerns(database)
        await services.health.require_model()
        in_order = [] if database.is_sqlite else [server_settings.IN_ORDER]
        deck = services.groups.deck
        return [
            "Settings and folders: in order.",
            "Database: newest schema, no drift.",
            "Keys: every open round has its own.",
            f"Prompts: {len(deck.prompts)} in the deck “{deck.name}”.",
            f"Themes: the model {settings.embedder} is there, and is the one that was measured.",
            *(concerns or in_order),
            _watched(settings),
        ]


def _watched(settings: Settings) -> str:
    where = f"http://{settings.http_host}:{settings.http_port}" if settings.http_port else None
    served = f"/healthz and /metrics at {where}" if where else "no /healthz and /metrics"
    return f"Watching: {served}; the log as {settings.log_format}."


async def erased(settings: Settings) -> list[str]:
    """The record of erasures, a line each, eldest first. Raises BadSetting."""
    refuse_without_database(settings)
    async with opened(settings) as (_, services):
        with words_for_troubles():
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
    pulse = heartbeat.Pulse(settings.data_dir)
    async with mended(settings) as (database, services):
        bot = SupervisionBot(
            services,
            utc_now,
            beat=pulse.beat,
            on_postgres=not database.is_sqlite,
            readers=in_a_worker(settings.embedder),
            share=settings.share,
        )
        try:
            async with (
                serving(settings.http_host, settings.http_port, partial(trouble, bot), bot.meters),
                bot,
            ):
                await until_stopped(bot, _start(bot, token, say))
        finally:
            pulse.rest()


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
    try:
        await bot.connect()
    except discord.ConnectionClosed as closed:
        if closed.code not in WRONG_SHARDS:
            raise
        raise BadSetting(
            "SHARD_COUNT is too small for the number of servers the bot is in, or differs from "
            "what Discord asks for. One shard holds at most 2,500 servers; nothing was changed."
        ) from None


def invitation(application_id: int) -> str:
    """The link that invites the bot with just the permissions it needs."""
    return discord.utils.oauth_url(
        application_id, permissions=PERMISSIONS, scopes=("bot", "applications.commands")
    )
