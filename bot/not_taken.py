"""What an answer of Discord's says about a message: that it is closed to us, lost, or not sent.

Only what was refused before anything could have arrived is a refusal; all else is uncertain.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.services.values import PostKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.services.values import Post

SERVER_ERROR = 500

LOST = (discord.DiscordServerError, aiohttp.ClientError, OSError)
CLOSED = (discord.Forbidden, discord.NotFound, discord.InvalidData)
TROUBLE = (discord.DiscordException, aiohttp.ClientError, OSError)

Channel = discord.TextChannel | discord.Thread


class NotTaken(Exception):
    """Discord said no, and nothing was sent that might have arrived all the same."""

    def __init__(self, post: Post, answer: discord.DiscordException) -> None:
        super().__init__(type(answer).__name__)
        self.post = post
        self.blocked = isinstance(answer, CLOSED)
        was_there = post.kind is PostKind.TAKEN or post.message_id is not None
        self.took_it_along = was_there and isinstance(answer, discord.NotFound)
        """The channel is gone, and with it the message that was to be changed in it."""


@contextmanager
def refusals(post: Post) -> Iterator[None]:
    """Around what, if it is refused, was certainly not done. Raises NotTaken."""
    try:
        yield
    except (discord.RateLimited, discord.InvalidData) as error:
        raise NotTaken(post, error) from None
    except discord.HTTPException as error:
        if error.status >= SERVER_ERROR:
            raise
        raise NotTaken(post, error) from None


async def redraw(
    channel: Channel,
    message_id: int,
    view: discord.ui.LayoutView,
    picture: discord.File | None = None,
) -> None:
    """Show something else in a message of ours, with this picture or with what it had."""
    # For an edit discord.py leaves out the client's own rule on mentions.
    nobody = discord.AllowedMentions.none()
    files = discord.utils.MISSING if picture is None else [picture]
    message = channel.get_partial_message(message_id)
    await message.edit(view=view, allowed_mentions=nobody, attachments=files)
