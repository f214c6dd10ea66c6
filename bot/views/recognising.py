"""How a message that the bot may have sent before is known again in a channel.

By the custom_id of its button, or by its words where it has none: a bot reads its own messages
without the message content intent. What is compared must not depend on when it is looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.services.values import PostKind
from bot.views import custom_ids, share_ids
from bot.views.notices import view_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from bot.services.values import Post

BY_BUTTON = {
    PostKind.COUNTS: share_ids.counts,
    PostKind.HEARD: share_ids.heard,
    PostKind.TAKEN: share_ids.heard,
}
"""What is known by its button alone: its words change as words leave the box."""


def marks_of(post: Post) -> frozenset[str]:
    """What only this post's message bears; empty for a post that has no message."""
    if post.kind is PostKind.PROMPT and post.round is not None:
        # The one that was sent had its buttons, even if the round is closed by now.
        return frozenset({custom_ids.answer(post.round.id)})
    if post.kind in BY_BUTTON and post.round is not None:
        return frozenset({BY_BUTTON[post.kind](post.round.id)})
    view = view_of(post)
    return frozenset() if view is None else marks(view.to_components())  # type: ignore[no-untyped-call]


def possible_since(post: Post) -> datetime:
    """Before this instant, aware UTC, no sender can have sent it."""
    if post.round is None:
        return post.slot.at
    if post.kind in (PostKind.HEARD, PostKind.TAKEN, PostKind.UNSHARED):
        return post.slot.at
    if post.kind in (PostKind.SUMMARY, PostKind.COUNTS):
        return post.round.closes_at
    return min(post.slot.at, post.round.opens_at)


def marks(components: Iterable[Any]) -> frozenset[str]:
    """The custom_ids in a message's components, as Discord sends them; else the words."""
    parts = list(_parts(components))
    ids = frozenset(part["custom_id"] for part in parts if part.get("custom_id"))
    return ids or frozenset(part["content"] for part in parts if part.get("content"))


def _parts(components: Iterable[Any]) -> Iterator[Any]:
    for part in components:
        yield part
        yield from _parts(part.get("components", ()))
