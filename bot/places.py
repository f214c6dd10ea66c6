"""Where a message of the bot's may stand, and what of it stands there already.

A line for the facilitators comes to the group's own channel where theirs is gone or closed to the
bot. So whoever looks for what an earlier sender may have sent looks in both.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import discord

from bot.not_taken import Channel
from bot.views.recognising import marks, marks_of, possible_since

if TYPE_CHECKING:
    from bot.services.values import Post

LOOK_BACK = timedelta(minutes=5)  # So far apart may our clock and Discord's be.


class Standing(NamedTuple):
    """A message of the bot's and the channel it is in."""

    channel: Channel
    message_id: int


class Places:
    """The channels of messages, as Discord lets the bot reach them."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def channel(self, channel_id: int) -> Channel:
        """The channel, from memory or from Discord. Raises what Discord says if there is none."""
        known = self._client.get_channel(channel_id)
        channel = known or await self._client.fetch_channel(channel_id)
        if not isinstance(channel, discord.TextChannel | discord.Thread):
            raise discord.InvalidData
        return channel

    async def first(self, post: Post) -> Channel:
        """A message's own channel; or the group's, where the facilitators' is gone."""
        try:
            return await self.channel(post.channel_id)
        except (discord.NotFound, discord.Forbidden):
            if post.channel_id == post.fallback_id:
                raise
            return await self.channel(post.fallback_id)

    async def eldest_kept(self, post: Post, *sent: Standing) -> Standing | None:
        """Delete all but the eldest of the messages that are this post's; None if there is none."""
        found = {each.message_id: each.channel for each in sent} | await self._standing(post)
        for twin in sorted(found)[1:]:
            with suppress(discord.NotFound):
                await found[twin].get_partial_message(twin).delete()
        return Standing(found[min(found)], min(found)) if found else None

    async def _standing(self, post: Post) -> dict[int, Channel]:
        """Raises where one of its places is closed to us and nothing was found in the other."""
        found, closed = dict[int, Channel](), None
        places = {post.channel_id, post.fallback_id}
        for channel_id in places:
            try:
                channel = await self.channel(channel_id)
                found |= dict.fromkeys(await self._matching(channel, post), channel)
            except discord.NotFound:  # What stood there is gone with it; the other one counts.
                if len(places) == 1:
                    raise
            except (discord.Forbidden, discord.InvalidData) as error:
                closed = error
        if closed is not None and not found:
            raise closed
        return found

    async def _matching(self, channel: Channel, post: Post) -> list[int]:
        wanted, since = marks_of(post), possible_since(post) - LOOK_BACK
        if not wanted:
            return []
        return [
            message.id
            async for message in channel.history(after=since, limit=None, oldest_first=True)
            if message.author == self._client.user
            and wanted <= marks([part.to_dict() for part in message.components])
        ]
