"""How a value or an error reaches a person, from whichever door they came in.

Whoever presses, types or sends something gets exactly one private answer. What went wrong inside
is logged as a random number, the kind of error and a line of our code: an error's own words may
quote a text, and discord.py's own logging would name the person.
"""

from __future__ import annotations

import functools
import logging
import secrets
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeAlias, TypeVar

import aiohttp
import discord
from discord import app_commands, ui

from bot.errors import KeysMissing, ReadableError, ServerOutOfReach, StoreUnavailable
from bot.views.catalogue import trouble
from bot.views.layout import Reply, Sheet, said

_log = logging.getLogger(__name__)

Said: TypeAlias = Reply | ui.LayoutView | str
HandBack: TypeAlias = Callable[[Exception, str], Reply]
"""Makes a reply of an error, its sentence, and the text that could not be stored."""

P = ParamSpec("P")
ChoiceT = TypeVar("ChoiceT")

NOBODY_WAITS = frozenset({10015, 10062, 40060, 50027})
"""Discord's codes for an interaction that has expired, or that was answered already."""

ROOT = Path(__file__).resolve().parent.parent
OUR_PACKAGES = frozenset({"bot", "cogs", "db", "prompts"})

REFUSALS = (
    (app_commands.NoPrivateMessage, trouble.ELSEWHERE),
    (app_commands.CheckFailure, trouble.NOT_ALLOWED),
    (app_commands.TransformerError, trouble.NOT_UNDERSTOOD),
    (app_commands.CommandNotFound, trouble.COMMAND_CHANGED),
    (app_commands.CommandSignatureMismatch, trouble.COMMAND_CHANGED),
)
"""What discord.py refuses by itself, the narrower kind first, and how a person hears it."""


async def respond(
    interaction: discord.Interaction[Any], what: Said
) -> discord.WebhookMessage | None:
    """Answer, or follow up where something was answered or deferred before: for this person alone.

    Pings nobody. Returns the message of a follow-up. An interaction that has expired is given up
    silently. Raises discord.HTTPException otherwise.
    """
    try:
        return await _send(interaction, as_reply(what))
    except discord.HTTPException as error:
        if error.code not in NOBODY_WAITS:
            raise
        return None


@asynccontextmanager
async def guarded(
    interaction: discord.Interaction[Any], hand_back: HandBack | None = None
) -> AsyncIterator[None]:
    """A door through which no error leaves unanswered: for buttons, modals and listeners.

    Where a text came in with the interaction, ``hand_back`` returns it beside the sentence.
    """
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever it is, the person gets an answer
        await tell(interaction, error, hand_back)


async def tell(
    interaction: discord.Interaction[Any], error: Exception, hand_back: HandBack | None = None
) -> None:
    """Answer with what went wrong, in a sentence. Raises nothing."""
    sentence = _sentence(error, with_text=hand_back is not None)
    try:
        await respond(interaction, hand_back(error, sentence) if hand_back else sentence)
    except Exception as failure:  # noqa: BLE001 - nothing is left to try
        _log_incident(failure)


def choices(
    suggest: Callable[P, Awaitable[list[ChoiceT]]],
) -> Callable[P, Coroutine[Any, Any, list[ChoiceT]]]:
    """Guard an autocomplete: an error suggests nothing, and one can still type.

    discord.py would log such an error together with the person's id.
    """

    @functools.wraps(suggest)
    async def suggest_or_nothing(*args: P.args, **kwargs: P.kwargs) -> list[ChoiceT]:
        try:
            return await suggest(*args, **kwargs)
        except ReadableError:  # Whoever sends the command hears it then.
            return []
        except Exception as error:  # noqa: BLE001 - see above
            _log_incident(error)
            return []

    return suggest_or_nothing


class GuardedTree(app_commands.CommandTree[Any]):
    """The door of every command."""

    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /
    ) -> None:
        """Answer what a command raised, in place of discord.py's log entry."""
        original = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await tell(interaction, original)


def as_reply(what: Said) -> Reply:
    """A message as it is sent, of whatever was to be said."""
    if isinstance(what, str):
        return Reply(Sheet(said(what)))
    return what if isinstance(what, Reply) else Reply(what)


async def _send(
    interaction: discord.Interaction[Any], reply: Reply
) -> discord.WebhookMessage | None:
    message: dict[str, Any] = {
        "view": reply.view,
        "files": reply.files or discord.utils.MISSING,
        "ephemeral": True,
        "allowed_mentions": discord.AllowedMentions.none(),
        "suppress_embeds": True,
    }
    if interaction.response.is_done():
        return await interaction.followup.send(**message, wait=True)
    await interaction.response.send_message(**message)
    return None


def _sentence(error: Exception, *, with_text: bool) -> str:
    if isinstance(error, TimeoutError) and not isinstance(error, aiohttp.ClientError):
        error = StoreUnavailable()
    if isinstance(error, ReadableError):
        if isinstance(error, KeysMissing | ServerOutOfReach | StoreUnavailable):
            _log.warning("Told a person: %s", type(error).__name__)
        return str(error)
    refusal = _refusal(error)
    if refusal is not None:
        return refusal
    number = _log_incident(error)
    return trouble.incident_with_text(number) if with_text else trouble.incident(number)


def _refusal(error: Exception) -> str | None:
    """The sentence for what discord.py itself refuses; None for anything else."""
    if isinstance(error, app_commands.MissingPermissions):
        return trouble.needs_permissions(error.missing_permissions)
    if isinstance(error, app_commands.BotMissingPermissions):
        return trouble.bot_needs_permissions(error.missing_permissions)
    if isinstance(error, app_commands.CommandOnCooldown):
        return trouble.wait(error.retry_after)
    return next((sentence for kind, sentence in REFUSALS if isinstance(error, kind)), None)


def _log_incident(error: Exception) -> str:
    """Log an error without its words; returns the number by which a person can mention it."""
    number = secrets.token_hex(3).upper()
    known = {"incident": number, "error": type(error).__name__, "place": _place(error)}
    _log.error("Incident %s: %s at %s", *known.values(), extra=known)
    return number


def _place(error: Exception) -> str:
    """The innermost line of our own code in a traceback."""
    lines = [
        f"{ours}:{line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
        if (ours := _within_our_packages(Path(frame.f_code.co_filename)))
    ]
    return lines[-1] if lines else "no line of ours"


def _within_our_packages(file: Path) -> str:
    parts = file.parts[len(ROOT.parts) :] if file.is_relative_to(ROOT) else ()
    return "/".join(parts) if parts and parts[0] in OUR_PACKAGES else ""
