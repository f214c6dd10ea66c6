"""A sealed round's summary as its facilitator reads it, before the group does.

It is for one person at a time: send it ephemerally. What authors ticked and where they stand is
counted here, and what they wrote is quoted here; no line of it holds both.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.views import custom_ids
from bot.views.catalogue import moderation
from bot.views.catalogue import summary as words
from bot.views.chart import alt_text
from bot.views.defang import in_one_line
from bot.views.heard import share_buttons
from bot.views.layout import Part, Reply, button, framed, rule, said
from bot.views.pages import length

if TYPE_CHECKING:
    from bot.services.values import RoundSummary
    from bot.themes.asked import Asked
    from bot.themes.summary import Summary

SUMMARY = discord.Colour(0x1F6F78)
PICTURE = "summary.png"
ROOM = 3900
"""For all texts of one message; Discord takes 4,000."""


def summary(found: RoundSummary, picture: bytes | None) -> tuple[Reply, ...]:
    """The summary as the messages to send one after the other: nearly always one.

    ``picture`` is the chart as a PNG, or None where it could not be drawn: its numbers stand in
    the text, too. Only texts at their limits need more than one message.
    """
    pages = _messages(_parts(found, with_picture=picture is not None))
    return tuple(
        Reply(framed(SUMMARY, *page), _files(picture) if number == 0 else ())
        for number, page in enumerate(pages)
    )


def _parts(found: RoundSummary, *, with_picture: bool) -> Iterator[Part]:
    """The whole summary in the order in which it is read."""
    told = found.summary
    yield said(words.heading(told.prompt, told.asked.voices))
    if with_picture:
        yield _gallery(told.asked)
    yield from map(said, _counts(told.asked))
    yield rule()
    yield from map(said, _quotes(told))
    yield rule()
    if told.asked.single:
        yield said(words.single(told.asked.single))
    yield said(words.questions(told.questions))
    yield rule()
    if found.removed:
        yield said(moderation.removed(found.removed))
    reading = [button(words.ALL_BUTTON, custom_ids.all_answers(found.round.id, 0))]
    yield ui.ActionRow(*share_buttons(found), *(reading if told.kept else []))
    yield said(words.HOW_MADE)


def _counts(asked: Asked) -> Iterator[str]:
    yield words.strands(asked)
    if asked.spread:
        yield words.spread(asked.spread, asked.voices)
        if asked.crossed:
            yield words.crossed(asked.crossed, asked.spread)


def _quotes(told: Summary) -> Iterator[str]:
    """A text display for each, so that no markup in one can reach into the next."""
    if not told.quotes:
        yield words.no_quotes(kept=told.kept > 0)
        return
    first, *others = (words.quote(in_one_line(quote.text)) for quote in told.quotes)
    yield words.quotes_begin(first)
    yield from others


def _gallery(asked: Asked) -> ui.MediaGallery[Any]:
    shown = discord.MediaGalleryItem(f"attachment://{PICTURE}", description=alt_text(asked))
    return ui.MediaGallery(shown)


def _files(picture: bytes | None) -> tuple[discord.File, ...]:
    return () if picture is None else (discord.File(io.BytesIO(picture), filename=PICTURE),)


def _messages(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Begin a new message where the next text no longer fits."""
    page: list[Part] = []
    taken = 0
    for part in parts:
        needs = length(part.content) if isinstance(part, ui.TextDisplay) else 0
        if page and taken + needs > ROOM:
            yield page
            page, taken = [], 0
        page.append(part)
        taken += needs
    yield page
