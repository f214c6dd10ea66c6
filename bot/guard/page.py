"""A text as the recognisers read it: words with their places, labels and finds blotted out.

A blot has the length of what it covers, so that every place stays where it was. It counts as a word
without letters, so that no recogniser sees into it or past it. A label in a text that was redacted
before is read as a blot too: that is why a redacted text has nothing more to find.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import normalize

from bot.guard.values import Finding, Kind
from bot.guard.vocabulary import ABBREVIATIONS

BLOT = "\ufffc"
LABEL = re.compile(r"\[(?:" + "|".join(re.escape(k) for k in Kind) + r")(?: \d{1,4})?\]")
LETTER = r"[^\W\d_]"
WORD = re.compile(rf"{BLOT}+|{LETTER}(?:{LETTER}|[\u0300-\u036f]|['’‑-](?={LETTER}))*")
NEW_SENTENCE = re.compile(r"[.!?…]['\"”’)\]]?(?:\s|$)")
SMALL_GAP = re.compile(r"[ \t\u00a0]{1,3}|\.[ \u00a0]?")


@dataclass(frozen=True, slots=True)
class Word:
    """``text[start:end]`` without a possessive; ``gap`` is what stands before it.

    ``opens`` says that a sentence or a line starts here, ``owns`` that a possessive was cut off.
    """

    text: str
    lower: str
    start: int
    end: int
    gap: str
    opens: bool
    owns: bool
    is_capital: bool

    @property
    def is_initial(self) -> bool:
        return len(self.text) == 1 and self.is_capital and self.text != "I"

    @property
    def is_shouted(self) -> bool:
        return len(self.text) > 1 and self.text.removesuffix("s").isupper()

    @property
    def is_camel(self) -> bool:
        """WhatsApp, iPhone: a capital inside. McDonald and DiMarco are names even so."""
        if self.text.startswith(("Mc", "Mac", "De", "Di", "La", "Le", "Van", "Fitz")):
            return False
        return any(a.islower() and b.isupper() for a, b in pairwise(self.text))


@dataclass(frozen=True, slots=True)
class Page:
    """One reading of a text."""

    text: str
    words: tuple[Word, ...]

    @classmethod
    def read(cls, text: str) -> Page:
        return cls(text, tuple(_words(text)))

    def adjoins(self, i: int) -> bool:
        """Whether word ``i`` follows the one before with nothing but a space, or a short dot."""
        if not 0 < i < len(self.words):
            return False
        word, before = self.words[i], self.words[i - 1]
        if not SMALL_GAP.fullmatch(word.gap):
            return False
        return "." not in word.gap or shortens(before)

    def lower(self, i: int) -> str:
        """The word at ``i`` in lower case; an empty one beyond the ends."""
        return self.words[i].lower if 0 <= i < len(self.words) else ""


def shortens(word: Word) -> bool:
    """Whether a dot after the word ends no sentence: Dr. Smith, J. Smith, St. Mary's."""
    return word.is_initial or word.lower in ABBREVIATIONS


def blotted(text: str, findings: Iterable[Finding]) -> str:
    """The text with each of the stretches covered, and all others where they were."""
    parts, at = [], 0
    for f in findings:
        parts += [text[at : f.start], BLOT * (f.end - f.start)]
        at = f.end
    return "".join([*parts, text[at:]])


def without_labels(text: str) -> str:
    return LABEL.sub(lambda match: BLOT * len(match[0]), text)


def _words(text: str) -> list[Word]:
    words: list[Word] = []
    at = 0
    for match in WORD.finditer(text):
        core = match[0]
        if core[-2:].lower() in {"'s", "’s"}:
            core = core[:-2]
        gap = text[at : match.start()]
        opens = not words or "\n" in gap or _ends_sentence(gap, words[-1])
        lower = normalize("NFC", core.lower()).replace("’", "'")
        end = match.start() + len(core)
        owns, is_capital = end < match.end(), core[0].isupper()
        words.append(Word(core, lower, match.start(), end, gap, opens, owns, is_capital))
        at = match.end()
    return words


def _ends_sentence(gap: str, before: Word) -> bool:
    return bool(NEW_SENTENCE.search(gap)) and not (gap[0] == "." and shortens(before))
