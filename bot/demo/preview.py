"""The stage of the local demo: the very same bot, on a simulated Discord, in the browser.

simcord is an optional extra with quirks of its own, so it is imported only when a demo starts and
nothing outside this module knows it. Two quirks shape what follows: its clock stands still unless
somebody moves it, and whoever acts while somebody else does is turned away with an error.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import BadSetting

if TYPE_CHECKING:
    from simcord import ChannelHandle, Env, MemberActor, Preview

log = logging.getLogger(__name__)

PULSE = 0.5  # seconds between two steps of the simulated clock; the browser asks as often
PATIENCE = 60.0  # seconds until one click counts as stuck; sealing and analysing take a few


@dataclass(frozen=True, slots=True)
class Scene:
    """What the browser shows: one channel, as seen by the people one may view it as."""

    channel: ChannelHandle
    viewers: tuple[MemberActor, ...]  # the first is who the browser starts as


async def show(
    bot: discord.Client,
    build: Callable[[Env], Awaitable[Scene]],
    on_ready: Callable[[str], None],
    *,
    zone: str = "UTC",
) -> None:
    """Run ``bot`` on a simulated Discord until cancelled, or ended from the browser.

    ``build`` makes the guild, its people and its past, once the bot is up. ``on_ready`` gets the
    address to open; it carries a secret and leads to this machine only. ``zone`` is that of the
    times shown. The bot is closed at the end. Raises BadSetting without the extra ``demo``.
    """
    async with _stage(bot) as env:
        scene = await build(env)
        opened = env.preview(
            scene.channel, viewers=scene.viewers, layout="channel", locale="en-GB", timezone=zone
        )
        async with opened as preview, asyncio.TaskGroup() as tasks:
            turn = asyncio.Lock()
            _take_turns(preview, turn)
            pump = tasks.create_task(_pump(env, preview, turn))
            on_ready(preview.url)
            await preview.wait_closed()
            pump.cancel()


@asynccontextmanager
async def _stage(bot: discord.Client) -> AsyncIterator[Env]:
    try:
        from simcord import Env  # noqa: PLC0415 - an optional extra
    except ImportError as missing:
        raise BadSetting(
            "The local demo needs the extra “demo”: start it with ./run, or install "
            "supervision-bot[demo]. Nothing was changed."
        ) from missing
    env = Env(bot, check_errors=False, settle_timeout=PATIENCE)
    # simcord's time begins in January 2026; what the demo posts should carry today's date.
    env.backend.clock.advance((datetime.now(UTC) - env.now()).total_seconds())
    env.backend.bot_user.global_name = "supervision-bot"
    try:
        await env.start()
        _leave_errors_to(bot)
        yield env
    finally:
        with suppress(TimeoutError):  # work that would not end in time goes down with its world
            await env.shutdown()
        await bot.close()  # simcord detaches a bot but never closes it


def _leave_errors_to(bot: discord.Client) -> None:
    """Take back simcord's ear at the command tree.

    What a command raises the bot's own tree answers, in words; the browser would call the command
    failed all the same, and leave it standing in the composer.
    """
    vars(getattr(bot, "tree", bot)).pop("on_error", None)


def _take_turns(preview: Preview, turn: asyncio.Lock) -> None:
    """Let a click wait for the clock's step, whatever was redrawn meanwhile."""
    act = preview._action  # noqa: SLF001 - the one door all clicks come through

    async def in_turn(context_id: str | None, body: Any) -> dict[str, Any]:
        async with turn:
            if isinstance(body, dict) and "published_revision" in body:
                # A page redrawn since the browser last asked is no reason to refuse: whether the
                # button is still there and enabled is checked all the same.
                page = preview._get_page(context_id)  # noqa: SLF001
                body = {**body, "published_revision": page.revision}
            return await act(context_id, body)

    preview._action = in_turn  # type: ignore[method-assign]  # noqa: SLF001


async def _pump(env: Env, preview: Preview, turn: asyncio.Lock) -> None:
    """Move the simulated clock along with the real one; redraw when the bot has spoken."""
    loop = asyncio.get_running_loop()
    then, shown = loop.time(), -1
    while True:
        await asyncio.sleep(PULSE)
        async with turn:
            now = loop.time()
            try:
                await env.advance_time(now - then)
                if shown != (said := len(env.http_requests)):
                    await preview.refresh()
                    shown = said
            except TimeoutError:
                log.warning("the demo's bot is busy; the page catches up when it is done")
            then = now
