"""What a sender is handed: a message that is owed, and all that it needs to know to send it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.services.states import PostKind

if TYPE_CHECKING:
    from bot.rotation.recurrence import Slot
    from bot.services.values import RoundCard
    from bot.themes.heard import Heard


@dataclass(frozen=True, slots=True)
class Post:
    """A scheduled message that this process has claimed for a while."""

    id: int
    kind: PostKind
    channel_id: int
    slot: Slot
    nonce: str
    """The same for every attempt, so that Discord returns the first message again."""
    attempt: int
    uncertain: bool
    """An earlier sender may have sent it: look into the channel first."""
    round: RoundCard | None
    fallback_id: int
    """The channel the group answers in, for where its facilitators' is gone or closed."""
    prompt_message_id: int | None
    """The prompt's own message, which every later message about the round brings up to date."""
    reminder_role_id: int | None = None
    message_id: int | None = None
    """Where it stands already; then it is brought up to date, or taken down."""
    heard: Heard | None = None
    """What the group may hear of the round; *What we heard* has it only once it is ready."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A round whose summary is shared. ``message_id`` is None while the card is on its way.

    ``already``: it was shared before, so that nothing was done.
    """

    round: RoundCard
    message_id: int | None
    already: bool
