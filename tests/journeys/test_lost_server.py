"""A clinician whose text meets a PostgreSQL that is gone; collected where there is one.

How long a server that hangs may take is measured in tests/postgres: time is not real here.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from tests.journeys.group import a_prompt_posted
from tests.journeys.world import ANSWER, World, press, submit, texts
from tests.servers import Server
from tests.wires import Wire, wired

if TYPE_CHECKING:
    from bot.services import Services

WORDS = "I reached for the breathing exercise because the silence was long."


@pytest.fixture
async def wire_and_url(server: Server) -> AsyncIterator[tuple[Wire, str]]:
    with server.database() as address:
        async with wired(address) as both:
            yield both


@pytest.fixture
def url(wire_and_url: tuple[Wire, str]) -> str:
    return wire_and_url[1]


async def test_a_form_sent_to_a_server_that_is_gone_comes_back_and_can_be_sent_again(
    world: World, services: Services, wire_and_url: tuple[Wire, str]
) -> None:
    wire, _ = wire_and_url
    post = await a_prompt_posted(world, services)
    ana = world.clinicians[0]
    form = await press(ana, post, ANSWER)
    wire.cut()
    reply = await submit(ana, form, text=WORDS, leave="group")
    assert "The database could not be reached" in texts(reply)
    assert WORDS in texts(reply)
    wire.mend()
    again = await press(ana, reply, "Try again")
    assert WORDS in str(again.modal)
    receipt = await submit(ana, again, text=WORDS, leave="group")
    assert "Stored without your name" in texts(receipt)
