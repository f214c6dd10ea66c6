"""What the word recognisers share: a page, the lists, and which of its words simply pass."""

from __future__ import annotations

from dataclasses import dataclass

from bot.guard.lexicon import Lexicon
from bot.guard.page import Page, Word
from bot.guard.values import Finding, Kind, Level
from bot.guard.vocabulary import PARTICLES, TITLES

LONGEST_NAME = 5


@dataclass(frozen=True, slots=True)
class Context:
    """``passing`` holds the places in ``page.words`` that point to nobody."""

    page: Page
    lexicon: Lexicon
    passing: frozenset[int]

    def word(self, i: int) -> Word:
        return self.page.words[i]

    def is_open(self, i: int) -> bool:
        """Whether there is a word at ``i`` that may point to somebody: a capital, not passing."""
        if not 0 <= i < len(self.page.words) or i in self.passing:
            return False
        word = self.page.words[i]
        return word.is_capital and word.text != "I"

    def is_unknown(self, i: int) -> bool:
        """Whether no dictionary has the word, and it looks like no abbreviation and no brand."""
        word = self.page.words[i]
        short = len(word.text) < (4 if word.is_shouted else 2)
        return not short and not word.is_camel and not self.lexicon.is_ordinary(word.lower)

    def is_somebody(self, i: int) -> bool:
        """Whether the word at ``i`` can be part of a person's name by itself."""
        lower = self.page.words[i].lower
        return self.lexicon.is_sure_given(lower) or lower in self.lexicon.surnames

    def start_of_name(self, i: int) -> int:
        """The first word of the name that has the one at ``i`` in it: unknown words before it."""
        start = i
        while i - start < LONGEST_NAME and self.page.adjoins(start) and self.is_open(start - 1):
            before = self.word(start - 1)
            if before.owns or before.is_shouted or before.lower in TITLES:
                break
            if self.lexicon.is_ordinary(before.lower):
                break
            start -= 1
        return start

    def end_of_name(self, i: int) -> int:
        """One past the last word of the name from ``i``: Anna Maria van den Berg, Ed K."""
        end = i + 1
        while end - i < LONGEST_NAME and self.page.adjoins(end) and not self.word(end - 1).owns:
            if self._carries_on(end):
                end += 1
            elif self.page.lower(end) in PARTICLES and self._follows_particle(end + 1):
                end += 2
            else:
                break
        return end

    def _carries_on(self, i: int) -> bool:
        if not self.is_open(i) or self.word(i).lower in self.lexicon.proper:
            return False
        return not (self.word(i).is_shouted and self.lexicon.is_english(self.word(i).lower))

    def _follows_particle(self, i: int) -> bool:
        if self.page.adjoins(i) and self.page.lower(i) in PARTICLES:
            i += 1
        return self.page.adjoins(i) and self.is_open(i)

    def finding(self, start: int, end: int, kind: Kind, level: Level, reason: str) -> Finding:
        """The words from ``start`` up to, not with, ``end``."""
        words = self.page.words
        return Finding(words[start].start, words[end - 1].end, kind, level, reason)
