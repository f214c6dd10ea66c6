"""A bot as it is run, in a process of its own, turned towards a loopback Discord elsewhere.

    python -m tests.faults.serving HOST:PORT

Settings come from the environment. Only the ticker looks more often.
"""

from __future__ import annotations

import asyncio
import sys

import discord.http
import yarl
from discord.gateway import DiscordWebSocket

from bot.running import serve
from bot.settings import Settings
from cogs.posting import Posting
from tests.loopback.rest import API
from tests.loopback.state import TOKEN

TICK = 0.3


def main(where: str) -> None:
    discord.http.Route.BASE = f"http://{where}{API}"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{where}/gateway")
    Posting.tick.change_interval(seconds=TICK)
    asyncio.run(serve(Settings.load(None), TOKEN, lambda _link: None))


if __name__ == "__main__":
    main(sys.argv[1])
