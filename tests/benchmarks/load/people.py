"""What people's presses, forms and commands look like on the wire."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from discord.utils import time_snowflake

from bot.ballot.tokens import Token
from bot.services.values import RoundCard
from bot.views import custom_ids
from bot.views.prompt_post import prompt_post
from tests.loopback.state import BOT, Json, a_message, a_user

GUILD, CHANNEL, ROLE = 310_000_000_000, 320_000_000_000, 330_000_000_000
PERSON = 340_000_000_000
COMMAND, PRESS, FORM = 2, 3, 5
CHANNELS, ROLES = 10, 5
"""Of each guild; the group meets in the first channel, the first role facilitates."""
V2 = 1 << 15
TEXT = "I noticed that I wanted it to stop hurting, and that the client did not. " * 6

_numbers = itertools.count(1)


def a_guild(number: int) -> Json:
    """A guild as the gateway sends it, of a middling size."""
    at = number * 100
    me = {"user": a_user(BOT), "roles": [], "joined_at": "2026-01-01T00:00:00+00:00"}
    names = {"name": f"Practice {number}", "owner_id": "9003", "member_count": 40}
    return {
        "id": str(GUILD + at),
        **names,
        "roles": [_role(GUILD + at, 0), *(_role(ROLE + at + n, n + 1) for n in range(ROLES))],
        "emojis": [],
        "features": [],
        "members": [{**me, "deaf": False, "mute": False, "flags": 0}],
        "channels": [_channel(number, n) for n in range(CHANNELS)],
        "threads": [],
    }


def _role(role_id: int, position: int) -> Json:
    plain = {"color": 0, "hoist": False, "managed": False, "mentionable": False, "flags": 0}
    name = {"id": str(role_id), "name": f"role-{role_id}", "permissions": "104324673"}
    return {**name, **plain, "position": position}


def _channel(number: int, place: int) -> Json:
    channel_id = CHANNEL + number * 100 + place
    name = {"id": str(channel_id), "guild_id": str(GUILD + number * 100), "type": 0}
    rest: Json = {"permission_overwrites": [], "parent_id": None, "nsfw": False, "position": place}
    return {**name, "name": f"channel-{channel_id}", **rest}


def command(number: int, name: str, *, person: int = 0) -> Json:
    """Somebody types a command in the group's channel of a guild; they facilitate."""
    return _interaction(number, person, COMMAND, {"id": "100", "name": name, "type": 1})


def press(number: int, custom_id: str, message: Json, *, person: int = 0) -> Json:
    """Somebody presses a button on a message."""
    pressed = {"component_type": 2, "custom_id": custom_id}
    return {**_interaction(number, person, PRESS, pressed), "message": message}


def a_post(number: int, card: RoundCard) -> Json:
    """The prompt of a round, as the bot posted it."""
    post: Any = prompt_post(card)
    return _message(number, {"components": post.to_components(), "flags": V2})


def a_bare_post(number: int) -> Json:
    """A message with one ordinary button."""
    button = {"type": 2, "style": 1, "custom_id": "ping", "label": "Ping"}
    return _message(number, {"components": [{"type": 1, "components": [button]}]})


def form(number: int, card: RoundCard, person: int) -> Json:
    """Somebody sends the form with an answer, under a token born for it."""
    fields: list[Json] = [
        {"type": 4, "custom_id": "text", "value": TEXT},
        {"type": 22, "custom_id": "strands", "values": [card.prompt.strands[0].code]},
        {"type": 21, "custom_id": "leave", "value": "group"},
    ]
    parts = [{"type": 18, "id": n, "component": each} for n, each in enumerate(fields, start=1)]
    sent = {"custom_id": custom_ids.write(card.id, Token.new()), "components": parts}
    return _interaction(number, person, FORM, sent)


def _message(number: int, body: Json) -> Json:
    now = datetime.now(UTC)
    return a_message(time_snowflake(now), CHANNEL + number * 100, BOT, body, now)


def _interaction(number: int, person: int, kind: int, data: Json) -> Json:
    guild_id, channel = str(GUILD + number * 100), _channel(number, 0)
    roles = [str(ROLE + number * 100)] if kind == COMMAND else []
    member = {"roles": roles, "joined_at": "2026-01-01T00:00:00+00:00", "permissions": "104324673"}
    plain = {"deaf": False, "mute": False, "flags": 0}
    return {
        "id": str(time_snowflake(datetime.now(UTC)) + next(_numbers) % (1 << 22)),
        "application_id": BOT,
        "type": kind,
        "token": f"a-token-of-an-interaction-{next(_numbers)}",
        "version": 1,
        "guild_id": guild_id,
        "channel_id": channel["id"],
        "channel": channel,
        "member": {**member, **plain, "user": a_user(str(PERSON + person))},
        "data": data,
        "locale": "en-GB",
        "app_permissions": "309237746688",
        "entitlements": [],
        "authorizing_integration_owners": {"0": guild_id},
        "context": 0,
        "attachment_size_limit": 10_485_760,
    }
