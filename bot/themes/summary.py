"""The themes of one sealed round, put together: counts, quotes, and what to ask next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.ballot.answer import Answer
from bot.themes.asked import Asked, asked
from bot.themes.quotes import Quote, quotes
from bot.themes.told import Told
from prompts import Codebook, Prompt

MOST_QUESTIONS = 4


@dataclass(frozen=True, slots=True)
class Question:
    """A question to open the next meeting with; ``theme`` is the strand's label it belongs to."""

    theme: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a facilitator reads of one sealed round.

    ``kept`` is how many answers can still be read in full; the counts do not change with it.
    """

    prompt: Prompt
    asked: Asked
    quotes: tuple[Quote, ...]
    questions: tuple[Question, ...]
    kept: int
    told: Told | None = None
    """What was found in the words; None while they are being read, or could not be."""


def summarise(
    prompt: Prompt,
    answers: Sequence[Answer],
    codebook: Codebook,
    counted: Asked | None = None,
    told: Told | None = None,
) -> Summary:
    """Summarise the live answers of one sealed round.

    ``counted``: the counts as stored at the seal, so that they stay when words are withdrawn or
    no longer kept; without it the answers are counted now. ``told``: its themes, once found; then
    the quotes stand with them.
    """
    counts = asked(prompt, answers) if counted is None else counted
    return Summary(
        prompt=prompt,
        asked=counts,
        quotes=_quotes(answers, told),
        questions=_questions(prompt, counts, codebook),
        kept=len(answers),
        told=told and _each_with_a_question(told, prompt),
    )


def _each_with_a_question(told: Told, prompt: Prompt) -> Told:
    """The prompt's own where the codebook had none left: there may be more themes than codes."""
    asking = (replace(each, question=each.question or prompt.follow_up) for each in told.themes)
    return replace(told, themes=tuple(asking))


def _quotes(answers: Sequence[Answer], told: Told | None) -> tuple[Quote, ...]:
    """In order of nearness where that is known; none beside themes that have their own."""
    if told is None:
        return quotes(answers)
    if told.nearness:
        return told.nearness
    return () if any(theme.quotes for theme in told.shown) else quotes(answers)


def _questions(prompt: Prompt, counts: Asked, codebook: Codebook) -> tuple[Question, ...]:
    """The prompt's own first; then one for each strand that voices share, most voices first.

    A strand that only one voice ticked gets none: it would put one person on the spot.
    """
    by_code = {code.key: code.question for code in codebook.codes}
    shared = [
        Question(strand.label, by_code[strand.code])
        for strand in counts.strands
        if strand.code in by_code
    ]
    return (Question(None, prompt.follow_up), *shared)[:MOST_QUESTIONS]
