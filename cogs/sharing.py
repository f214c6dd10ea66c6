"""Where a facilitator shares a summary with the group, or takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.client import PERMISSIONS, SupervisionBot, bot_of, caller_of
from bot.errors import Refused
from bot.replies import guarded, respond
from bot.views import share_ids
from bot.views.buttons import RoundButton
from bot.views.catalogue import heard as words
from bot.views.heard import share_button, take_back_button
from bot.views.layout import Sheet, said
from bot.views.setup_checks import names

if TYPE_CHECKING:
    from bot.services.values import RoundCard, Shared

THREADS = discord.Permissions(create_public_threads=True, send_messages_in_threads=True)
"""Without these the card can be posted all the same."""


class ShareButton(RoundButton, template=share_ids.SHARE):
    """*Share with the group*; a second press says where the card is."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            bot, caller = bot_of(interaction), caller_of(interaction)
            card = await bot.services.rounds.card(self.round_id, caller)
            held = _held_in(interaction, card)
            found = await bot.services.sharing.share(self.round_id, caller, bot.now())
            undo = ui.ActionRow(take_back_button(self.round_id))
            await respond(interaction, Sheet(said(*_shared(found, held)), undo))
            bot.dispatch("owed")


class TakeBackButton(RoundButton, template=share_ids.TAKE_BACK):
    """*Take it back*: deletes the card, and locks its thread."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            bot, caller = bot_of(interaction), caller_of(interaction)
            card = await bot.services.sharing.take_back(self.round_id, caller, bot.now())
            held = _permissions_in(interaction, card.channel_id)
            no_lock = words.NO_LOCK if held and not held.manage_threads else ""
            again = ui.ActionRow(share_button(self.round_id))
            said_of_it = said(words.taken_back(card.prompt.title), no_lock)
            await respond(interaction, Sheet(said_of_it, again))
            bot.dispatch("owed")


class HowHeardButton(RoundButton, template=share_ids.HEARD):
    """*How was this made?*, below the card, for everybody."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            await respond(interaction, words.HOW_HEARD)


class HowCountedButton(RoundButton, template=share_ids.COUNTS):
    """The same below the counts at close."""

    async def callback(self, interaction: discord.Interaction) -> None:
        async with guarded(interaction):
            await respond(interaction, words.HOW_COUNTED)


def _shared(found: Shared, held: discord.Permissions) -> tuple[str, ...]:
    card = found.round
    title, channel_id = card.prompt.title, card.channel_id
    if not found.already:
        lacks_thread = bool(names(THREADS, held))
        return words.shared(title, channel_id), words.NO_THREAD if lacks_thread else ""
    if found.message_id is None:
        return (words.on_its_way(title, channel_id),)
    where = f"https://discord.com/channels/{card.guild_id}/{channel_id}/{found.message_id}"
    return (words.already(title, where),)


def _held_in(interaction: discord.Interaction, card: RoundCard) -> discord.Permissions:
    """What the bot may do in the group's channel. Raises Refused where it could not post there."""
    held = _permissions_in(interaction, card.channel_id)
    if held is None:
        raise Refused(words.CHANNEL_GONE)
    needed = discord.Permissions(PERMISSIONS.value & ~THREADS.value)
    lacking = names(needed, held)
    if lacking:
        raise Refused(words.lacking(card.channel_id, lacking))
    return held


def _permissions_in(
    interaction: discord.Interaction, channel_id: int
) -> discord.Permissions | None:
    guild = interaction.guild
    channel = guild.get_channel(channel_id) if guild else None
    return channel.permissions_for(guild.me) if guild and channel else None


async def setup(bot: SupervisionBot) -> None:
    bot.add_dynamic_items(ShareButton, TakeBackButton, HowHeardButton, HowCountedButton)
