"""The counts of a summary as a picture, drawn here and sent nowhere but to Discord."""

from __future__ import annotations

import json
from pathlib import Path

from bot.themes.asked import Asked
from bot.views.catalogue import summary as words

HERE = Path(__file__).parent
PIXELS_PER_INCH = 144
"""Twice the width at which Discord shows it: 1,120 pixels."""
ALT_LIMIT = 1024
"""Discord's limit for the description of a picture."""


def draw(asked: Asked) -> bytes:
    """Draw the strands with their voices and the spread between the poles as a PNG.

    Takes some 40 ms: call it off the event loop. The same counts give the same bytes.
    """
    import typst  # noqa: PLC0415 - its 80 MB are wanted by a summary, not by an idle bot

    return typst.compile(
        HERE / "chart.typ",
        format="png",
        ppi=PIXELS_PER_INCH,
        sys_inputs={"asked": json.dumps(_data(asked))},
        font_paths=[HERE / "fonts"],
        ignore_system_fonts=True,
    )


def alt_text(asked: Asked) -> str:
    """Everything the picture shows, in words; at most 1,024 characters."""
    text = words.picture(asked)
    return text if len(text) <= ALT_LIMIT else f"{text[: ALT_LIMIT - 1]}…"


def _data(asked: Asked) -> dict[str, object]:
    spread = asked.spread
    return {
        "voices": asked.voices,
        "strands": [{"label": each.label, "voices": each.voices} for each in asked.strands],
        "spread": list(spread.counts) if spread else None,
        "poles": [spread.poles.left, spread.poles.right] if spread else None,
        "words": {
            "strands": words.STRANDS,
            "voices": words.voices(asked.voices),
            "no_strands": words.NO_STRAND_SHARED,
            "single": words.single_in_picture(asked.single) if asked.single else "",
            "spread": words.POLES,
            "placed": words.placed(spread.placed, asked.voices) if spread else "",
        },
    }
