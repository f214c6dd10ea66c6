"""What a group hears of its round when a facilitator shares the summary, and nothing besides.

Everything that is for the facilitator alone is left behind here, before any view sees it, and a
proof looks at the answers again: what stands on a card can be read by a whole channel.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.ballot.answer import Answer
from bot.themes.asked import Asked
from bot.themes.found import Form
from bot.themes.quotes import Quote, proven
from bot.themes.summary import Question, Summary
from bot.themes.told import Theme
from prompts import Prompt


@dataclass(frozen=True, slots=True)
class HeardTheme:
    """A theme as the group sees it; the fields are those of ``Theme``.

    ``voices`` is None where the form does not tell sizes.
    """

    heading: str | None
    clause: bool
    voices: int | None
    quotes: tuple[Quote, ...]
    question: str | None
    two_ways: tuple[Quote, Quote] | None = None
    mixed: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What the group may hear. ``kept``: the round's words are still kept.

    ``form`` says how much the themes claim; None where there are none. ``single``: a quote of each
    voice that stands in no theme. No quote comes twice.
    """

    prompt: Prompt
    asked: Asked
    themes: tuple[HeardTheme, ...] = ()
    form: Form | None = None
    quotes: tuple[Quote, ...] = ()
    single: tuple[Quote, ...] = ()
    questions: tuple[Question, ...] = ()
    kept: bool = False


def heard(summary: Summary, answers: Sequence[Answer]) -> Heard:
    """Leave out of a summary what its group may not hear.

    ``answers`` are those that the summary was made of. Raises NotVerbatim if a quote, or a heading
    that is one author's clause, is not word for word in an answer that the group may read.
    """
    told = summary.told
    themes = tuple(_theme(each, told.form, answers) for each in told.shown) if told else ()
    taken = [quote.text for theme in themes for quote in theme.quotes]
    quotes = proven(_not_among(taken, summary.quotes), answers)
    taken += [quote.text for quote in quotes]
    single = _not_among(taken, told.single) if told else ()
    return Heard(
        prompt=summary.prompt,
        asked=summary.asked,
        themes=themes,
        form=told.form if told and themes else None,
        quotes=quotes,
        single=proven(tuple(dict.fromkeys(single)), answers),
        questions=summary.questions,
        kept=bool(answers),
    )


def counts_of(prompt: Prompt, asked: Asked) -> Heard:
    """What the group may hear before anyone has read a word."""
    return Heard(prompt, asked)


def for_all(asked: Asked) -> Asked:
    """The counts as a whole group sees them: what one voice ticked is counted and not named."""
    return replace(asked, single=())


def _theme(theme: Theme, form: Form, answers: Sequence[Answer]) -> HeardTheme:
    if theme.clause and theme.heading is not None:
        proven((Quote(theme.heading),), answers)
    proven(theme.two_ways or (), answers)
    return HeardTheme(
        heading=theme.heading,
        clause=theme.clause,
        voices=theme.voices if form.tells_sizes else None,
        quotes=proven(theme.quotes, answers),
        two_ways=theme.two_ways,
        question=theme.question,
        mixed=theme.mixed,
    )


def _not_among(taken: Collection[str], quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    return tuple(
        quote
        for quote in quotes
        if not any(quote.text in other or other in quote.text for other in taken)
    )
