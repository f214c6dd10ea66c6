"""A capitalised word in mid-sentence that no dictionary has: in therapists' prose, mostly a name.

This finds the names no list holds. What kind it is, the word before tells best; it is said to be
possible only, since an unusual term looks just the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.guard.context import Context
from bot.guard.values import Finding, Kind, Level
from bot.guard.vocabulary import ACTS, STANDS_IN, words

STATES = words("is was has had does did can could will would needs also never always and")
SHORTEST_LOWER = 5
SHORTEST_SHOUTED = 6  # LGBTQ, PTSD: shorter ones are abbreviations
LEADS_TO_PLACE = words("in near around outside across to from visiting leaving")


def capitals(context: Context) -> Iterator[Finding]:
    """Every word that stands out somewhere, wherever it stands."""
    places = range(len(context.page.words))
    strange = {
        context.word(i).lower for i in places if context.is_open(i) and _stands_out(context, i)
    }
    for i, word in enumerate(context.page.words):
        is_legible = word.is_capital or len(word.lower) >= SHORTEST_LOWER
        if is_legible and word.lower in strange and i not in context.passing:
            yield _finding(context, i)


def _stands_out(context: Context, i: int) -> bool:
    word = context.word(i)
    if word.is_initial or not context.is_unknown(i):
        return False
    if word.is_shouted and len(word.text) < SHORTEST_SHOUTED:
        return False
    if word.is_shouted:
        is_listed = context.is_somebody(i) or word.lower in context.lexicon.cities
        return is_listed or context.page.lower(i - 1) in LEADS_TO_PLACE
    return not word.opens or _is_subject(context, i)


def _is_subject(context: Context, i: int) -> bool:
    """At the start of a sentence any typing error has a capital: somebody must act or be called."""
    page, following = context.page, i + 1
    if page.lower(following) in ACTS | STATES or context.word(i).lower in context.lexicon.surnames:
        return True
    if page.adjoins(following) and context.is_open(following):
        return context.is_unknown(following) or context.is_somebody(following)
    word = context.word(i)
    return word.owns or page.text[word.end : word.end + 1] == ":"


def _finding(context: Context, i: int) -> Finding:
    start, end = context.start_of_name(i), context.end_of_name(i)
    reason = "it has a capital letter and no dictionary has it"
    return context.finding(start, end, _kind(context, i), Level.POSSIBLE, reason)


def _kind(context: Context, i: int) -> Kind:
    lower, before = context.word(i).lower, context.page.lower(i - 1)
    if lower in context.lexicon.cities or before in STANDS_IN:
        return Kind.PLACE
    if context.is_somebody(i):
        return Kind.NAME
    if before == "at":
        return Kind.ORGANISATION
    return Kind.PLACE if before in LEADS_TO_PLACE else Kind.NAME
