"""What stands in pictures of counts, and what is said for those who hear them read out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.views.catalogue import summary

if TYPE_CHECKING:
    from bot.themes.asked import Asked, Crossed, Spread, StrandCount

HELD = "Held differently:"
MARK = "\N{REPLACEMENT CHARACTER}"
UNSEEN = f"{MARK} stands for a sign that this picture’s typeface does not have."
NO_PICTURE = (
    "-# The picture could not be drawn this time. Everything that it would show stands in the text."
)

CHART = {
    "strands": summary.STRANDS,
    "no_strands": summary.NO_STRAND_SHARED,
    "spread": summary.POLES,
    "held": HELD,
    "unseen": UNSEEN,
}


def of(voices: int) -> str:
    return f" of {voices}"


def nearer(pole: str) -> str:
    return f"nearer to “{pole}”"


def single(found: tuple[StrandCount, ...]) -> str:
    return f"Only one voice named: {'; '.join(each.label for each in found)}"


def chart(asked: Asked) -> str:
    """The chart for those who hear it read out: every number that it shows."""
    parts = [f"Bar chart of {summary.voices(asked.voices)}."]
    shared = "; ".join(f"{each.label}: {each.voices}" for each in asked.strands)
    parts.append(f"Ticked strands: {shared}." if shared else summary.NO_STRAND_SHARED)
    if asked.single:
        parts.append(f"{single(asked.single)}.")
    if asked.spread:
        parts.append(f"{steps(asked.spread)}.")
        parts.append(f"{summary.placed(asked.spread.placed, asked.voices)}.")
        parts += [_held(each) for each in asked.crossed]
    return " ".join(parts)


def steps(spread: Spread) -> str:
    """The five counts in words, without a full stop."""
    row = ", ".join(str(count) for count in spread.counts)
    return f"Five steps from “{spread.poles.left}” to “{spread.poles.right}”: {row}"


def _held(each: Crossed) -> str:
    return f"Held differently: {each.label}: {each.left} on the left, {each.right} on the right."
