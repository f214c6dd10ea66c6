"""The themes of a sealed round as people read them: words in place of references.

Built anew each time from what was found and from the answers that can still be read, so that
nothing withdrawn comes back. What a group may read is already sorted out: a quote or a heading
here never holds words that only the facilitator may read.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.themes.found import Form
from bot.themes.quotes import Quote

MOST_SINGLE = 8
"""Single voices quoted at once: what a facilitator has not looked through reaches no card."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Answers that lie close together, as they are shown.

    ``number`` names it in the round, whatever it is called. ``heading`` is None where the words
    offer none, or the theme is ``mixed``; ``named``: a facilitator chose it, and it is nobody's
    quote. ``clause``: the heading is one author's clause, to stand in quotation marks. ``voices``
    stays as sealed; ``rests_on`` holds the handles of its answers that can still be read.
    """

    number: int
    heading: str | None
    named: bool
    clause: bool
    voices: int
    mixed: bool
    quotes: tuple[Quote, ...]
    two_ways: tuple[Quote, Quote] | None
    question: str | None
    rests_on: tuple[str, ...]
    dropped: bool = False
    merged: int = 0
    """How many other themes a facilitator merged into it."""
    for_group: bool = True
    """Whether the group may read any answer of it, be it too short to quote."""

    @property
    def tellable(self) -> bool:
        """Whether the group can be shown it: not dropped, and with a heading or a quote."""
        return not self.dropped and bool(self.heading or self.quotes)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A code that an answer without ticks may speak to, for the facilitator to check.

    ``number`` names it in the round. ``rests_on`` is verbatim and may be in words that only the
    facilitator may read. ``confirmed`` is None until the facilitator has said yes or no.
    """

    number: int
    code: str
    name: str
    likely: bool
    rests_on: str
    confirmed: bool | None


@dataclass(frozen=True, slots=True)
class Told:
    """What was found in the words of one round; its group hears what ``heard`` leaves of it.

    ``themes`` are in the order they are shown, dropped ones last. ``single``: a passage of each
    single voice that the group may read and that has one; ``alone`` counts all of them.
    ``left_over``: answers in small groups that are not shown. ``nearness``: passages in order
    of nearness, where there are too few answers for more.
    """

    form: Form
    themes: tuple[Theme, ...]
    single: tuple[Quote, ...]
    alone: int
    left_over: int
    nearness: tuple[Quote, ...]
    proposals: tuple[Proposal, ...]

    @property
    def shown(self) -> tuple[Theme, ...]:
        """The themes that the group would see."""
        return tuple(each for each in self.themes if each.tellable)
