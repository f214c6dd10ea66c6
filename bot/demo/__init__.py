"""The local demo: what anybody can try without a Discord server, a token or an account.

Here it is only started and ended; what it shows is imported when it starts.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SIGNALS = () if os.name == "nt" else (signal.SIGINT, signal.SIGTERM)


async def live() -> None:
    """Run the demo until Ctrl-C, SIGTERM or the browser ends it. Raises BadSetting.

    What it writes lies in a temporary folder, which is gone when this returns or raises.
    """
    with _without_chatter():
        from bot.demo.play import play  # noqa: PLC0415 - slow to import, and an optional extra

        demo = asyncio.ensure_future(play())
        with _on_signals(demo.cancel):
            try:
                await asyncio.wait({demo})
            finally:
                demo.cancel()
                await asyncio.wait({demo})
    if not demo.cancelled():
        demo.result()


@contextmanager
def _on_signals(do: Callable[[], object]) -> Iterator[None]:
    """On Windows Ctrl-C reaches asyncio by itself."""
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, do)
    try:
        yield
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)


@contextmanager
def _without_chatter() -> Iterator[None]:
    """Whoever tries the demo reads the link, and not what discord.py thinks of a stage."""
    logging.disable(logging.INFO)
    discords = logging.getLogger("discord")
    level = discords.level
    discords.setLevel(logging.ERROR)
    try:
        yield
    finally:
        discords.setLevel(level)
        logging.disable(logging.NOTSET)
