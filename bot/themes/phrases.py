"""Phrases that several answers share, word for word: what may head a group of answers.

A phrase counts only where three authors used it, so that a heading never lifts out what one
person said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from math import log, sqrt

from bot.themes.cleaning import cleaned
from bot.themes.found import LEAST_AUTHORS
from bot.themes.language import EMPTY_ALONE, STOP_WORDS, WORD, stem, words
from prompts import Prompt

LEAST_SHARE = 1 / 3
LEAST_LIFT = log(1.5)
LONGEST = 3
SHORTEST_WORD = 3
BY_LENGTH = (1.0, 1.45, 1.6)

_RUN = re.compile(rf"{WORD.pattern}(?:\s+{WORD.pattern})*")


def shared(
    inside: Sequence[str], outside: Sequence[str], barred: frozenset[str]
) -> dict[str, float]:
    """Phrases of one to three words that three texts and a third of ``inside`` hold, scored.

    The score is higher the more texts inside hold it, the rarer it is outside, and for more words.
    ``barred``: stems that may not occur. Every phrase is in its texts letter for letter, but for
    capitals and the kind of space. Names are left out.
    """
    held = Counter(chain.from_iterable(_phrases(text, barred) for text in inside))
    enough = max(LEAST_AUTHORS, LEAST_SHARE * len(inside))
    common = {phrase: count for phrase, count in held.items() if count >= enough}
    named = _names([*inside, *outside])
    kept = {phrase: count for phrase, count in common.items() if not named & set(phrase.split())}
    around = (_phrases(text, barred) & kept.keys() for text in outside)
    elsewhere = Counter(chain.from_iterable(around))
    return {
        phrase: score
        for phrase, count in kept.items()
        if (score := _score(phrase, count / len(inside), elsewhere[phrase], len(outside))) > 0
    }


def stems_of(prompt: Prompt) -> frozenset[str]:
    """The stems of what the prompt itself says: answers echo it, which tells nothing."""
    said = [prompt.title, prompt.question, prompt.invitation]
    said += [strand.label for strand in prompt.strands]
    said += [prompt.poles.left, prompt.poles.right] if prompt.poles else []
    return frozenset(stem(word) for text in said for word in words(text) if word not in STOP_WORDS)


def different(ranked: Sequence[str], most: int) -> tuple[str, ...]:
    """The first ``most`` of ``ranked`` that share no stem."""
    chosen: list[str] = []
    for phrase in ranked:
        used = {stem(word) for other in chosen for word in other.split()}
        if not used & {stem(word) for word in phrase.split()}:
            chosen.append(phrase)
    return tuple(chosen[:most])


def holds(text: str, phrase: str) -> bool:
    """Whether ``phrase`` is in ``text`` as whole words, but for capitals and the kind of space."""
    plain = " ".join(text.lower().split())
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", plain) is not None


def _score(phrase: str, share: float, elsewhere: int, others: int) -> float:
    lift = log(share / ((elsewhere + 0.5) / (others + 1)))
    if lift < LEAST_LIFT:
        return 0.0
    return sqrt(share) * lift * BY_LENGTH[phrase.count(" ")]


def _phrases(text: str, barred: frozenset[str]) -> set[str]:
    return {
        " ".join(gram)
        for run in _runs(text)
        for size in range(1, LONGEST + 1)
        for gram in zip(*(run[at:] for at in range(size)), strict=False)
        if _says_something(gram, barred)
    }


def _says_something(gram: tuple[str, ...], barred: frozenset[str]) -> bool:
    plain = [word.replace("’", "'") for word in gram]
    if any(word in STOP_WORDS or len(word) < SHORTEST_WORD for word in (plain[0], plain[-1])):
        return False
    return not EMPTY_ALONE.issuperset(plain) and not any(stem(word) in barred for word in plain)


def _runs(text: str) -> Iterator[list[str]]:
    """Words with nothing but space between them, in small letters."""
    for run in _RUN.finditer(cleaned(text)):
        yield run[0].lower().split()


def _names(texts: Sequence[str]) -> set[str]:
    """Words that begin with a capital wherever they stand inside a sentence."""
    inside, small = set[str](), set[str]()
    for text in texts:
        for run in _RUN.finditer(text):
            for before, word in pairwise(run[0].split()):
                if word[:1].isupper() and word[1:].islower() and before[-1:].islower():
                    inside.add(word.lower())
            small |= {word for word in run[0].split() if word.islower()}
    return inside - small
