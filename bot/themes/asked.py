"""What authors themselves said that they speak to: their ticks and their places, counted.

Nothing is read out of the words. That is why these counts may be exact, may be stored in the
clear, and outlive the texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.ballot.answer import STEPS, Answer
from prompts import Poles, Prompt

CROSSED_FROM = 8
# One voice is never crossed: beside a strand, it would show where a single person stands.
LEAST_ON_A_SIDE = 2

Steps = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class StrandCount:
    """How many voices ticked a strand."""

    code: str
    label: str
    voices: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Voices at each of the five steps, from the left pole to the right."""

    poles: Poles
    counts: Steps

    @property
    def placed(self) -> int:
        """How many placed themselves at all."""
        return sum(self.counts)

    @property
    def left(self) -> int:
        return sum(self.counts[:2])

    @property
    def middle(self) -> int:
        return self.counts[2]

    @property
    def right(self) -> int:
        return sum(self.counts[3:])


@dataclass(frozen=True, slots=True)
class Crossed:
    """A strand that both sides of the poles hold: voices nearer the left, nearer the right."""

    code: str
    label: str
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Asked:
    """The counts of a sealed round.

    ``strands`` have two voices or more, most first, ties in the prompt's order; ``single`` have
    exactly one. ``spread`` is None where the prompt has no poles.
    """

    voices: int
    strands: tuple[StrandCount, ...] = ()
    single: tuple[StrandCount, ...] = ()
    spread: Spread | None = None
    crossed: tuple[Crossed, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Counts and codes for JSON; ``from_dict`` reads them back beside the same prompt."""
        return {
            "voices": self.voices,
            "strands": {each.code: each.voices for each in (*self.strands, *self.single)},
            "spread": list(self.spread.counts) if self.spread else None,
            "crossed": {each.code: [each.left, each.right] for each in self.crossed},
        }

    @classmethod
    def from_dict(cls, prompt: Prompt, data: Mapping[str, Any]) -> Asked:
        """What ``as_dict`` wrote for ``prompt``. Raises KeyError or ValueError if it did not."""
        left, right = _sides(data["crossed"])
        spread = _spread(prompt, data["spread"]) if data["spread"] else None
        return _counted(prompt, data["voices"], Counter(data["strands"]), spread, left, right)


def asked(prompt: Prompt, answers: Sequence[Answer]) -> Asked:
    """Count the live answers of one sealed round; their order makes no difference."""
    places = Counter(answer.position for answer in answers)
    return _counted(
        prompt,
        len(answers),
        _ticks(answers),
        _spread(prompt, [places[step] for step in range(1, STEPS + 1)]),
        _ticks(answer for answer in answers if answer.position in (1, 2)),
        _ticks(answer for answer in answers if answer.position in (4, 5)),
    )


def _counted(
    prompt: Prompt,
    voices: int,
    ticks: Counter[str],
    spread: Spread | None,
    left: Counter[str],
    right: Counter[str],
) -> Asked:
    ticked = sorted((s for s in prompt.strands if ticks[s.code]), key=lambda s: -ticks[s.code])
    counts = [StrandCount(each.code, each.label, ticks[each.code]) for each in ticked]
    return Asked(
        voices=voices,
        strands=tuple(each for each in counts if each.voices > 1),
        single=tuple(each for each in counts if each.voices == 1),
        spread=spread,
        crossed=_crossed(ticks, counts, spread, left, right) if voices >= CROSSED_FROM else (),
    )


def _crossed(
    ticks: Counter[str],
    counts: Iterable[StrandCount],
    spread: Spread | None,
    left: Counter[str],
    right: Counter[str],
) -> tuple[Crossed, ...]:
    if spread is None:
        return ()
    pairs = [Crossed(each.code, each.label, left[each.code], right[each.code]) for each in counts]
    return tuple(p for p in pairs if _hides_everyone(p, ticks[p.code], spread))


def _hides_everyone(pair: Crossed, ticked: int, spread: Spread) -> bool:
    """Whether no single voice can be had from a pair, nor by taking it from the other counts."""
    rest = (ticked - pair.left - pair.right, spread.left - pair.left, spread.right - pair.right)
    alone = any(number == 1 for number in rest)
    return min(pair.left, pair.right) >= LEAST_ON_A_SIDE and not alone


def _ticks(answers: Iterable[Answer]) -> Counter[str]:
    # A set, so that one voice counts once however often a code was sent.
    return Counter(code for answer in answers for code in set(answer.strands))


def _spread(prompt: Prompt, counts: Sequence[int]) -> Spread | None:
    if prompt.poles is None:
        return None
    one, two, three, four, five = counts
    return Spread(prompt.poles, (one, two, three, four, five))


def _sides(crossed: Mapping[str, Sequence[int]]) -> tuple[Counter[str], Counter[str]]:
    left = Counter({code: sides[0] for code, sides in crossed.items()})
    right = Counter({code: sides[1] for code, sides in crossed.items()})
    return left, right
