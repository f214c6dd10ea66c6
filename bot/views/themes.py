"""Themes as a facilitator reads and shapes them; a text and a tick never stand side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.themes.quotes import Quote
from bot.themes.told import MOST_SINGLE
from bot.views import theme_ids
from bot.views.blocks import Block, block
from bot.views.catalogue import summary as summary_words
from bot.views.catalogue import themes as words
from bot.views.defang import in_one_line
from bot.views.layout import Part, button, said

if TYPE_CHECKING:
    from bot.themes.found import Form
    from bot.themes.told import Proposal, Theme, Told


IN_A_LINE, QUOTED_IN_BRIEF = 90, 240
"""Characters of a heading, and of a quote below it, on the first page."""


def overview(told: Told) -> str:
    """All themes in a few lines, each short enough that they fit together."""
    return words.overview(replace(told, themes=tuple(map(_brief, told.themes))))


def theme_blocks(round_id: int, told: Told, page: int, *, settled: bool) -> Iterator[Block]:
    """A block for each theme. ``settled``: it was shared, so there is no more to shape."""
    for number, each in enumerate(map(defanged_heading, told.themes)):
        row = _hand(round_id, each, page, settled=settled)
        yield block(*_theme(each, told.form), row, begins=number == 0)


def single_block(told: Told, quoted: Collection[Quote]) -> Block:
    """Single voices, in a list of their own, but for what was ``quoted`` before."""
    left = [quote for quote in told.single if quote not in quoted]
    shown = left[:MOST_SINGLE]
    counted = words.alone(told, len(told.single) - len(left), len(left) - len(shown))
    return block(said(counted), *_quotes(shown))


def proposal_blocks(round_id: int, told: Told, page: int) -> Iterator[Block]:
    """Suggestions to confirm or reject, apart from everything that was ticked."""
    for number, each in enumerate(told.proposals):
        heading = [said(words.SUGGESTED)] if number == 0 else []
        yield block(
            *heading,
            said(words.proposal(each)),
            said(summary_words.quote(in_one_line(each.rests_on) or words.NOTHING_TO_QUOTE)),
            _checking(round_id, each, page),
            begins=number == 0,
        )


def defanged_heading(each: Theme) -> Theme:
    """Its heading is an author's or a facilitator's words: shown as words."""
    shown = in_one_line(each.heading) if each.heading is not None else None
    return replace(each, heading=shown or None)


def _brief(each: Theme) -> Theme:
    heading = each.heading or ""
    cut = heading if len(heading) <= IN_A_LINE else f"{heading[:IN_A_LINE]}…"
    short = [quote.text for quote in each.quotes if len(quote.text) <= QUOTED_IN_BRIEF]
    quotes = tuple(Quote(in_one_line(text)) for text in short[:1])
    return defanged_heading(replace(each, heading=cut or None, quotes=quotes))


def _theme(each: Theme, form: Form) -> Iterator[Part]:
    yield said(words.theme(each, form))
    pair = each.two_ways or ()
    yield from _quotes(quote for quote in each.quotes if quote not in pair)
    if pair:
        yield said(words.TWO_WAYS)
        yield from _quotes(pair)
    if not each.quotes:
        yield said(words.no_quote(each))
    if each.question:
        yield said(words.opener(each.question))


def _quotes(quotes: Iterable[Quote]) -> Iterator[ui.TextDisplay[Any]]:
    """A text display for each, so that no markup in one can reach into the next."""
    for quote in quotes:
        yield said(summary_words.quote(in_one_line(quote.text)))


def _hand(round_id: int, each: Theme, page: int, *, settled: bool) -> ui.ActionRow[Any]:
    number = each.number
    row: ui.ActionRow[Any] = ui.ActionRow()
    if each.rests_on:
        row.add_item(button(words.ANSWERS_BUTTON, theme_ids.answers(round_id, number, 0)))
    row.add_item(button(words.SHAPE_BUTTON, theme_ids.shape(round_id, number, page)))
    label = words.TAKE_IN_BUTTON if each.dropped else words.DROP_BUTTON
    dropping = theme_ids.drop(round_id, number, page, dropped=not each.dropped)
    row.add_item(button(label, dropping))
    if each.merged:
        row.add_item(button(words.SEPARATE_BUTTON, theme_ids.apart(round_id, number, page)))
    for item in row.children if settled else ():
        if isinstance(item, ui.Button) and item.label != words.ANSWERS_BUTTON:
            item.disabled = True
    return row


def _checking(round_id: int, each: Proposal, page: int) -> ui.ActionRow[Any]:
    labels = {True: words.FITS_BUTTON, False: words.FITS_NOT_BUTTON}
    row: ui.ActionRow[Any] = ui.ActionRow()
    for yes, label in labels.items():
        chosen = each.confirmed is yes
        style = discord.ButtonStyle.success if chosen else discord.ButtonStyle.secondary
        item = button(label, theme_ids.check(round_id, each.number, page, confirmed=yes), style)
        item.disabled = chosen
        row.add_item(item)
    return row
