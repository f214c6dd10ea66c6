"""The bot as an operator starts it, but that Discord is the loopback one of the test.

    python -m tests.operation.process API GATEWAY PATIENCE DEADLINE [hang]

Settings come from the environment as ever. ``hang`` lets the event loop stand still at the end.
"""

from __future__ import annotations

import asyncio
import sys
import time

import discord.http
import yarl
from discord.gateway import DiscordWebSocket

from bot import logs
from bot.operation import stopping
from bot.running import serve
from bot.settings import Settings
from tests.loopback.state import TOKEN


def stand_still(_bot: object, _running: object) -> None:
    time.sleep(60)


def main(api: str, gateway: str, patience: str, deadline: str, *hang: str) -> None:
    discord.http.Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
    stopping.PATIENCE, stopping.DEADLINE = float(patience), float(deadline)
    if hang:
        stopping.__dict__["wind_down"] = stand_still
    logs.set_up("INFO")
    asyncio.run(serve(Settings.load(None), TOKEN, print))


if __name__ == "__main__":
    main(*sys.argv[1:])
