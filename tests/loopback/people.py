"""People at the loopback Discord: what they send arrives over the gateway, and the reply over REST.

Discord shows one reply to an interaction. A second one is refused, as Discord refuses it.
"""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field

from discord.utils import time_snowflake

from bot.ballot.tokens import Token
from bot.views import custom_ids
from tests.loopback.gateway import Gateway
from tests.loopback.interactions import FORM, an_interaction
from tests.loopback.state import Discord, Json, Kind

CALLBACK = Kind("POST", r"/interactions/\d+/[^/]+/callback")
PATIENCE = 10
"""Seconds: far more than a person has, so that a slow machine fails no test."""
_numbers = itertools.count(1)


@dataclass(slots=True)
class People:
    """Whoever sends forms, and what each of them was shown."""

    discord: Discord
    gateway: Gateway
    sent: list[str] = field(default_factory=list)

    async def send_form(self, person: int, round_id: int, token: Token, text: str) -> str:
        """Send an answer; the id under which its reply is found."""
        number = time_snowflake(self.discord.clock()) + next(_numbers)
        data = a_filled_form(custom_ids.write(round_id, token), text)
        event = an_interaction(self.discord, number, FORM, data, person)
        await self.gateway.tell("INTERACTION_CREATE", event)
        self.sent.append(str(number))
        return str(number)

    def saw_nothing(self, number: str) -> bool:
        """Whether Discord would say that nothing came back."""
        return number not in self.discord.replies

    async def shown(self, number: str) -> str:
        """What the person sees, as soon as something came back."""
        async with asyncio.timeout(PATIENCE):
            while self.saw_nothing(number):
                self.discord.replied.clear()
                await self.discord.replied.wait()
        return str(self.discord.replies[number])


def a_filled_form(custom_id: str, text: str) -> Json:
    fields: list[Json] = [
        {"type": 4, "custom_id": "text", "value": text},
        {"type": 21, "custom_id": "leave", "value": "group"},
    ]
    labels = [{"type": 18, "id": n, "component": f} for n, f in enumerate(fields, start=1)]
    return {"custom_id": custom_id, "components": labels}
