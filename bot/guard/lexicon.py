"""The word lists in memory: what is an English word, a first name, a town, a known thing.

Read once by whoever builds a ``Guard``; about a fifth of a second. Everything is in lower case.
"""

from __future__ import annotations

import gzip
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable

from bot.guard.vocabulary import words

# What English puts before or after a word it knows: enough for terms no dictionary has.
BEGINNINGS = tuple(
    words(
        "anti co counter de hyper hypo inter mis multi neuro non over post pre psycho re self sub "
        "trans un under"
    )
)
ENDINGS = tuple(words("s es ed d al ing ly ness ism ist ists less like ish"))
# The stems that generic names of medicines end in (WHO, international nonproprietary names).
MEDICINES = tuple(
    words(
        "amine apine azepam azine azolam azole barbital caine cillin codone cycline farin formin "
        "idone ipram mycin olol olone oxetine parin pril sartan sone statin triptan triptyline "
        "zepine"
    )
)
SHORTEST_MEDICINE = 7
SHORTEST_STEM = 4
SHORTEST_PART = 3  # co-therapist, mm-hmm: what is shorter between hyphens is not looked up

# Phrases as tuples of words, by their first word.
Phrases = dict[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, repr=False)
class Lexicon:
    """Membership questions only; no list is ever walked through while a text is read."""

    english: frozenset[str]
    proper: frozenset[str]
    given: frozenset[str]
    common: frozenset[str]
    surnames: frozenset[str]
    cities: frozenset[str]
    known: Known

    @classmethod
    def load(cls) -> Lexicon:
        folder = files("bot.guard") / "words"
        table = tomllib.loads((folder / "known.toml").read_text(encoding="utf-8"))
        known = Known.from_table(table)
        return cls(
            english=_read(folder, "english"),
            proper=_read(folder, "proper"),
            given=_read(folder, "given") - known.never,
            common=_read(folder, "common") - known.never,
            surnames=_read(folder, "surnames"),
            cities=_read(folder, "cities"),
            known=known,
        )

    def is_english(self, word: str) -> bool:
        """Whether a dictionary has the word, a part of it, or every part between hyphens."""
        word = word.removesuffix("'s")
        if word in self.english or self._is_built(word):
            return True
        parts = word.split("-")
        return len(parts) > 1 and all(len(p) < SHORTEST_PART or self.is_english(p) for p in parts)

    def _is_built(self, word: str) -> bool:
        stems: list[str] = []
        if word.startswith(BEGINNINGS):
            stems += [word.removeprefix(b) for b in BEGINNINGS if word.startswith(b)]
        if word.endswith(ENDINGS):
            stems += [word.removesuffix(e) for e in ENDINGS if word.endswith(e)]
        return any(len(s) >= SHORTEST_STEM and s in self.english for s in stems)

    def is_ordinary(self, word: str) -> bool:
        """Whether the word may stand in a text with a capital and name nobody."""
        known = self.known
        if word in self.proper or word in known.never or word in known.wordy:
            return True
        return self.is_english(word) or (
            len(word) >= SHORTEST_MEDICINE and word.endswith(MEDICINES)
        )

    def is_sure_given(self, word: str) -> bool:
        """A first name that is no English word, or hardly ever one with a capital letter."""
        return word in self.known.sure or (word in self.given and word not in self.known.wordy)

    @cached_property
    def longest_city(self) -> int:
        return max(city.count(" ") for city in self.cities) + 1


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """What known.toml lists."""

    passing: Phrases
    alone: frozenset[str]
    guarded: frozenset[str]
    sure: frozenset[str]
    wordy: frozenset[str]
    never: frozenset[str]

    @classmethod
    def from_table(cls, table: dict[str, dict[str, list[str]]]) -> Known:
        theorists, words, names = table["theorists"], table["words"], table["names"]
        return cls(
            passing=by_first_word([*theorists["full"], *(w for ws in words.values() for w in ws)]),
            **{key: frozenset(n.lower() for n in theorists[key]) for key in ("alone", "guarded")},
            **{key: frozenset(names[key]) for key in ("sure", "wordy", "never")},
        )


def by_first_word(phrases: Iterable[str]) -> Phrases:
    """The longest first, so that a reader may take the first that fits."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        key = tuple(phrase.lower().replace("’", "'").replace("'s", "").replace(".", "").split())
        table.setdefault(key[0], []).append(key)
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in table.items()}


def _read(folder: Traversable, name: str) -> frozenset[str]:
    data = gzip.decompress((folder / f"{name}.txt.gz").read_bytes())
    return frozenset(data.decode().split("\n"))
