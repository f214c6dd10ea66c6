"""Every answer of a sealed round, a page at a time, for the facilitator alone, who may remove one.

Only a text and its author's leave are read here: a tick or a place beside a text would help to
guess whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.ballot.answer import Leave
from bot.views import custom_ids, theme_ids
from bot.views.catalogue import common, moderation
from bot.views.catalogue import summary as words
from bot.views.layout import Part, Sheet, button, said
from bot.views.pages import Piece, paged

if TYPE_CHECKING:
    from bot.services.values import SealedAnswer, SealedAnswers

# Not the colours of the chart's poles: an edge says who may read, never where somebody stands.
EDGES = {Leave.GROUP: discord.Colour(0x8A8F98), Leave.FACILITATOR: discord.Colour(0x7D5BA6)}
MARKS = {Leave.GROUP: words.MAY_BE_READ_BY_GROUP, Leave.FACILITATOR: words.FOR_FACILITATOR_ONLY}


def all_answers(found: SealedAnswers, page: int, theme: int | None = None) -> Sheet:
    """One page of the answers, in the order of the box; ``page`` counts from 0.

    A page beyond the last shows the last: answers may be withdrawn while somebody is reading.
    ``theme``: these are the answers of one theme alone.
    """
    pages = paged([each.answer.text for each in found.answers])
    page = min(max(page, 0), len(pages) - 1)
    named = words.all_answers if theme is None else words.answers_of_theme
    heading = named(found.round.prompt, len(found.answers), page=page + 1, pages=len(pages))
    removed = moderation.removed(found.removed) if found.removed else ""
    boxes = [_box(found.round.id, piece, found.answers[piece.index]) for piece in pages[page]]
    empty = () if found.answers else (said(words.NO_ANSWERS),)
    turning = _turning(found.round.id, page, len(pages), theme)
    return Sheet(said(heading, removed), *boxes, *empty, *turning)


def _box(round_id: int, piece: Piece, each: SealedAnswer) -> ui.Container[Any]:
    text = said(piece.shown or words.NOTHING_VISIBLE)
    mark = said("\n".join(_marks(piece, each)))
    edge = EDGES[each.answer.leave]
    if each.removing or not piece.ends:  # One way to each answer: parts may share a page.
        return ui.Container(text, mark, accent_colour=edge)
    remove = button(moderation.REMOVE_BUTTON, custom_ids.remove(round_id, each.handle))
    return ui.Container(text, ui.Section(mark, accessory=remove), accent_colour=edge)


def _marks(piece: Piece, each: SealedAnswer) -> Iterator[str]:
    if not piece.begins:
        yield words.CONTINUED
    if not piece.ends:
        yield words.CONTINUES
    yield MARKS[each.answer.leave]
    if each.removing:
        yield moderation.BEING_REMOVED


def _turning(round_id: int, page: int, pages: int, theme: int | None) -> Iterator[Part]:
    """Only ways that lead somewhere: two buttons of one message must differ in their custom_id."""

    def turn(to: int) -> str:
        if theme is None:
            return custom_ids.turn(round_id, to)
        return theme_ids.turn(round_id, theme, to)

    ways: list[ui.Button[Any]] = []
    if page > 0:
        ways.append(button(common.PREVIOUS_PAGE, turn(page - 1)))
    if page + 1 < pages:
        ways.append(button(common.NEXT_PAGE, turn(page + 1)))
    if ways:
        yield ui.ActionRow(*ways)
