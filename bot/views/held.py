"""What an author sees who comes back with a receipt: the answer, its state, and what can be done.

Offered is only what would work; whether it still does is checked again when a button is pressed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.ballot.envelope import Mark
from bot.services.values import RoundState
from bot.views import custom_ids
from bot.views.catalogue import receipts as words
from bot.views.layout import Form, Reply, button, framed, said
from bot.views.receipt import as_stored, edit_button, withdraw_button

if TYPE_CHECKING:
    from datetime import datetime

    from bot.services.values import HeldAnswer
    from bot.views.layout import Sheet

FOUND = discord.Colour(0x4A6FA5)
ASKING = discord.Colour(0xC98A2B)
CODE = "code"
LONGEST_CODE = 100
"""More than a code has, for one copied with what stands around it."""


def takes_changes(found: HeldAnswer, now: datetime) -> bool:
    """Whether the answer can be edited, or filled again."""
    return found.round.state is RoundState.OPEN and now < found.round.closes_at


def held(found: HeldAnswer, now: datetime) -> Reply:
    """The answer as it is stored and its state, for its author alone: send it ephemerally."""
    if not found.mark.readable:
        return Reply(_emptied(found, now))
    card = found.round
    ways: list[ui.Button[Any]] = []
    if takes_changes(found, now):
        ways.append(edit_button(card.id, found.token))
    if found.mark is Mark.LIVE:
        ways.append(withdraw_button(card.id, found.token))
    return as_stored(FOUND, _state(found, now), found.answer, card.prompt, tuple(ways))


def withdraw_question(found: HeldAnswer) -> Sheet:
    """Asks once, and says what will be true afterwards."""
    is_open = found.round.state is RoundState.OPEN
    doing = button(
        words.WITHDRAW_NOW_BUTTON,
        custom_ids.withdraw_now(found.round.id, found.token),
        discord.ButtonStyle.danger,
    )
    asked = words.WITHDRAW_OPEN if is_open else words.WITHDRAW_SEALED
    return framed(ASKING, said(asked), ui.ActionRow(doing))


def withdrawn(found: HeldAnswer, now: datetime) -> Reply:
    """What is true after withdrawing."""
    if found.mark is Mark.WITHDRAWING:
        return Reply(framed(FOUND, said(words.WITHDRAWN_SEALED)))
    return held(found, now)


def code_form(round_id: int) -> ui.Modal:
    """One field, for the code of a receipt."""
    field: ui.TextInput[Any] = ui.TextInput(custom_id=CODE, max_length=LONGEST_CODE)
    label: ui.Label[Any] = ui.Label(
        text=words.CODE_LABEL, description=words.CODE_HINT, component=field
    )
    return Form(words.CODE_TITLE, custom_ids.find(round_id), label)


def _emptied(found: HeldAnswer, now: datetime) -> Sheet:
    card = found.round
    if not takes_changes(found, now):
        return framed(FOUND, said(words.EMPTIED_ENDED))
    filling = edit_button(card.id, found.token, words.FILL_BUTTON)
    state = words.emptied(card.prompt.title, card.closes_at)
    return framed(FOUND, said(state), ui.ActionRow(filling))


def _state(found: HeldAnswer, now: datetime) -> str:
    card = found.round
    if takes_changes(found, now):
        return words.still_open(card.prompt.title, card.closes_at)
    if card.state is RoundState.OPEN:
        return words.ended(card.prompt.title)
    say = {Mark.WITHDRAWING: words.leaving, Mark.REMOVING: words.being_removed}
    return say.get(found.mark, words.sealed)(card.prompt.title)
