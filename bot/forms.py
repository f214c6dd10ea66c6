"""Opening the form and storing what comes back: what every way to an answer has in common."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.client import bot_of, caller_of
from bot.errors import AlreadyAnswered, PerhapsStored, RoundClosed
from bot.replies import as_reply, respond
from bot.services.guarding import LooksIdentifying
from bot.views import custom_ids
from bot.views.modal import answer_modal
from bot.views.receipt import handed_back, receipt
from bot.views.warning import warning

if TYPE_CHECKING:
    import discord

    from bot.ballot.answer import Answer
    from bot.ballot.tokens import Token
    from bot.replies import HandBack, Said
    from bot.views.layout import Reply

TIME_TO_STORE = 2.0
"""Seconds, so that the reply still comes within Discord's three."""


async def open_form(
    interaction: discord.Interaction, round_id: int, token: Token, draft: Answer | str = ""
) -> None:
    """Open the form, filled with ``draft``; whoever has answered may enter their code instead.

    Raises RoundClosed.
    """
    bot = bot_of(interaction)
    try:
        paper = await bot.services.answers.begin(round_id, token, caller_of(interaction), bot.now())
    except AlreadyAnswered as error:
        text = draft if isinstance(draft, str) else draft.text
        await respond(interaction, handed_back(str(error), text, code=custom_ids.code(round_id)))
        return
    await interaction.response.send_modal(
        answer_modal(paper.round, token, draft, counts=paper.counts)
    )


async def stored(
    interaction: discord.Interaction,
    round_id: int,
    token: Token,
    answer: Answer,
    *,
    confirmed: bool = False,
) -> Reply:
    """Store an answer; gives the receipt, or what the guard asks first.

    Raises what ``Answers.submit`` raises besides, and PerhapsStored.
    """
    bot = bot_of(interaction)
    submit = bot.services.answers.submit(
        round_id, token, caller_of(interaction), answer, bot.now(), confirmed=confirmed
    )
    try:
        return receipt(await asyncio.wait_for(submit, TIME_TO_STORE))
    except TimeoutError:  # Cut in the middle of a commit it may be there all the same.
        raise PerhapsStored from None
    except LooksIdentifying as found:
        draft = answer.checked_for(found.card.prompt)
        return warning(found.card, token, draft, found.findings)


async def in_place(interaction: discord.Interaction, what: Said) -> None:
    """Put a reply where the private message stood that it follows, so that no old draft stays.

    A form opened from the prompt, which everybody sees, gets a message of its own.
    """
    message = interaction.message
    if message is None or not message.flags.ephemeral or interaction.response.is_done():
        await respond(interaction, what)
        return
    reply = as_reply(what)
    await interaction.response.edit_message(view=reply.view, attachments=list(reply.files))


def handing_back(round_id: int, token: Token, text: str) -> HandBack:
    """How a text that could not be stored returns to its author, with what makes sense next."""

    def hand_back(error: Exception, sentence: str) -> Reply:
        if isinstance(error, AlreadyAnswered):
            return handed_back(sentence, text, code=custom_ids.code(round_id))
        final = isinstance(error, RoundClosed)
        return handed_back(sentence, text, None if final else custom_ids.retry(round_id, token))

    return hand_back
