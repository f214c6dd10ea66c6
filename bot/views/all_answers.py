"""Every answer of a sealed round, a page at a time, for the facilitator alone.

Only a text and its author's leave are read here: a tick or a place beside a text would help to
guess whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.ballot.answer import Leave
from bot.views import custom_ids
from bot.views.catalogue import summary as words
from bot.views.layout import Part, Sheet, button, said
from bot.views.pages import Piece, paged

if TYPE_CHECKING:
    from bot.services.values import SealedAnswers

# Not the colours of the chart's poles: an edge says who may read, never where somebody stands.
EDGES = {Leave.GROUP: discord.Colour(0x8A8F98), Leave.FACILITATOR: discord.Colour(0x7D5BA6)}
MARKS = {Leave.GROUP: words.MAY_BE_READ_BY_GROUP, Leave.FACILITATOR: words.FOR_FACILITATOR_ONLY}


def all_answers(found: SealedAnswers, page: int) -> Sheet:
    """One page of the answers, in the order of the box; ``page`` counts from 0.

    A page beyond the last shows the last: answers may be withdrawn while somebody is reading.
    """
    pages = paged([answer.text for answer in found.answers])
    page = min(max(page, 0), len(pages) - 1)
    heading = words.all_answers(
        found.round.prompt, len(found.answers), page=page + 1, pages=len(pages)
    )
    boxes = [_box(piece, found.answers[piece.index].leave) for piece in pages[page]]
    empty = () if found.answers else (said(words.NO_ANSWERS),)
    return Sheet(said(heading), *boxes, *empty, *_turning(found.round.id, page, len(pages)))


def _box(piece: Piece, leave: Leave) -> ui.Container[Any]:
    mark = "\n".join(_marks(piece, leave))
    return ui.Container(
        said(piece.shown or words.NOTHING_VISIBLE), said(mark), accent_colour=EDGES[leave]
    )


def _marks(piece: Piece, leave: Leave) -> Iterator[str]:
    if not piece.begins:
        yield words.CONTINUED
    if not piece.ends:
        yield words.CONTINUES
    yield MARKS[leave]


def _turning(round_id: int, page: int, pages: int) -> Iterator[Part]:
    """Only ways that lead somewhere: two buttons of one message must differ in their custom_id."""
    ways: list[ui.Button[Any]] = []
    if page > 0:
        ways.append(button(words.BACK_BUTTON, custom_ids.all_answers(round_id, page - 1)))
    if page + 1 < pages:
        ways.append(button(words.ON_BUTTON, custom_ids.all_answers(round_id, page + 1)))
    if ways:
        yield ui.ActionRow(*ways)
