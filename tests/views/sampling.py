"""What every function of the catalogue says, called with values of each kind that it takes.

By the kinds that its parameters name, so that no function can be forgotten: one that takes a kind
unknown here fails until somebody has added a value.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice, product
from types import ModuleType
from typing import Any

from bot.rotation.dates import Dates
from bot.rotation.deck import Order
from bot.services.audit import Action
from bot.services.desk import BroughtBack, DeckLine, Fate, Happened, Noted, Shelf, Trouble
from bot.themes.asked import Asked, Crossed, Spread, StrandCount, asked
from bot.themes.found import Form
from bot.themes.over_time import AskedAgain, Course, Ticked
from bot.themes.quotes import Quote
from bot.themes.summary import Question
from bot.themes.told import Proposal, Theme, Told
from prompts import Poles
from tests.making import NOW, a_prompt, an_answer

ON = NOW.date()
MOST = 60
"""Calls of one function."""
STRANDS = (StrandCount("fear", "my own unease", 3), StrandCount("safety", "keeping it safe", 1))
SPREAD = Spread(Poles("a tool", "a trap"), (1, 2, 0, 1, 1))
QUOTE = Quote("I wanted it to stop.")
THEME = Theme(
    number=0,
    heading="the wish to help",
    named=False,
    clause=True,
    voices=3,
    mixed=False,
    quotes=(QUOTE,),
    two_ways=None,
    question="Where?",
    rests_on=("00",),
)
THEMES = (
    THEME,
    replace(THEME, heading=None, clause=False, mixed=True, merged=1),
    replace(THEME, heading=None, clause=False, quotes=(), merged=2, dropped=True),
    replace(THEME, heading="What carries us", named=True, clause=False),
)
PROPOSAL = Proposal(0, "fear", "Fear", likely=True, rests_on="I was afraid.", confirmed=None)
TOLD = Told(Form.TENTATIVE, THEMES * 3, (QUOTE,), 3, 2, (), (PROPOSAL,))
COURSE = Course("fear", "The therapist’s fear", (Ticked(ON, 2, 5), Ticked(ON, 1, 4)))
COUNTED: Asked = asked(a_prompt(), [an_answer()] * 9)
LINE = DeckLine(a_prompt(), own=False, enabled=True)

VALUES: dict[str, tuple[Any, ...]] = {
    "str": ("A title",),
    "str | None": (None, "Samaritans 116 123"),
    "int": (1, 3),
    "int | None": (None, 24),
    "bool": (False, True),
    "date": (ON,),
    "date | None": (None, ON),
    "datetime": (NOW,),
    "datetime | None": (None, NOW),
    "timedelta": (timedelta(minutes=3), timedelta(minutes=-3)),
    "float": (3.2,),
    "list[str]": (["send_messages"],),
    "Sequence[str]": ((), ("Send Messages",), ("Send Messages", "View Channel")),
    "Iterable[str]": ((), ("Tamalpa", "Rogers")),
    "Iterable[datetime]": ((NOW,),),
    "Prompt": (a_prompt(), a_prompt(poles=None)),
    "Poles": (SPREAD.poles,),
    "list[Strand]": (list(a_prompt().strands),),
    "Sequence[Strand]": (a_prompt().strands,),
    "Mention": (lambda name: f"</{name}:1>",),
    "Leave": tuple(type(an_answer().leave)),
    "Form": tuple(Form),
    "Order": tuple(Order),
    "Shelf": tuple(Shelf),
    "Trouble": tuple(Trouble),
    "Dates": (Dates(ON, ON), Dates(ON, None), Dates(ON, ON + timedelta(days=9))),
    "Sequence[Dates]": ((), (Dates(ON, ON), Dates(ON, None))),
    "DeckLine": (LINE, replace(LINE, own=True, enabled=False, last_asked=ON)),
    "BroughtBack": (
        BroughtBack((), chosen=True, pause_over=False),
        BroughtBack((Dates(ON, ON), Dates(ON, None)), chosen=True, pause_over=True),
    ),
    "Happened": tuple(Happened(ON, fate, "A title") for fate in Fate),
    "Noted": tuple(Noted(NOW, 1, action, 2, title) for action in Action for title in ("T", None)),
    "Asked": (COUNTED, asked(a_prompt(poles=None), [an_answer(strands=())] * 4)),
    "Spread": (SPREAD, Spread(SPREAD.poles, (0, 0, 0, 0, 0))),
    "tuple[StrandCount, ...]": (STRANDS[1:], STRANDS),
    "tuple[Crossed, ...]": ((Crossed("fear", "my own unease", 2, 2),),),
    "tuple[Question, ...]": ((Question(None, "Why?"), Question("my own unease", "Where?")),),
    "Ticked": COURSE.rounds,
    "tuple[Course, ...]": ((COURSE,),),
    "tuple[AskedAgain, ...]": ((AskedAgain(a_prompt(), ((ON, SPREAD), (ON, SPREAD))),),),
    "Theme": THEMES,
    "Told": (TOLD, replace(TOLD, themes=(), left_over=1, alone=1)),
    "Proposal": tuple(replace(PROPOSAL, confirmed=said) for said in (None, True, False)),
}


def functions(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """Those that other modules call."""
    return {
        name: value
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and value.__module__ == module.__name__
        and not name.startswith("_")
    }


def sampled(function: Callable[..., Any]) -> Iterator[object]:
    """What it gives for its values. Raises KeyError for a kind that has none here."""
    taken = inspect.signature(function).parameters.values()
    each = product(*(VALUES[str(parameter.annotation)] for parameter in taken))
    by_name = [parameter.kind is inspect.Parameter.KEYWORD_ONLY for parameter in taken]
    for values in islice(each, MOST):
        plain = [value for value, named in zip(values, by_name, strict=True) if not named]
        named = {p.name: v for p, v, n in zip(taken, values, by_name, strict=True) if n}
        yield function(*plain, **named)
