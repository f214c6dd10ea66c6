"""What an author alone sees afterwards: the receipt, or the text handed back.

Whatever the bot was given and could not store goes back whole. An author's own text is shown raw,
in a text display of its own, where no markup of it can reach beyond itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import discord
from discord import ui

from bot.views import custom_ids
from bot.views.catalogue import answering
from bot.views.catalogue import receipts as words
from bot.views.layout import Part, Reply, button, fit_together, framed, rule, said, text_file

if TYPE_CHECKING:
    from bot.ballot.answer import Answer
    from bot.ballot.tokens import Token
    from bot.services.values import Receipt
    from prompts import Prompt

Way: TypeAlias = ui.Button[Any]

STORED = discord.Colour(0x3C8D5A)
NOT_STORED = discord.Colour(0xC98A2B)
YOUR_TEXT = 3000
"""The id of the component that holds the author's text, by which it is found again."""


def receipt(given: Receipt) -> Reply:
    """The code and the answer as it was stored, for its author alone: send it ephemerally."""
    head = "\n\n".join(_head(given))
    ways = (edit_button(given.round.id, given.token), withdraw_button(given.round.id, given.token))
    return as_stored(STORED, head, given.answer, given.round.prompt, ways)


def as_stored(
    colour: discord.Colour, head: str, answer: Answer, prompt: Prompt, ways: tuple[Way, ...] = ()
) -> Reply:
    """The whole answer below ``head``, with the ways that lead on from it."""
    choices = "\n".join(_choices(answer, prompt))
    shown = fit_together(head, answer.text, answering.TEXT_STORED, choices)
    heading = answering.TEXT_STORED if shown else answering.TEXT_STORED_ATTACHED
    text, files = _author_text(heading, answer.text, shown=shown)
    parts = (said(head), rule(), *text, rule(), said(choices), *_row(ways))
    return Reply(framed(colour, *parts), files)


def handed_back(
    reason: str, text: str, retry: str | None = None, *, code: str | None = None
) -> Reply:
    """Why an answer was not stored, and its text.

    ``retry`` and ``code`` are the custom_ids of *Try again* and of *Enter receipt code*. The text
    is attached when it is too long to be shown, and left out when there is none.
    """
    ways: list[Way] = []
    if retry is not None:
        ways.append(button(answering.RETRY_BUTTON, retry, discord.ButtonStyle.primary))
    if code is not None:
        ways.append(button(words.CODE_BUTTON, code, discord.ButtonStyle.primary))
    if not text.strip():
        return Reply(framed(NOT_STORED, said(reason), *_row(ways)))
    shown = fit_together(reason, answering.YOUR_TEXT, text)
    heading = answering.YOUR_TEXT if shown else answering.YOUR_TEXT_ATTACHED
    parts, files = _author_text(heading, text, shown=shown)
    return Reply(framed(NOT_STORED, said(reason), rule(), *parts, *_row(ways)), files)


def edit_button(round_id: int, token: Token, label: str = words.EDIT_BUTTON) -> Way:
    return button(label, custom_ids.edit(round_id, token), discord.ButtonStyle.primary)


def withdraw_button(round_id: int, token: Token) -> Way:
    return button(words.WITHDRAW_BUTTON, custom_ids.withdraw(round_id, token))


def text_in(components: Iterable[object]) -> str:
    """The text that ``handed_back`` shows, read from a message's components; else empty."""
    for part in _walk(components):
        if isinstance(part, discord.TextDisplay) and part.id == YOUR_TEXT:
            return part.content
    return ""


def _head(given: Receipt) -> Iterator[str]:
    yield answering.STORED
    yield answering.answer_to(given.round.prompt.title)
    if given.edited:
        yield answering.REPLACED
    if not given.counts:
        yield answering.does_not_count(given.round.k)
    yield answering.code(given.token.code)
    yield answering.COPY_BOTH
    yield answering.CODE_USE


def _choices(answer: Answer, prompt: Prompt) -> Iterator[str]:
    yield answering.leave(answer.leave)
    if prompt.poles and answer.position:
        yield answering.position(answering.steps(prompt.poles)[answer.position - 1])
    ticked = [strand for strand in prompt.strands if strand.code in answer.strands]
    if ticked:  # Last: Discord would take a line below a list for a part of the list.
        yield answering.ticked(ticked)


def _author_text(
    heading: str, text: str, *, shown: bool
) -> tuple[tuple[Part, ...], tuple[discord.File, ...]]:
    if shown:
        return (said(heading), ui.TextDisplay(text, id=YOUR_TEXT)), ()
    file = text_file(answering.FILE_NAME, text)
    return (said(heading), ui.File(f"attachment://{answering.FILE_NAME}")), (file,)


def _row(ways: Sequence[Way]) -> tuple[ui.ActionRow[Any], ...]:
    return (ui.ActionRow(*ways),) if ways else ()


def _walk(components: Iterable[object]) -> Iterator[object]:
    for part in components:
        yield part
        yield from _walk(getattr(part, "children", ()))
