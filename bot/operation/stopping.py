"""Ends a running bot in good order, and in any case within ten seconds.

First nothing new comes in: Discord is told goodbye, and whoever sends a form just then keeps it
open, with its text. Then what was begun is finished: a form that is being stored is stored and
answered, a message on its way is recorded. What cannot be finished in time is cut off, and its
claim is released, so that another process may look for the message at once.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from bot.client import SupervisionBot

log = logging.getLogger(__name__)

PATIENCE = 6.0
"""Seconds for what was begun: a form has two to be stored, and then its reply is sent."""
LAST_WORDS = 1.0
"""Seconds for each goodbye: to the gateway, of what is cut off, and of the connections."""
DEADLINE = 9.5
"""Seconds from the signal to the end of the process, whatever hangs."""

OURS = ("discord.py: ", "discord-ui-", "CommandTree-invoker")
"""How discord.py names the tasks in which it calls us for an interaction or an event."""
TICKERS = "discord-ext-tasks: "


@runtime_checkable
class Finishing(Protocol):
    """A cog with work of its own."""

    async def finish(self) -> None:
        """Return when what was begun is done; begin nothing else. May be cancelled."""


async def until_stopped(bot: SupervisionBot, work: Coroutine[Any, Any, None]) -> None:
    """Do ``work``, which runs the bot, until it ends by itself or a signal ends it."""
    running, told = asyncio.create_task(work), asyncio.Event()
    with _on_signals(told.set):
        waiting = asyncio.create_task(told.wait())
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if not told.is_set():
            waiting.cancel()
            await running
            return
        _end_by_force_after(DEADLINE)
        await wind_down(bot, running)


async def wind_down(bot: SupervisionBot, running: asyncio.Task[None]) -> None:
    """Take nothing new, finish what was begun, cut off the rest, and close the bot."""
    until = asyncio.get_running_loop().time() + PATIENCE
    bot.stopping = True
    running.cancel()
    await asyncio.wait({running}, timeout=LAST_WORDS)
    await _within(LAST_WORDS, bot.leave())
    finishing = [
        asyncio.create_task(each.finish())
        for each in bot.cogs.values()
        if isinstance(each, Finishing)
    ]
    in_time = await _all_done(set(finishing), until)
    await _cut_off({each for each in finishing if not each.done()} | _begun((*OURS, TICKERS)))
    if not in_time:
        # One sentence for messages and forms alike: a log must not tell when somebody answered.
        log.warning("stopped; not everything that was begun could be finished in time")
    await _within(LAST_WORDS, bot.close())


async def _within(seconds: float, goodbye: Coroutine[Any, Any, None]) -> None:
    """Some wait for the other side, which may be gone."""
    with suppress(TimeoutError):
        await asyncio.wait_for(goodbye, seconds)


async def _all_done(tasks: set[asyncio.Task[Any]], until: float) -> bool:
    """Wait for these, and for what they and Discord's last events begin; False when time is up."""
    loop = asyncio.get_running_loop()
    while left := {each for each in tasks if not each.done()} | _begun(OURS):
        if loop.time() >= until:
            return False
        await asyncio.wait(left, timeout=until - loop.time())
    return True


async def _cut_off(tasks: set[asyncio.Task[Any]]) -> None:
    for each in tasks:
        each.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=LAST_WORDS)


def _begun(names: tuple[str, ...]) -> set[asyncio.Task[Any]]:
    current = asyncio.current_task()
    return {
        each
        for each in asyncio.all_tasks()
        if each is not current and each.get_name().startswith(names)
    }


@contextmanager
def _on_signals(do: Callable[[], None]) -> Iterator[None]:
    """While inside, SIGTERM and Ctrl-C do this instead of ending the process."""
    loop = asyncio.get_running_loop()
    signals = () if os.name == "nt" else (signal.SIGTERM, signal.SIGINT)
    for number in signals:
        loop.add_signal_handler(number, do)
    try:
        yield
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


def _end_by_force_after(seconds: float) -> None:
    """Nothing is lost by it: every step of ours may be the last one before a kill."""
    timer = threading.Timer(seconds, os._exit, (1,))
    timer.daemon = True
    timer.start()
