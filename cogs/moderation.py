"""Where a facilitator takes an answer out without learning whose it is."""

from __future__ import annotations

import discord

from bot.client import SupervisionBot, bot_of, caller_of
from bot.forms import in_place
from bot.replies import guarded, respond
from bot.views import custom_ids
from bot.views.buttons import RoundButton
from bot.views.catalogue import moderation as words
from bot.views.removing import remove_question


class HandleButton(RoundButton, template="(?!)"):
    """A button about one sealed answer, by a handle that names nobody."""

    @property
    def handle(self) -> str:
        return custom_ids.handle_of(self.match)


class RemoveButton(HandleButton, template=custom_ids.REMOVE):
    """*Remove*, beside each of all answers: asks once."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            summaries, caller = bot_of(interaction).services.summaries, caller_of(interaction)
            found = await summaries.answer(self.round_id, self.handle, caller)
            if found.removing:
                await respond(interaction, words.REMOVED)
                return
            await respond(interaction, remove_question(self.round_id, found))


class RemoveNowButton(HandleButton, template=custom_ids.REMOVE_NOW):
    """*Remove it*."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            bot, caller = bot_of(interaction), caller_of(interaction)
            await bot.services.summaries.remove(self.round_id, self.handle, caller, bot.now())
            await in_place(interaction, words.REMOVED)


async def setup(bot: SupervisionBot) -> None:
    bot.add_dynamic_items(RemoveButton, RemoveNowButton)
