"""The guard itself: reads a text again and again until it sees nothing more.

One reading is enough for most texts. A second one, with every find blotted out, sees what a find
had covered, so that a redacted text holds nothing that would be found in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.guard.addresses import addresses
from bot.guard.ages import ages
from bot.guard.capitals import capitals
from bot.guard.contacts import contacts
from bot.guard.context import Context
from bot.guard.dates import dates
from bot.guard.lexicon import Lexicon
from bot.guard.names import names
from bot.guard.organisations import organisations
from bot.guard.page import Page, blotted, without_labels
from bot.guard.passing import passing
from bot.guard.places import places
from bot.guard.records import records
from bot.guard.values import Finding, merged

IN_TEXT = (dates, ages, contacts, records)
IN_WORDS = (names, capitals, places, organisations, addresses)
READINGS = 4


@dataclass(frozen=True, slots=True)
class Guard:
    """Build one with ``Guard.load()`` and keep it: it has no state of its own."""

    lexicon: Lexicon

    @classmethod
    def load(cls) -> Guard:
        return cls(Lexicon.load())

    def find(self, text: str, allowed: Collection[str] = ()) -> tuple[Finding, ...]:
        """What may point to a person: in the order of the text, none overlapping another.

        ``allowed`` are words or phrases that a group lets pass, in any case.
        """
        found: list[Finding] = []
        left = without_labels(text)
        for _ in range(READINGS):
            more = merged(self._read(left, allowed))
            if not more:
                break
            found += more
            left = blotted(left, more)
        return merged(found)

    def _read(self, text: str, allowed: Collection[str]) -> Iterator[Finding]:
        for in_text in IN_TEXT:
            yield from in_text(text)
        page = Page.read(text)
        context = Context(page, self.lexicon, passing(page, self.lexicon, allowed))
        for in_words in IN_WORDS:
            yield from in_words(context)
