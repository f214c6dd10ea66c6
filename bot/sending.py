"""Carries a scheduled message to Discord, once, whatever happens in between.

The services decide what is owed and to whom it belongs; here lies what only Discord can tell: was
it sent already, did it arrive, is the channel open to us.

The rule throughout: only what was refused before anything could have arrived may go back into the
queue. Everything else is uncertain, and whoever is uncertain looks before sending.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import discord

from bot.drawing.drawer import Drawer
from bot.not_taken import CLOSED, LOST, TROUBLE, Channel, NotTaken, redraw, refusals
from bot.operation.meters import Meters
from bot.places import Places, Standing
from bot.putting_up import PuttingUp
from bot.services.shared import CARD
from bot.services.values import PostKind
from bot.views.heard import picture_file
from bot.views.notices import called, view_of
from bot.views.prompt_post import prompt_post

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.services.posts import Posts
    from bot.services.values import Post

log = logging.getLogger(__name__)

TIME_LIMIT = 60.0  # Well below the lease, so that a slow sender never meets its successor.
PAUSES = (1.0, 3.0)

NEWS = (PostKind.EXTENDED, PostKind.SUMMARY, PostKind.UNREAD)
"""What changes how the prompt looks."""


class Sender:
    """Sends what the outbox holds."""

    def __init__(
        self,
        client: discord.Client,
        posts: Posts,
        clock: Callable[[], datetime],
        drawer: Drawer | None = None,
        meters: Meters | None = None,
    ) -> None:
        self._places = Places(client)
        self._posts = posts
        self._now = clock
        self._card = PuttingUp(client, posts, clock, drawer or Drawer())
        self._meters = meters or Meters(clock)

    async def send(self, post_id: int) -> None:
        """Claim, send and record one message. Troubles are logged by kind and tried again."""
        post = await self._posts.claim(post_id, self._now())
        if post is not None:
            await self.carry(post)

    async def carry(self, post: Post) -> None:
        """Send and record a message that was claimed."""
        recorded = False
        try:
            async with asyncio.timeout(TIME_LIMIT):
                recorded = await self._deliver(post)
        except NotTaken as refusal:
            log.warning("a %s message was refused: %s", post.kind, refusal)
            self._meters.sent("refused")
            if refusal.took_it_along:
                await self._posts.taken_down(post, post.message_id)
            else:
                await self._posts.failed(refusal.post, self._now(), blocked=refusal.blocked)
        except TROUBLE as error:
            # It may have arrived. The claim runs out, and whoever takes it over looks first.
            log.warning("a %s message is uncertain: %s", post.kind, type(error).__name__)
            self._meters.sent("uncertain")
        except asyncio.CancelledError:
            # The bot stops. A successor need not wait for the claim to run out.
            await self._posts.release(post, self._now())
            raise
        if not recorded and await self._posts.overtaken(post):
            await self._tidy(post)

    async def _deliver(self, post: Post) -> bool:
        """Whether it was put on record as ours: then nobody can have taken it over."""
        with refusals(post):
            channel = await self._places.first(post)
            found = await self._places.eldest_kept(post) if _may_be_there(post) else None
        if post.kind in CARD:
            standing = post.message_id or (found and found.message_id)
            await self._card.deliver(channel, post, standing, self._post)
            return False
        if found is not None:
            return await self._adopt(post, found)
        ready = await self._posts.ready(post, self._now())
        if ready is None:
            return False
        await self._bring_prompt_up_to_date(ready)
        view = view_of(ready)
        message_id = None if view is None else await self._put(channel, ready, view)
        return await self._record(ready, message_id)

    async def _put(self, channel: Channel, post: Post, view: discord.ui.LayoutView) -> int:
        """Send it; where the facilitators' channel is closed to the bot, to the group's."""
        try:
            return await self._post(channel, post, view)
        except NotTaken as refusal:
            if not refusal.blocked or post.fallback_id in (post.channel_id, channel.id):
                raise
            log.warning("a %s message is refused and goes to its group: %s", post.kind, refusal)
        # discord.py tries again by itself, so that a refusal can hide a reply that was lost.
        with suppress(*CLOSED):
            if found := await self._places.eldest_kept(post):
                return found.message_id
        with refusals(post):
            channel = await self._places.channel(post.fallback_id)
        return await self._post(channel, post, view)

    async def _post(
        self,
        channel: Channel,
        post: Post,
        view: discord.ui.LayoutView,
        picture: bytes | None = None,
    ) -> int:
        def send() -> Awaitable[discord.Message]:
            files: Any = {} if picture is None else {"file": picture_file(picture)}
            calls = called(post)
            return channel.send(view=view, nonce=post.nonce, allowed_mentions=calls, **files)

        try:
            with refusals(post):
                message = await send()
        except LOST:
            message = await _insist(send)
        if post.attempt > 1:
            with suppress(discord.Forbidden):  # A closed history hides twins, but not this one.
                sent = Standing(channel, message.id)
                return (await self._places.eldest_kept(post, sent) or sent).message_id
        return message.id

    async def _adopt(self, post: Post, found: Standing) -> bool:
        """Record an earlier sender's message, as it would look if it were sent now."""
        view = view_of(post)
        with suppress(NotTaken), refusals(post):
            if view is not None:
                await redraw(*found, view)
        return await self._record(post, found.message_id)

    async def _record(self, post: Post, message_id: int | None) -> bool:
        recorded = await self._posts.posted(post, message_id)
        if recorded:
            self._meters.sent("posted")
        return recorded

    async def _tidy(self, post: Post) -> None:
        # Whoever took the post over may have looked before our message was there.
        try:
            async with asyncio.timeout(TIME_LIMIT):
                await self._places.eldest_kept(post)
        except TROUBLE as error:
            log.warning("a %s message may be there twice: %s", post.kind, type(error).__name__)

    async def _bring_prompt_up_to_date(self, post: Post) -> None:
        if post.kind not in NEWS or post.round is None or post.prompt_message_id is None:
            return
        # A prompt that someone deleted, or a channel that closed, must not hold up the rest.
        with suppress(NotTaken), refusals(post):
            channel = await self._places.channel(post.round.channel_id)
            await redraw(channel, post.prompt_message_id, prompt_post(post.round))


async def _insist(send: Callable[[], Awaitable[discord.Message]]) -> discord.Message:
    # discord.py tries again after 500, 502 and 504, but not after 503 or a reset connection. With
    # the nonce Discord returns the first message, if there is one.
    *pauses, last = PAUSES
    for pause in pauses:
        await asyncio.sleep(pause)
        with suppress(*LOST):
            return await send()
    await asyncio.sleep(last)
    return await send()


def _may_be_there(post: Post) -> bool:
    """Whether to look for it first: where somebody may have sent it and nobody noted where.

    A card that stands already is changed and not sent again: it may hold words that have left.
    """
    again = post.kind in CARD and post.attempt > 1
    return post.message_id is None and (post.uncertain or again)
