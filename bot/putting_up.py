"""*What we heard* in its channel: put up with a thread, kept up to date, taken down again.

Each step can be done twice, and the one that says where the card stands comes before those that
need to know it; so whoever takes over after a crash finishes what was begun.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, TypeAlias

import discord

from bot.drawing.drawer import DrawingFailed
from bot.not_taken import SERVER_ERROR, Channel, redraw, refusals
from bot.services.values import PostKind
from bot.themes.heard import for_all
from bot.views.catalogue import heard as words
from bot.views.chart import chart
from bot.views.heard import card, picture_file

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.drawing.drawer import Drawer
    from bot.services.posts import Posts
    from bot.services.values import Post
    from bot.themes.asked import Asked

    Send: TypeAlias = Callable[[Channel, Post, discord.ui.LayoutView, bytes | None], Awaitable[int]]

log = logging.getLogger(__name__)

UNKNOWN_CHANNEL, HAS_A_THREAD = 10003, 160004
"""Discord's codes."""
A_WEEK: Literal[10080] = 10080
"""Minutes without a word after which Discord hides a thread."""


class PuttingUp:
    """Does for the card what the outbox says about it."""

    def __init__(
        self, client: discord.Client, posts: Posts, clock: Callable[[], datetime], drawer: Drawer
    ) -> None:
        self._client = client
        self._posts = posts
        self._now = clock
        self._drawer = drawer

    async def deliver(self, channel: Channel, post: Post, standing: int | None, send: Send) -> None:
        """Bring the channel to what is wanted; ``standing`` is where the card is, if it is."""
        ready = await self._posts.ready(post, self._now())
        if ready is None:
            return
        if post.kind is PostKind.TAKEN:
            await self._take_down(channel, post, standing)
            return
        message_id = await self._shown(channel, post, ready, standing, send)
        if message_id is None:
            await self._posts.taken_down(post, standing)
        elif await self._posts.keep(post, message_id):
            if post.message_id is None or post.uncertain:  # Else there is one, or it was deleted.
                await _open_thread(channel, message_id, ready)
            await self._posts.posted(post, message_id)

    async def _shown(
        self, channel: Channel, post: Post, ready: Post, standing: int | None, send: Send
    ) -> int | None:
        """Send the card, or say in it what is true by now; None if somebody has deleted it."""
        if ready.round is None or ready.heard is None:
            raise ValueError("a card is about a round, and made of what its group may hear")
        picture = await self._drawn(ready.heard.asked)
        view = card(ready.round.id, ready.heard, with_picture=picture is not None)
        if standing is None:
            return await send(channel, ready, view, picture)
        file = None if picture is None else picture_file(picture)
        with refusals(post):
            try:
                await redraw(channel, standing, view, file)
            except discord.NotFound as error:
                if error.code == UNKNOWN_CHANNEL:
                    raise
                return None
        return standing

    async def _drawn(self, asked: Asked) -> bytes | None:
        try:
            return await self._drawer.drawn(chart(for_all(asked)))
        except DrawingFailed:  # The numbers stand in the text as well.
            log.warning("a chart could not be drawn")
            return None

    async def _take_down(self, channel: Channel, post: Post, standing: int | None) -> None:
        if standing is not None:
            if not await self._posts.keep(post, standing):
                return
            with refusals(post):
                with suppress(discord.NotFound):
                    await channel.get_partial_message(standing).delete()
                await self._close_thread(standing)
        await self._posts.taken_down(post, standing)

    async def _close_thread(self, thread_id: int) -> None:
        """Lock and close the thread below a card; only close it where locking is not allowed."""
        with suppress(discord.NotFound, discord.Forbidden):
            thread = await self._client.fetch_channel(thread_id)
            if not isinstance(thread, discord.Thread):
                return
            try:
                await thread.edit(archived=True, locked=True)
            except discord.Forbidden:
                log.warning("the thread of a card may not be locked: it is only closed")
                await thread.edit(archived=True)


async def _open_thread(channel: Channel, message_id: int, ready: Post) -> None:
    """Open the card's thread. Where that is not allowed the card stands without one."""
    if not isinstance(channel, discord.TextChannel) or ready.round is None:
        return
    name = words.thread_name(ready.round.prompt.title)
    message = channel.get_partial_message(message_id)
    try:
        await message.create_thread(name=name, auto_archive_duration=A_WEEK)
    except discord.HTTPException as error:
        if error.status >= SERVER_ERROR:
            raise
        if error.code != HAS_A_THREAD:
            log.warning("a card is without its thread: %s", type(error).__name__)
