"""For tests of what is read from words: a fast stand-in embedder, and answers about plain things.

The stand-in counts words, so that texts with words in common are alike; the real model is used
where a test is about the model.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext

import numpy as np

from bot.analysing import Reader
from bot.ballot.answer import Answer, Leave
from bot.themes.analysis import Analysis, Request, analyse_here
from bot.themes.found import Emerging, Label
from bot.themes.language import STOP_WORDS, words
from bot.themes.vectors import Vectors, normalised
from tests.making import a_codebook, a_prompt

WIDTH = 96
TOPICS = {
    "river": ("river", "water", "boat", "swimming", "current", "shore"),
    "bread": ("bread", "oven", "flour", "baking", "dough", "crust"),
    "music": ("violin", "melody", "concert", "singing", "chord", "rhythm"),
    "night": ("moon", "stars", "darkness", "owl", "midnight", "lantern"),
}
OPENINGS = (
    "I keep coming back to the {0} and to the {1} in what she told me.",
    "We had the {0} between us, and then the {1} as well.",
    "There was a {0} in it, and a {1} for both of us to look at.",
)


class WordCounts:
    """Texts with words in common lie close together; the same whatever is embedded with them."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in words(text):
                row[_place(word)] += 0.1 if word in STOP_WORDS else 1.0
        return normalised(rows)


def about(topic: str, number: int, leave: Leave = Leave.GROUP) -> Answer:
    """One of many different answers about ``topic``."""
    chance = random.Random(f"{topic}{number}")  # noqa: S311 - the same in every run
    told = chance.sample(TOPICS[topic], 4)
    sentences = (
        chance.choice(OPENINGS).format(*told[:2]),
        chance.choice(OPENINGS).format(*told[2:]),
    )
    return Answer(" ".join((*sentences, f"So much for {topic} number {number}.")), leave)


def a_round(size: int, topics: Sequence[str] = tuple(TOPICS)) -> list[Answer]:
    return [about(topics[at % len(topics)], at) for at in range(size)]


def analysed(answers: Sequence[Answer], **request: object) -> Analysis:
    asked = Request(a_prompt(), tuple(answers), a_codebook(), **request)  # type: ignore[arg-type]
    return analyse_here(asked, WordCounts(), lambda _done, _total: None)


async def read_at_once(request: Request, *, progress: Callable[[int, int], None]) -> Analysis:
    """Reads in this process, by the stand-in."""
    return analyse_here(request, WordCounts(), progress)


def at_once() -> AbstractAsyncContextManager[Reader]:
    """The readers of a bot under test."""
    return nullcontext(read_at_once)


def emerged(answers: Sequence[Answer], **request: object) -> Emerging:
    return analysed(answers, **request).emerging


def told(found: Emerging, answers: Sequence[Answer]) -> object:
    """What ``found`` says, without the places at which the answers happened to stand."""
    return (
        found.form,
        tuple(
            (
                tuple(answers[at].text for at in group.members),
                group.label and _label(group.label, answers),
                group.mixed,
                tuple(quote.of(answers) for quote in group.quotes),
                group.two_ways and tuple(quote.of(answers) for quote in group.two_ways),
            )
            for group in found.groups
        ),
        sorted(answers[at].text for at in (*found.single, *found.left_over)),
        tuple(answers[at].text for at in found.order),
    )


def _label(label: Label, answers: Sequence[Answer]) -> object:
    phrases = [(each.text, [answers[at].text for at in each.answers]) for each in label.phrases]
    return phrases, label.clause and label.clause.of(answers)


def _place(word: str) -> int:
    return hashlib.sha256(word.encode()).digest()[0] % WIDTH
