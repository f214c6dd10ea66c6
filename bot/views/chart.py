"""The counts of a summary as a picture, drawn here and sent nowhere but to Discord."""

from __future__ import annotations

from bot.drawing.job import Drawing, Template
from bot.themes.asked import Asked, StrandCount
from bot.views.catalogue import drawings as words
from bot.views.catalogue import summary as summary_words
from bot.views.defang import plain

ALT_LIMIT = 1024
"""Discord's limit for the description of a picture."""


def chart(asked: Asked) -> Drawing:
    """The strands with their voices, which of them both sides hold, and the places between."""
    single = words.single(asked.single) if asked.single else ""
    told = {**words.CHART, **counted_words(asked), "single": plain(single)}
    return Drawing(Template.CHART, {**counts(asked), "words": told})


def alt_text(asked: Asked) -> str:
    """Everything the picture shows, in words; at most 1,024 characters."""
    return within_alt(words.chart(asked))


def within_alt(text: str) -> str:
    """Cut what Discord would refuse, and say so."""
    return text if len(text) <= ALT_LIMIT else f"{text[: ALT_LIMIT - 1]}…"


def counts(asked: Asked) -> dict[str, object]:
    """The counts as the templates take them; single voices are none of it."""
    spread = asked.spread
    return {
        "voices": asked.voices,
        "strands": [_strand(each, asked) for each in asked.strands],
        "spread": list(spread.counts) if spread else None,
        "poles": [plain(spread.poles.left), plain(spread.poles.right)] if spread else None,
    }


def _strand(each: StrandCount, asked: Asked) -> dict[str, object]:
    held = [[two.left, two.right] for two in asked.crossed if two.code == each.code]
    return {"label": plain(each.label), "voices": each.voices, "held": held[0] if held else None}


def counted_words(asked: Asked) -> dict[str, str]:
    """What stands around the counts."""
    spread = asked.spread
    return {
        "voices": summary_words.voices(asked.voices),
        "of": words.of(asked.voices),
        "nearer-left": plain(words.nearer(spread.poles.left)) if spread else "",
        "nearer-right": plain(words.nearer(spread.poles.right)) if spread else "",
        "placed": summary_words.placed(spread.placed, asked.voices) if spread else "",
    }
