"""A bot whose doors do what a test tells them to, in a Discord of one person."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import discord
import simcord
from discord import app_commands
from discord.ext import commands

from bot.replies import GuardedTree, Said, choices, respond
from tests.views.limits import TEXT, walk

Act: TypeAlias = Callable[[discord.Interaction], Any]


@dataclass
class Doors:
    """One command and one autocomplete, and the person in front of them."""

    env: simcord.Env
    bot: commands.Bot
    channel: simcord.ChannelHandle
    person: simcord.MemberActor
    act: list[Act]

    async def command(self, act: Act) -> simcord.InteractionResult:
        self.act[:] = [act]
        return await self.person.slash(self.channel, "door")

    async def suggestions(self, act: Act) -> list[Any]:
        self.act[:] = [act]
        return await self.person.autocomplete(self.channel, "pick", "word", "Ber")

    def answered(self) -> dict[str, Any]:
        """The body of the last answer that was sent."""
        requests = [r.json for r in self.env.http_requests if r.method == "POST" and r.json]
        body: Any = requests[-1]
        return dict(body.get("data", body))


@asynccontextmanager
async def opened(tree: type[app_commands.CommandTree[Any]]) -> AsyncIterator[Doors]:
    """The doors under this tree; the guards of ``bot.replies`` come with its own tree only."""
    act: list[Act] = []
    bot = _a_bot(tree, act)
    env = simcord.Env(bot, check_errors=False)
    await env.start()
    try:
        guild = env.create_guild()
        channel = guild.create_text_channel("supervision")
        person = guild.add_member(env.create_user("bea"))
        yield Doors(env, bot, channel, person, act)
    finally:
        await env.shutdown()


def _a_bot(tree: type[app_commands.CommandTree[Any]], act: list[Act]) -> commands.Bot:
    bot = commands.Bot("!", intents=discord.Intents(guilds=True), tree_cls=tree)

    @bot.tree.command(name="door", description="A door")
    async def door(interaction: discord.Interaction) -> None:
        await act[0](interaction)

    @bot.tree.command(name="pick", description="A door with suggestions")
    async def pick(interaction: discord.Interaction, word: str) -> None:
        await respond(interaction, word)

    async def suggest(interaction: discord.Interaction, _: str) -> list[app_commands.Choice[str]]:
        return list(await act[0](interaction))

    pick.autocomplete("word")(choices(suggest) if tree is GuardedTree else suggest)

    async def setup_hook() -> None:
        await bot.tree.sync()

    bot.setup_hook = setup_hook  # type: ignore[method-assign]
    return bot


def raising(error: BaseException) -> Callable[[discord.Interaction], Any]:
    async def act(_: discord.Interaction) -> None:
        raise error

    return act


def answering(what: Said) -> Callable[[discord.Interaction], Any]:
    async def act(interaction: discord.Interaction) -> None:
        await respond(interaction, what)

    return act


def read(result: simcord.InteractionResult) -> str:
    """All that the person can read in the answer."""
    messages = [result.response, *result.followups]
    parts = [part for m in messages if m is not None for part in walk(m.components)]
    return "\n".join(part["content"] for part in parts if part["type"] == TEXT)
