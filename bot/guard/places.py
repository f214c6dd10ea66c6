"""Towns by the list of cities. Countries and US states are too large to point to anybody.

A town that is an English word or a first name (Reading, Bath, Florence) needs "in" or its like.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.guard.context import Context
from bot.guard.values import Finding, Kind, Level
from bot.guard.vocabulary import words

LEADS = words("in near from to at around outside visiting of towards leaving via")
SURE_LEADS = words("in near outside from to")
SHORTEST_SHOUTED = 4  # shorter ones are abbreviations


def places(context: Context) -> Iterator[Finding]:
    i = 0
    while i < len(context.page.words):
        end = _end_of_city(context, i)
        if end > i and _is_meant(context, i, end):
            level = Level.LIKELY if context.page.lower(i - 1) in LEADS else Level.POSSIBLE
            yield context.finding(i, end, Kind.PLACE, level, "it is the name of a town")
        i = max(end, i + 1)


def _end_of_city(context: Context, i: int) -> int:
    """One past the longest listed town that starts at ``i``; ``i`` itself where there is none."""
    if not context.is_open(i):
        return i
    end, found, name = i, i, ""
    while end - i < context.lexicon.longest_city and (end == i or context.page.adjoins(end)):
        name += (" " if name else "") + context.word(end).lower
        end += 1
        if name in context.lexicon.cities:
            found = end
        if end >= len(context.page.words) or end in context.passing:
            break
    return found


def _is_meant(context: Context, i: int, end: int) -> bool:
    page, lower = context.page, context.word(i).lower
    if end > i + 1 and all(context.word(k).is_capital for k in (i, end - 1)):
        return True
    if context.word(i).is_shouted and len(lower) < SHORTEST_SHOUTED:
        return False
    doubtful = context.lexicon.is_ordinary(lower) or lower in context.lexicon.given
    if not doubtful:
        return True
    alone = not (page.adjoins(end) and context.word(end).is_capital)
    return alone and page.lower(i - 1) in SURE_LEADS and not context.word(i).opens
