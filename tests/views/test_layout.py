"""A message or a form is forgotten once it is sent, and with it every text it shows."""

from __future__ import annotations

import discord
from discord import ui

from bot.ballot.tokens import Token
from bot.views.layout import button
from bot.views.modal import answer_modal
from bot.views.prompt_post import prompt_post
from bot.views.receipt import handed_back
from tests.making import a_round_card
from tests.views.doors import Doors, answering

OWN_TEXT = "My own words about that hour."


async def test_no_view_and_no_form_stays_in_the_memory_of_the_bot(doors: Doors) -> None:
    views = doors.bot._connection._view_store
    await doors.command(answering(prompt_post(a_round_card())))
    await doors.command(answering(handed_back("Not stored.", OWN_TEXT, "sb:retry:1:x")))

    async def act(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(answer_modal(a_round_card(), Token.new()))

    assert (await doors.command(act)).modal is not None
    assert not views._views
    assert not views._synced_message_views
    assert not views._modals


async def test_discord_py_would_keep_a_view_of_its_own(doors: Doors) -> None:
    kept = ui.LayoutView()
    kept.add_item(ui.ActionRow(button("A", "sb:1")))
    await doors.command(answering(kept))
    assert doors.bot._connection._view_store._views
