"""The bot as Discord sees it: least intents, commands in place, cogs loaded by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.analysing import Analyst, in_a_worker
from bot.drawing.drawer import Drawer
from bot.errors import ServerOutOfReach
from bot.operation.meters import Meters
from bot.operation.waiting import timing
from bot.replies import GuardedTree
from bot.services.values import Caller
from bot.shards import EVERYTHING, Share
from bot.themes.embedding import EmbedderName

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import yarl

    from bot.analysing import Readers
    from bot.services import Services

EXTENSIONS = (
    "cogs.answering",
    "cogs.receipts",
    "cogs.guarding",
    "cogs.passing",
    "cogs.facilitation",
    "cogs.themes",
    "cogs.documents",
    "cogs.sharing",
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


class SupervisionBot(commands.AutoShardedBot):
    """Holds the services and the clock; everything it does is in the cogs.

    ``share``: the shards it listens to, while other processes listen to the others.
    """

    def __init__(
        self,
        services: Services,
        clock: Callable[[], datetime],
        *,
        beat: Callable[[], None] = lambda: None,
        on_postgres: bool = False,
        readers: Readers | None = None,
        meters: Meters | None = None,
        share: Share = EVERYTHING,
    ) -> None:
        meters = meters or Meters(clock)
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
            http_trace=timing(clock, meters),
            shard_count=share.count,
            shard_ids=list(share.ids),
        )
        self.share = share
        self.services = services
        self.drawer = Drawer()
        self.now = clock
        self.meters = meters
        self.moved_at: datetime | None = None
        self.stopping = False
        self.beat = beat
        self.on_postgres = on_postgres
        self.analyst = Analyst(
            services.analyses, readers or in_a_worker(EmbedderName.MINILM), clock, meters
        )
        self._commands: dict[str, discord.app_commands.AppCommand] = {}

    async def launch_shard(
        self, gateway: yarl.URL, shard_id: int, *, initial: bool = False
    ) -> None:
        """Connect a shard; discord.py tries for ever, also a bot that is being stopped."""
        if not self.is_closed():
            await super().launch_shard(gateway, shard_id, initial=initial)

    async def setup_hook(self) -> None:
        for name in EXTENSIONS:
            await self.load_extension(name)
        # Only one of several processes: else an older version that starts last would bring its own
        # commands back.
        known = self.tree.sync if self.share.leads else self.tree.fetch_commands
        self._commands = {command.name: command for command in await known()}

    @property
    def connected(self) -> bool:
        """Whether Discord reaches this bot just now."""
        return self.is_ready() and not any(shard.is_closed() for shard in self.shards.values())

    async def leave(self) -> None:
        """Say goodbye to Discord's gateway, so that nothing new comes; what can be sent still is.

        Whoever runs ``connect`` ends that first: it would come back.
        """
        for shard in self.shards.values():
            await shard.disconnect()

    def moved(self) -> None:
        """The scheduler did something, or looked and found nothing to do."""
        self.moved_at = self.now()

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
        raise ServerOutOfReach  # Its roles are not known yet, and they decide who counts.
    roles = frozenset(role.id for role in interaction.user.roles)
    return Caller(interaction.user.id, interaction.guild_id, roles)


def channels_of(interaction: discord.Interaction) -> list[int]:
    """The channel the interaction came from, and its parent where it is a thread."""
    channel = interaction.channel
    here = [] if interaction.channel_id is None else [interaction.channel_id]
    if isinstance(channel, discord.Thread):
        return [*here, channel.parent_id]
    return here
