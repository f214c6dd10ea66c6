"""Typst itself: values in, bytes out. Only the worker and tests come here.

The same drawing gives the same bytes: no date is written, no font of the machine is used. A PDF
is PDF/UA: tagged, with a title, a language, and words for each picture.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import typst

from bot.drawing.glyphs import Glyphs
from bot.drawing.job import PASSAGES, Drawing, Form

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
PIXELS_PER_INCH = 192
"""A card is 420 points wide, which makes 1,120 pixels: twice what Discord shows on a screen."""

_PAGES = re.compile(rb"/Type\s*/Pages\s*/Count (\d+)")


def typeset(drawing: Drawing) -> bytes:
    """Draw it. Raises typst.TypstError if a template or its data is wrong."""
    glyphs = Glyphs.of(sorted(FONTS.glob("*.ttf")))
    data = {**_shown(drawing.data, glyphs.shown), "unseen": not _all_seen(drawing.data, glyphs)}
    if drawing.most_pages is None:
        return _compiled(drawing, data)
    return _within(drawing.most_pages, data, lambda cut: _compiled(drawing, cut))


def pages(document: bytes) -> int:
    """How many pages a PDF of ours has."""
    found = _PAGES.search(document)
    if found is None:
        raise ValueError("This is no document of ours.")
    return int(found[1])


def _within(
    most: int, data: Mapping[str, object], compiled: Callable[[Mapping[str, object]], bytes]
) -> bytes:
    """The document with as many passages as fit, found by halving."""
    document, passages = compiled(data), data[PASSAGES]
    if pages(document) <= most or not isinstance(passages, list):
        return document
    fits, too_many = 0, len(passages)
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        tried = compiled({**data, PASSAGES: passages[:middle]})
        fits, too_many = (middle, too_many) if pages(tried) <= most else (fits, middle)
    return compiled({**data, PASSAGES: passages[:fits]})


def _compiled(drawing: Drawing, data: Mapping[str, object]) -> bytes:
    printed = drawing.form is Form.PDF
    return typst.compile(
        HERE / f"{drawing.template}.typ",
        format="pdf" if printed else "png",
        ppi=None if printed else PIXELS_PER_INCH,
        pdf_standards="ua-1" if printed else None,
        sys_inputs={"data": json.dumps(data)},
        font_paths=[FONTS],
        ignore_system_fonts=True,
    )


def _shown(data: Mapping[str, object], shown: Callable[[str], str]) -> dict[str, object]:
    return {key: _each_text(inside, shown) for key, inside in data.items()}


def _each_text(value: object, change: Callable[[str], object]) -> object:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each_text(inside, change) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return [_each_text(inside, change) for inside in value]
    return value


def _all_seen(value: object, glyphs: Glyphs) -> bool:
    found: list[bool] = []
    _each_text(value, lambda text: found.append(glyphs.shown(text) == text))
    return all(found)
