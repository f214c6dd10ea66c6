"""Carries a scheduled message to Discord, once, whatever happens in between.

The services decide what is owed and to whom it belongs; here lies what only Discord can tell: was
it sent already, did it arrive, is the channel open to us. A message is recognised by the
custom_ids of its buttons, or by its words where it has none: our own messages are readable without
the message content intent.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.services.values import PostKind
from bot.views.notices import view_of
from bot.views.prompt_post import prompt_post

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from bot.services.posts import Posts
    from bot.services.values import Post

log = logging.getLogger(__name__)

TIME_LIMIT = 60.0  # Well below the lease, so that a slow sender never meets its successor.
PAUSES = (1.0, 3.0)
LOOK_BACK = timedelta(minutes=5)

Channel = discord.TextChannel | discord.Thread


class Unsure(Exception):
    """It cannot be known whether the message is there; nothing may be sent."""


class Sender:
    """Sends what the outbox holds."""

    def __init__(self, client: discord.Client, posts: Posts, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._posts = posts
        self._now = clock

    async def send(self, post_id: int) -> None:
        """Claim, send and record one message. Troubles are logged by kind and tried again."""
        post = await self._posts.claim(post_id, self._now())
        if post is None:
            return
        try:
            async with asyncio.timeout(TIME_LIMIT):
                await self._deliver(post)
        except (
            discord.DiscordServerError,
            Unsure,
            TimeoutError,
            aiohttp.ClientError,
            OSError,
        ) as e:
            # It may have arrived. The claim runs out, and whoever takes it over looks first.
            log.warning("a %s message is uncertain: %s", post.kind, type(e).__name__)
        except discord.HTTPException as error:
            log.warning("a %s message was refused: %s", post.kind, type(error).__name__)
            await self._posts.failed(post, self._now(), blocked=True)

    async def _deliver(self, post: Post) -> None:
        channel = await self._channel(post.channel_id)
        if post.uncertain and await self._adopted(channel, post):
            return
        ready = await self._posts.ready(post, self._now())
        if ready is None:
            return
        if ready.kind is not PostKind.PROMPT:
            await self._bring_prompt_up_to_date(ready)
        view = view_of(ready)
        if view is None:
            await self._posts.posted(ready, None)
        else:
            await self._post(channel, ready, view)

    async def _post(self, channel: Channel, post: Post, view: discord.ui.LayoutView) -> None:
        message = await self._sent(channel, post, view)
        eldest = message.id
        if post.attempt > 1:
            eldest = await self._eldest_kept(channel, post, view)
        if not await self._posts.posted(post, eldest):
            await self._eldest_kept(channel, post, view)

    async def _sent(
        self, channel: Channel, post: Post, view: discord.ui.LayoutView
    ) -> discord.Message:
        # discord.py tries again after 500, 502 and 504, but not after 503 or a reset connection.
        # With the nonce Discord returns the first message, if there is one.
        for pause in PAUSES:
            try:
                return await channel.send(view=view, nonce=post.nonce)
            except (discord.DiscordServerError, aiohttp.ClientError, OSError):
                await asyncio.sleep(pause)
        return await channel.send(view=view, nonce=post.nonce)

    async def _adopted(self, channel: Channel, post: Post) -> bool:
        """Whether an earlier sender's message was found and recorded as this post's."""
        view = view_of(post)
        if view is None or not await self._matching(channel, post, view):
            return False
        eldest = await self._eldest_kept(channel, post, view)
        await channel.get_partial_message(eldest).edit(view=view)
        await self._posts.posted(post, eldest)
        return True

    async def _eldest_kept(self, channel: Channel, post: Post, view: discord.ui.LayoutView) -> int:
        eldest, *younger = await self._matching(channel, post, view)
        for twin in younger:
            await twin.delete()
        return eldest.id

    async def _matching(
        self, channel: Channel, post: Post, view: discord.ui.LayoutView
    ) -> list[discord.Message]:
        """Our messages that say the same, eldest first. Raises Unsure where we may not look."""
        wanted = marks(view.to_components())  # type: ignore[no-untyped-call]
        since = post.slot.at - LOOK_BACK
        try:
            return [
                message
                async for message in channel.history(after=since, limit=None, oldest_first=True)
                if message.author == self._client.user
                and marks([part.to_dict() for part in message.components]) == wanted
            ]
        except discord.Forbidden:
            raise Unsure from None

    async def _bring_prompt_up_to_date(self, post: Post) -> None:
        if post.round is None or post.prompt_message_id is None:
            return
        # A prompt that someone deleted, or a channel that closed, must not hold up the rest.
        with suppress(discord.NotFound, discord.Forbidden):
            channel = await self._channel(post.round.channel_id)
            prompt = channel.get_partial_message(post.prompt_message_id)
            await prompt.edit(view=prompt_post(post.round))

    async def _channel(self, channel_id: int) -> Channel:
        known = self._client.get_channel(channel_id)
        channel = known or await self._client.fetch_channel(channel_id)
        if not isinstance(channel, discord.TextChannel | discord.Thread):
            raise Unsure
        return channel


def marks(components: Iterable[Any]) -> frozenset[str]:
    """What a message is recognised by: its buttons' custom_ids, else its words."""
    parts = list(_parts(components))
    ids = frozenset(part["custom_id"] for part in parts if part.get("custom_id"))
    return ids or frozenset(part["content"] for part in parts if part.get("content"))


def _parts(components: Iterable[Any]) -> Iterator[Any]:
    for part in components:
        yield part
        yield from _parts(part.get("components", ()))
