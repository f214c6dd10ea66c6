"""Forms sent at the same instant: nobody's words end up under another's receipt."""

from __future__ import annotations

from typing import Any

from simcord import InteractionResult, MemberActor, interactions

from bot.ballot.tokens import Token
from bot.services import Services
from bot.views import custom_ids
from tests.journeys.group import a_prompt_posted
from tests.journeys.world import World, texts

TIMES = 25


def emit(world: World, member: MemberActor, custom_id: str, text: str) -> InteractionResult:
    """Put a sent form on the gateway, and do not wait for what comes of it."""
    fields = [
        {"type": 4, "custom_id": "text", "value": text},
        {"type": 21, "custom_id": "leave", "value": "group"},
    ]
    data: dict[str, Any] = {
        "custom_id": custom_id,
        "components": [{"type": 18, "id": n, "component": f} for n, f in enumerate(fields, 1)],
    }
    record, payload = interactions.base_payload(
        world.env.backend,
        type=5,
        channel_id=world.channel.id,
        guild_id=world.guild.id,
        user_id=member.id,
        data=data,
    )
    world.env.backend.emit("INTERACTION_CREATE", payload)
    return InteractionResult(world.env, record)


async def test_each_text_is_found_under_its_own_receipt_however_often_all_send_at_once(
    world: World, services: Services
) -> None:
    await a_prompt_posted(world, services)
    tokens = [Token.new() for _ in world.clinicians]
    for turn in range(TIMES):
        words = [f"In turn {turn} this was said by voice {n}." for n in range(len(tokens))]
        replies = [
            emit(world, member, custom_ids.write(1, token), text)
            for member, token, text in zip(world.clinicians, tokens, words, strict=True)
        ]
        await world.env.settle()
        for reply, token, text in zip(replies, tokens, words, strict=True):
            assert text in texts(reply)
            assert token.code in texts(reply)
            found = await services.receipts.find(token, world.guild.id)
            assert found.answer.text == text
