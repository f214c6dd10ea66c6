"""A sealed round's summary as its facilitator reads it, before the group does.

It is for one person at a time: send it ephemerally. The first page is what a minute allows: counts,
where the group is divided, the themes in a line each, what to ask. What authors ticked and where
they stand is counted, and what they wrote is quoted; no line of it holds both.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.services.values import Analysis
from bot.views import custom_ids, theme_ids
from bot.views.blocks import Block, block, laid_out
from bot.views.catalogue import common, drawings, moderation
from bot.views.catalogue import summary as words
from bot.views.catalogue import themes as theme_words
from bot.views.chart import alt_text
from bot.views.defang import in_one_line
from bot.views.documents import document_buttons
from bot.views.heard import share_buttons
from bot.views.layout import Part, Reply, button, framed, rule, said
from bot.views.themes import overview, proposal_blocks, single_block, theme_blocks

if TYPE_CHECKING:
    from bot.services.values import RoundSummary
    from bot.themes.asked import Asked
    from bot.themes.summary import Summary

SUMMARY = discord.Colour(0x1F6F78)
PICTURE = "summary.png"


def summary(found: RoundSummary, picture: bytes | None, page: int = 0, reading: str = "") -> Reply:
    """One page of the summary, counted from 0; beyond the last it is the last.

    ``picture`` is the chart as a PNG for the first page, or None where it could not be drawn: its
    numbers stand in the text, too. ``reading`` says how far the words have been read for themes.
    """
    with_picture = page > 0 or picture is not None  # Else pages would break elsewhere.
    pages = laid_out(_blocks(found, page, reading, with_picture=with_picture))
    page = min(max(page, 0), len(pages) - 1)
    turning = _turning(found.round.id, page, len(pages))
    view = framed(SUMMARY, *pages[page], *turning)
    return Reply(view, _files(picture) if page == 0 else ())


def last_page(found: RoundSummary) -> int:
    """The number of its last page, where its words have been read or have left."""
    return len(laid_out(_blocks(found, 0, "", with_picture=True))) - 1


def _blocks(found: RoundSummary, page: int, reading: str, *, with_picture: bool) -> Iterator[Block]:
    """The whole summary in the order in which it is read."""
    told, themes = found.summary, found.summary.told
    yield block(said(words.heading(told.prompt, told.asked.voices)))
    yield block(_gallery(told.asked) if with_picture else said(drawings.NO_PICTURE))
    yield from (block(said(text)) for text in _counts(told.asked))
    if themes and themes.themes:
        yield block(rule(), said(overview(themes)))
    elif state := reading or _why_no_themes(found):
        yield block(rule(), said(state))
    yield block(rule(), said(words.questions(told.questions)))
    yield block(_doors(found))
    yield from _quotes(told)
    if themes:
        yield from theme_blocks(found.round.id, themes, page, settled=found.shared)
        if themes.alone:
            yield single_block(themes, told.quotes)
    if told.asked.single:
        yield block(said(words.single(told.asked.single)))
    if themes:
        yield from proposal_blocks(found.round.id, themes, page)
    yield block(rule(), *_how_made(found))


def _counts(asked: Asked) -> Iterator[str]:
    yield words.strands(asked)
    if asked.spread:
        yield words.spread(asked.spread, asked.voices)
        if asked.crossed:
            yield words.crossed(asked.crossed, asked.spread)


def _quotes(told: Summary) -> Iterator[Block]:
    """A text display for each, so that no markup in one can reach into the next."""
    if not told.quotes:
        if told.told is None or not told.told.shown:
            yield block(rule(), said(words.no_quotes(kept=told.kept > 0)))
        return
    first, *others = (words.quote(in_one_line(quote.text)) for quote in told.quotes)
    yield block(rule(), said(words.quotes_begin(first)))
    yield from (block(said(other)) for other in others)


def _why_no_themes(found: RoundSummary) -> str:
    """Empty where there is nothing to explain: the words were read, or are no longer kept."""
    reasons = {Analysis.FAILED: theme_words.FAILED, Analysis.DUE: theme_words.PREPARING}
    return reasons.get(found.analysis, "") if found.summary.kept else ""


def _how_made(found: RoundSummary) -> Iterator[Part]:
    if found.removed:
        yield said(moderation.removed(found.removed))
    yield said(words.HOW_MADE)
    if found.summary.told:
        yield said(theme_words.HOW_FOUND)


def _doors(found: RoundSummary) -> ui.ActionRow[Any]:
    every = button(words.ALL_BUTTON, custom_ids.all_answers(found.round.id))
    kept = (every,) if found.summary.kept else ()
    return ui.ActionRow(*share_buttons(found), *kept, *document_buttons(found.round))


def _turning(round_id: int, page: int, pages: int) -> Iterator[Part]:
    if pages == 1:
        return
    ways = []
    if page > 0:
        ways.append(button(common.PREVIOUS_PAGE, theme_ids.page(round_id, page - 1)))
    if page + 1 < pages:
        ways.append(button(common.NEXT_PAGE, theme_ids.page(round_id, page + 1)))
    yield said(theme_words.page(page + 1, pages))
    yield ui.ActionRow(*ways)


def _gallery(asked: Asked) -> ui.MediaGallery[Any]:
    shown = discord.MediaGalleryItem(f"attachment://{PICTURE}", description=alt_text(asked))
    return ui.MediaGallery(shown)


def _files(picture: bytes | None) -> tuple[discord.File, ...]:
    return () if picture is None else (discord.File(io.BytesIO(picture), filename=PICTURE),)
