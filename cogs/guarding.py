"""Where an author decides on what the guard found.

Nobody else learns that a warning was given: nothing is written down, and what is stored afterwards
bears no mark of it.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import replace

import discord

from bot.ballot.answer import Answer
from bot.ballot.choices import unpacked
from bot.client import SupervisionBot, bot_of, caller_of
from bot.forms import handing_back, in_place, open_form, stored
from bot.guard import Finding, blocking, redacted
from bot.replies import guarded, respond
from bot.services.values import RoundCard
from bot.views import custom_ids
from bot.views.buttons import RoundButton, TokenButton
from bot.views.catalogue import guarding as words
from bot.views.layout import Sheet, said
from bot.views.receipt import text_in
from bot.views.warning import warning


class DraftButton(TokenButton, template="(?!)"):
    """A button below a draft, which exists nowhere but in that private message."""

    def door(self, interaction: discord.Interaction) -> AbstractAsyncContextManager[None]:
        """Whatever goes wrong behind it, the text returns."""
        back = handing_back(self.round_id, self.token, text_below(interaction))
        return guarded(interaction, back)

    async def draft(self, interaction: discord.Interaction) -> tuple[RoundCard, Answer]:
        """The round and the draft as it was sent. Raises RoundClosed or AlreadyAnswered."""
        bot, caller = bot_of(interaction), caller_of(interaction)
        paper = await bot.services.answers.begin(self.round_id, self.token, caller, bot.now())
        number = custom_ids.choices_of(self.match)
        return paper.round, unpacked(number, text_below(interaction), paper.round.prompt)

    async def store(self, interaction: discord.Interaction, draft: Answer) -> None:
        """Store a draft that needs no second look; the receipt takes the message's place."""
        reply = await stored(interaction, self.round_id, self.token, draft, confirmed=True)
        await in_place(interaction, reply)


class RedactButton(DraftButton, template=custom_ids.REDACT):
    """*Use the redacted version*: the labels are put in now, at the press."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with self.door(interaction):
            card, draft = await self.draft(interaction)
            findings = await look(interaction, card, draft)
            await self.store(interaction, replace(draft, text=redacted(draft.text, findings)))


class RewordButton(DraftButton, template=custom_ids.REWORD):
    """*Edit*: the form again, with the draft."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with self.door(interaction):
            _, draft = await self.draft(interaction)
            await open_form(interaction, self.round_id, self.token, draft)


class AsWrittenButton(DraftButton, template=custom_ids.AS_WRITTEN):
    """*Nothing identifying, save as written*: taken at their word, but for hard identifiers."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with self.door(interaction):
            card, draft = await self.draft(interaction)
            findings = await look(interaction, card, draft)
            if blocking(findings):
                await respond(interaction, warning(card, self.token, draft, findings))
                return
            await self.store(interaction, draft)


class DiscardButton(RoundButton, template=custom_ids.DISCARD):
    """*Discard*: the draft goes with its message."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            await interaction.response.edit_message(view=Sheet(said(words.DISCARDED)))


def text_below(interaction: discord.Interaction) -> str:
    """The draft's text, from the message that the pressed button stands in."""
    return text_in(interaction.message.components) if interaction.message else ""


async def look(
    interaction: discord.Interaction, card: RoundCard, draft: Answer
) -> tuple[Finding, ...]:
    """Look at a draft again: nothing about it was kept. Raises GuardFailed."""
    return await bot_of(interaction).services.guarding.look_for_group(draft.text, card.group_id)


async def setup(bot: SupervisionBot) -> None:
    bot.add_dynamic_items(RedactButton, RewordButton, AsWrittenButton, DiscardButton)
