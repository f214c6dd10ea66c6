"""What moves over months: how many voices ticked a code in each round where it was offered.

Only what authors ticked is compared, and only rounds in which they could: a code that a prompt
did not offer is absent from its round, not unspoken. Places are compared only under the same
prompt, since another pair of poles is another question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.themes.asked import Asked, Spread
from prompts import Codebook, Prompt

FEWEST_ROUNDS, MOST_ROUNDS = 4, 26


@dataclass(frozen=True, slots=True)
class PastRound:
    """The counts of one sealed round. ``on`` is its local date."""

    on: date
    prompt: Prompt
    asked: Asked


@dataclass(frozen=True, slots=True)
class Ticked:
    """``voices`` of ``of`` ticked a code in a round."""

    on: date
    voices: int
    of: int


@dataclass(frozen=True, slots=True)
class Course:
    """One code through the rounds that offered it, oldest first."""

    code: str
    name: str
    rounds: tuple[Ticked, ...]


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """The same prompt, asked more than once: where voices stood each time, oldest first."""

    prompt: Prompt
    spreads: tuple[tuple[date, Spread], ...]


@dataclass(frozen=True, slots=True)
class OverTime:
    """``rounds`` were looked at; under four there is nothing to compare, and both are empty."""

    rounds: int
    courses: tuple[Course, ...]
    asked_again: tuple[AskedAgain, ...]


def over_time(past: Sequence[PastRound], codebook: Codebook) -> OverTime:
    """Compare the newest 26 of ``past``; codes in the order of the codebook, then by key.

    A code offered only once has no course. Their order in ``past`` makes no difference.
    """
    rounds = sorted(past, key=lambda each: (each.on, each.prompt.key))[-MOST_ROUNDS:]
    if len(rounds) < FEWEST_ROUNDS:
        return OverTime(len(rounds), (), ())
    courses = [_course(code, name, rounds) for code, name in _codes(rounds, codebook).items()]
    return OverTime(
        len(rounds),
        tuple(each for each in courses if len(each.rounds) > 1),
        _asked_again(rounds),
    )


def _codes(rounds: Sequence[PastRound], codebook: Codebook) -> dict[str, str]:
    """Codes that were offered, with their names; one the codebook no longer has keeps its label."""
    labels = {each.code: each.label for past in rounds for each in past.prompt.strands}
    known = {code.key: code.name for code in codebook.codes if code.key in labels}
    return known | {code: labels[code] for code in sorted(labels.keys() - known.keys())}


def _course(code: str, name: str, rounds: Sequence[PastRound]) -> Course:
    offered = [past for past in rounds if any(each.code == code for each in past.prompt.strands)]
    return Course(code, name, tuple(_ticked(code, past) for past in offered))


def _ticked(code: str, past: PastRound) -> Ticked:
    counts = {each.code: each.voices for each in (*past.asked.strands, *past.asked.single)}
    return Ticked(past.on, counts.get(code, 0), past.asked.voices)


def _asked_again(rounds: Sequence[PastRound]) -> tuple[AskedAgain, ...]:
    """By key and poles: a prompt whose poles were reworded is not the same question."""
    newest = {(past.prompt.key, past.prompt.poles): past.prompt for past in rounds}
    found = [AskedAgain(prompt, _spreads(prompt, rounds)) for prompt in newest.values()]
    return tuple(each for each in found if len(each.spreads) > 1)


def _spreads(prompt: Prompt, rounds: Sequence[PastRound]) -> tuple[tuple[date, Spread], ...]:
    same = [
        past
        for past in rounds
        if (past.prompt.key, past.prompt.poles) == (prompt.key, prompt.poles)
    ]
    return tuple((past.on, past.asked.spread) for past in same if past.asked.spread is not None)
