"""The bot as Discord sees it: least intents, commands in place, cogs loaded by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.analysing import Analyst, in_a_worker
from bot.errors import StoreUnavailable
from bot.replies import GuardedTree
from bot.services.values import Caller
from bot.themes.embedding import EmbedderName

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.analysing import Reader
    from bot.services import Services

EXTENSIONS = (
    "cogs.answering",
    "cogs.receipts",
    "cogs.guarding",
    "cogs.passing",
    "cogs.facilitation",
    "cogs.themes",
    "cogs.closing",
    "cogs.moderation",
    "cogs.setup",
    "cogs.schedule",
    "cogs.dates",
    "cogs.prompts",
    "cogs.decks",
    "cogs.check",
    "cogs.audit_log",
    "cogs.watching",
    "cogs.welcome",
    "cogs.ending",
    "cogs.privacy",
    "cogs.strangers",
    "cogs.posting",
    "cogs.analysing",
)

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    read_message_history=True,
    attach_files=True,
    create_public_threads=True,
    send_messages_in_threads=True,
)


class SupervisionBot(commands.Bot):
    """Holds the services and the clock; everything it does is in the cogs."""

    def __init__(
        self,
        services: Services,
        clock: Callable[[], datetime],
        *,
        beat: Callable[[], None] = lambda: None,
        on_postgres: bool = False,
        reader: Reader | None = None,
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            tree_cls=GuardedTree,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            # Longer waits are ours: a sender gives up and comes back, and blocks nobody meanwhile.
            max_ratelimit_timeout=30.0,
        )
        self.services = services
        self.now = clock
        self.beat = beat
        self.on_postgres = on_postgres
        self.analyst = Analyst(services.analyses, reader or in_a_worker(EmbedderName.MINILM), clock)
        self._commands: dict[str, discord.app_commands.AppCommand] = {}

    async def setup_hook(self) -> None:
        for name in EXTENSIONS:
            await self.load_extension(name)
        self._commands = {command.name: command for command in await self.tree.sync()}

    def command_mention(self, name: str) -> str:
        """A command as something to click, such as ``</answer:1>`` or ``</schedule show:2>``."""
        command = self._commands.get(name.partition(" ")[0])
        return f"</{name}:{command.id}>" if command else f"/{name}"


def bot_of(interaction: discord.Interaction) -> SupervisionBot:
    """The bot behind an interaction; discord.py's own type says only that it is a client."""
    if not isinstance(interaction.client, SupervisionBot):
        raise TypeError("the interaction belongs to another client")
    return interaction.client


def caller_of(interaction: discord.Interaction) -> Caller:
    """Who is at the door, with the roles Discord sent along."""
    if interaction.guild_id is None or not isinstance(interaction.user, discord.Member):
        raise TypeError("the interaction belongs to no guild")
    if interaction.guild is None or interaction.guild.unavailable:
        raise StoreUnavailable  # Its roles are not known yet, and they decide who counts.
    roles = frozenset(role.id for role in interaction.user.roles)
    return Caller(interaction.user.id, interaction.guild_id, roles)


def channels_of(interaction: discord.Interaction) -> list[int]:
    """The channel the interaction came from, and its parent where it is a thread."""
    channel = interaction.channel
    here = [] if interaction.channel_id is None else [interaction.channel_id]
    if isinstance(channel, discord.Thread):
        return [*here, channel.parent_id]
    return here
