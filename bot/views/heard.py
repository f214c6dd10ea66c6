"""*What we heard*: the one message in which a group reads its own round.

Discord takes 4,000 characters and 40 components. What was counted always fits; of the words, whole
themes and quotes are left out from the end, and the message says how many there are besides.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.themes.heard import for_all
from bot.themes.told import MOST_SINGLE
from bot.views import share_ids
from bot.views.catalogue import heard as words
from bot.views.catalogue import summary as summary_words
from bot.views.chart import alt_text
from bot.views.defang import in_one_line
from bot.views.layout import Sheet, button, framed, rule, said
from bot.views.pages import length

if TYPE_CHECKING:
    from bot.services.values import RoundCard, RoundSummary
    from bot.themes.asked import Asked
    from bot.themes.heard import Heard, HeardTheme
    from bot.themes.quotes import Quote

HEARD = discord.Colour(0x1F6F78)
PICTURE = "what-we-heard.png"
ROOM = 3800
"""Characters for all texts but the line that says what was left out."""
ROOM_WITHOUT_WORDS = 2900
"""So much the counts and questions may take, so that some words always fit."""
MOST_TEXTS = 24
"""Text displays for words; with all else on the card they stay below 40 components."""
MOST_OF_A_THEME = 2
"""Quotes: a card is read by many at once, and the facilitator has the others."""


@dataclass(frozen=True, slots=True)
class _Block:
    """What is shown as a whole or not at all: a theme with its quotes, or one quote or voice."""

    texts: tuple[str, ...]
    themes: int = 0
    quotes: int = 0
    single: int = 0


def card(round_id: int, heard: Heard, *, with_picture: bool) -> Sheet:
    """The card; its picture, if any, comes as the file PICTURE. Send it so that it pings nobody."""
    first = words.heading(heard.prompt, heard.asked.voices)
    counted = list(_counted(heard.asked))
    asking = _asking(heard, _needs(first, *counted))
    room = ROOM - _needs(first, *counted, *asking)
    pictured = [_gallery(for_all(heard.asked))] if with_picture else []
    return framed(
        HEARD,
        said(first),
        *pictured,
        *map(said, counted),
        rule(),
        *map(said, _in_words(heard, room)),
        rule(),
        *map(said, asking),
        _how(share_ids.heard(round_id)),
    )


def counts(card: RoundCard, heard: Heard) -> Sheet:
    """What the group sees at close where it chose to see the counts at once."""
    asked = heard.asked
    single = words.single_ticks(len(asked.single)) if asked.single else ""
    return framed(
        HEARD,
        said(words.counts_heading(card.prompt.title, asked.voices)),
        said(summary_words.strands(asked), single),
        *([said(summary_words.spread(asked.spread, asked.voices))] if asked.spread else []),
        said(words.COUNTS_ONLY),
        _how(share_ids.counts(card.id)),
    )


def picture_file(picture: bytes) -> discord.File:
    """The chart as the file that the card shows; for one request, since sending uses it up."""
    return discord.File(io.BytesIO(picture), filename=PICTURE)


def share_buttons(found: RoundSummary) -> tuple[ui.Button[Any], ...]:
    """What stands below a summary: sharing it, or taking it back."""
    round_id = found.round.id
    return (take_back_button(round_id),) if found.shared else (share_button(round_id),)


def share_button(round_id: int) -> ui.Button[Any]:
    return button(words.SHARE_BUTTON, share_ids.share(round_id), discord.ButtonStyle.primary)


def take_back_button(round_id: int) -> ui.Button[Any]:
    return button(words.TAKE_BACK_BUTTON, share_ids.take_back(round_id))


def _counted(asked: Asked) -> Iterator[str]:
    yield summary_words.strands(asked)
    if asked.spread:
        yield summary_words.spread(asked.spread, asked.voices)
        if asked.crossed:
            yield summary_words.crossed(asked.crossed, asked.spread)
    if asked.single:
        yield words.single_ticks(len(asked.single))


def _asking(heard: Heard, taken: int) -> list[str]:
    """The questions, as many as leave room for words, and the way to the thread."""
    asked = heard.questions
    while asked and taken + _needs(summary_words.questions(asked), words.THREAD) > (
        ROOM_WITHOUT_WORDS
    ):
        asked = asked[:-1]
    return [*([summary_words.questions(asked)] if asked else []), words.THREAD]


def _in_words(heard: Heard, room: int) -> list[str]:
    """Themes, quotes and single voices from the first on, until one does not fit."""
    shown: list[_Block] = []
    for block in _blocks(heard):
        texts = [text for each in (*shown, block) for text in each.texts]
        if _needs(*texts) > room or len(texts) > MOST_TEXTS:
            break
        shown.append(block)
    themes = len(heard.themes) - sum(block.themes for block in shown)
    quotes = _quotes_of(heard) - sum(block.quotes for block in shown)
    single = len(heard.single) - sum(block.single for block in shown)
    told = [text for block in shown for text in block.texts]
    if themes or quotes or single:
        told.append(words.more(themes, quotes, single))
    return told or [words.NOTHING_TO_QUOTE if heard.kept else summary_words.WORDS_GONE]


def _blocks(heard: Heard) -> Iterator[_Block]:
    begin = f"{words.themes_begin(heard.form)}\n" if heard.form else ""
    asked = {question.text for question in heard.questions}
    for theme in heard.themes:
        quotes = [_quote(each) for each in theme.quotes[:MOST_OF_A_THEME]]
        yield _Block((begin + _title(theme, asked), *quotes), themes=1, quotes=len(quotes))
        begin = ""
    for text in _listed(heard.quotes, summary_words.quotes_begin):
        yield _Block((text,), quotes=1)
    for text in _listed(heard.single[:MOST_SINGLE], words.single_begin):
        yield _Block((text,), single=1)


def _listed(quotes: Iterable[Quote], begin: Callable[[str], str]) -> Iterator[str]:
    for number, each in enumerate(map(_quote, quotes)):
        yield each if number else begin(each)


def _title(theme: HeardTheme, asked: Collection[str]) -> str:
    heading = in_one_line(theme.heading or "") or None
    title = words.theme(heading, theme.voices, clause=theme.clause, mixed=theme.mixed)
    return f"{title}\n-# {theme.question}" if theme.question not in {None, *asked} else title


def _quote(quote: Quote) -> str:
    return summary_words.quote(in_one_line(quote.text))


def _quotes_of(heard: Heard) -> int:
    return len(heard.quotes) + sum(len(theme.quotes) for theme in heard.themes)


def _needs(*texts: str) -> int:
    return sum(map(length, texts))


def _gallery(asked: Asked) -> ui.MediaGallery[Any]:
    shown = discord.MediaGalleryItem(f"attachment://{PICTURE}", description=alt_text(asked))
    return ui.MediaGallery(shown)


def _how(custom_id: str) -> ui.ActionRow[Any]:
    return ui.ActionRow(button(words.HOW_BUTTON, custom_id))
