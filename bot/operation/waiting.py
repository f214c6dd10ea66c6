"""Measures how long somebody waited for a first reply, as Discord's own three seconds count.

From the instant in the interaction's id to the end of the request that answers it; nothing of the
interaction is kept meanwhile. The clocks of Discord and of this machine are compared, so the figure
is as true as the machine's clock, which /check looks at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import aiohttp
from discord.utils import snowflake_time

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.operation.meters import Meters

CALLBACK = re.compile(r"/interactions/(\d+)/[^/]+/callback$")


def timing(clock: Callable[[], datetime], meters: Meters) -> aiohttp.TraceConfig:
    """What discord.py's client is to be traced with."""

    async def ended(
        _session: aiohttp.ClientSession, _context: object, ended: aiohttp.TraceRequestEndParams
    ) -> None:
        answers = CALLBACK.search(ended.url.path)
        if answers and ended.method == "POST" and ended.response.ok:
            meters.replied((clock() - snowflake_time(int(answers[1]))).total_seconds())

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(ended)
    return trace
