"""A group's whole week, and what stands in the log afterwards: nothing of it."""

from __future__ import annotations

import json
import logging
from datetime import timedelta

import discord
import pytest
from discord.gateway import DiscordWebSocket

from bot.ballot.tokens import Token
from bot.services import Services
from bot.views import custom_ids
from tests.journeys.conftest import clock, make_bot, world
from tests.journeys.group import a_prompt_posted
from tests.journeys.world import (
    ANSWER,
    World,
    command,
    from_another_client,
    posts,
    press,
    submit,
    texts,
)
from tests.leaks.listening import ordinary, shipped

__all__ = ["clock", "make_bot", "world"]

CANARY = "the brother of my client drowned that spring"
SECRETS = ("words", "people", "receipts", "interactions")


class Overheard:
    """Every interaction as it passed, and all in it that no log may hold."""

    def __init__(self, world: World) -> None:
        self.interactions: list[discord.Interaction] = []
        self.receipts: list[Token] = []
        self.people = [str(member.id) for member in (*world.clinicians, world.facilitator)]

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Let discord.py's own gateway see it as it would come in; simcord has no wire."""
        self.interactions.append(interaction)
        event = {
            "token": interaction.token,
            "member": {"user": {"id": str(interaction.user.id)}},
            "data": dict(interaction.data or {}),
        }
        socket = object.__new__(DiscordWebSocket)
        socket.__dict__.update(
            shard_id=None,
            log_receive=lambda _: None,
            _dispatch=lambda *_: None,
            _keep_alive=None,
            _discord_parsers={},
            _dispatch_listeners=[],
        )
        wire = {"op": 0, "s": 1, "t": "INTERACTION_CREATE", "d": event}
        await socket.received_message(json.dumps(wire, default=str))

    def found_in(self, log: str) -> set[str]:
        secrets: dict[str, list[str]] = {
            "words": [CANARY],
            "people": self.people,
            "receipts": [token.code for token in self.receipts],
            "interactions": [each.token for each in self.interactions],
        }
        assert all(secrets.values()), "there is something to look for"
        return {kind for kind, each in secrets.items() if any(secret in log for secret in each)}


async def a_week(world: World, services: Services) -> Overheard:
    """Setup, answers, an edit, a withdrawal, the seal, the summary, a removal, the nights."""
    heard = Overheard(world)
    world.env.bot.add_listener(heard.on_interaction)  # type: ignore[attr-defined]
    post = await a_prompt_posted(world, services, contacts=CANARY)
    for member in world.clinicians[:5]:
        form = await press(member, post, ANSWER)
        assert form.modal is not None
        sent = custom_ids.parse_write(form.modal["custom_id"])
        assert sent is not None
        heard.receipts.append(sent[1])
        await submit(member, form, text=f"I saw how {CANARY}.", leave="group")
        await submit(member, from_another_client(form), text=f"So {CANARY}.", leave="group")
    await services.receipts.withdraw(heard.receipts[0], world.guild.id, world.clock())
    await world.pass_time(timedelta(days=5))
    shown = await press(world.facilitator, posts(world.channel)[-1], "Open the summary")
    assert CANARY in texts(shown)
    await command(world.facilitator, world.channel, "summary")
    await services.receipts.withdraw(heard.receipts[1], world.guild.id, world.clock())
    await world.pass_time(timedelta(days=100))
    return heard


@pytest.mark.parametrize("as_json", [False, True])
async def test_a_week_leaves_no_word_no_person_and_no_receipt_in_the_log(
    world: World, services: Services, *, as_json: bool
) -> None:
    with shipped(as_json=as_json) as log:
        heard = await a_week(world, services)
        logging.getLogger("bot").info("The week is over.")
    assert "The week is over." in log.getvalue()
    assert not heard.found_in(log.getvalue())


@pytest.mark.parametrize("as_json", [False, True])
async def test_an_answer_leaves_no_line_at_all_so_the_log_tells_no_time(
    world: World, services: Services, *, as_json: bool
) -> None:
    post = await a_prompt_posted(world, services)
    with shipped(as_json=as_json) as log:
        form = await press(world.clinicians[0], post, ANSWER)
        await submit(world.clinicians[0], form, text=CANARY, leave="group")
    assert log.getvalue() == ""


async def test_with_an_ordinary_log_the_same_week_leaves_all_of_them(
    world: World, services: Services
) -> None:
    with ordinary() as log:
        heard = await a_week(world, services)
    assert heard.found_in(log.getvalue()) == set(SECRETS)
