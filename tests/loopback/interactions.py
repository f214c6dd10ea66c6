"""What a person does, as it comes over the gateway, and how the bot's replies are found again."""

from __future__ import annotations

import asyncio
from typing import Any

from discord.utils import time_snowflake

from tests.loopback.rest import channels
from tests.loopback.state import BOT, Discord, Json, Kind, a_user

COMMAND, COMPONENT, FORM = 2, 3, 5
BUTTON, LABEL = 2, 18


async def comes_in(there: Discord, kind: int, data: Json, person: int = 700) -> Kind:
    """Tell the bots of an interaction of now; gives the kind of request that answers it."""
    number = time_snowflake(there.clock()) + len(there.requests) + person
    await there.tell("INTERACTION_CREATE", an_interaction(there, number, kind, data, person))
    return Kind("POST", rf"/interactions/{number}/[^/]+/callback")


def an_interaction(there: Discord, number: int, kind: int, data: Json, person: int) -> Json:
    """What the gateway tells of it, in the first channel."""
    member = {"user": a_user(str(person)), "roles": [], "joined_at": "2026-01-01T00:00:00+00:00"}
    event = {
        "id": str(number),
        "application_id": BOT,
        "type": kind,
        "data": data,
        "token": f"interaction-{number}",
        "version": 1,
        "guild_id": str(there.guild_id),
        "channel": channels(there)[0],
        "channel_id": str(there.channel_ids[0]),
        "member": {**member, "permissions": "0", "deaf": False, "mute": False, "flags": 0},
        "attachment_size_limit": 1,
        "entitlements": [],
    }
    if kind == COMPONENT:
        event["message"] = there.in_channel(there.channel_ids[0])[0]
    return event


def a_command(name: str) -> Json:
    """A slash command without options; REST numbers commands as it likes."""
    return {"id": "100", "name": name, "type": 1}


def a_press(custom_id: str) -> Json:
    return {"custom_id": custom_id, "component_type": BUTTON}


def a_form(custom_id: str, **fields: Any) -> Json:
    """A form as it is sent: each field by its custom_id with its value."""
    parts = [
        {"type": LABEL, "component": {"custom_id": name, "type": 4, "value": value}}
        for name, value in fields.items()
    ]
    return {"custom_id": custom_id, "components": parts}


async def replied(there: Discord, kind: Kind, within: float = 5.0) -> Json:
    """The reply to an interaction, once it has come. Raises TimeoutError."""
    async with asyncio.timeout(within):
        while not there.asked(kind):  # noqa: ASYNC110 - a server that only keeps what came
            await asyncio.sleep(0.01)
    return there.asked(kind)[0].body
