"""The program under load: the product or a bare bot, turned towards the benchmark's Discord.

    python -m tests.benchmarks.load.client WHICH API GATEWAY

Both are started through here, so that neither has an advantage; nothing else of them is changed.
"""

from __future__ import annotations

import os
import sys

import discord.http
import yarl
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket


class Ping(ui.View):
    """One button that answers at once."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="Ping", custom_id="ping")
    async def ping(self, interaction: discord.Interaction, _: ui.Button[Ping]) -> None:
        await interaction.response.send_message("pong", ephemeral=True)


class Bare(discord.Client):
    """The least a bot can do: one command and one button, the same intents, no store."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        @self.tree.command(name="ping", description="Answers.")
        async def ping(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("pong", ephemeral=True)

        self.add_view(Ping())
        await self.tree.sync()


def main(which: str, api: str, gateway: str) -> None:
    """Run until stopped."""
    discord.http.Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
    if which == "bare":
        Bare().run(os.environ["DISCORD_TOKEN"], log_handler=None)
        return
    from bot.cli import main as product  # noqa: PLC0415 - the bare bot must not pay for it

    product(["run"])


if __name__ == "__main__":
    main(*sys.argv[1:])
