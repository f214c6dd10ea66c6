"""People by name: after a title, a role or "named", by the list of first names, and in lower case.

First names that are English words (Grace, Mark, Will) need somebody who speaks or acts.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.guard.context import Context
from bot.guard.values import Finding, Kind, Level
from bot.guard.vocabulary import ACTS, ROLES, STANDS_IN, TITLES, words

TOWARDS = words(
    "with about told asked saw met see meet ask tell when if that because and but for to from by "
    "where while after until like as than whether thanks hello hi dear hey love miss hear"
)
MONTHS = words("april may june august autumn summer")
NOUN_BEFORE = words("the a an this that of our your his her their my its no some any")
BEFORE_LOWER = ROLES | TITLES | {"named", "called"}
SHORTEST_LOWER = 5
SHORTEST_SHOUTED = 4  # shorter ones are abbreviations


def names(context: Context) -> Iterator[Finding]:
    """Every person that a cue or a list speaks for."""
    for i, word in enumerate(context.page.words):
        if word.is_capital:
            yield from _after_cue(context, i)
            yield from _by_list(context, i)
        else:
            yield from _in_lower_case(context, i)


def _after_cue(context: Context, i: int) -> Iterator[Finding]:
    if not context.is_open(i):
        return
    reason = _cue(context, i)
    if reason:
        yield context.finding(i, context.end_of_name(i), Kind.NAME, Level.LIKELY, reason)


def _cue(context: Context, i: int) -> str:
    page, word = context.page, context.word(i)
    before = page.lower(i - 1)
    if word.is_initial or (word.is_shouted and not context.is_somebody(i)):
        return ""
    if page.adjoins(i) and before in TITLES:
        return "it follows a title"
    if _is_named(context, i):
        return "it is introduced as a name"
    if (
        before in ROLES
        and word.gap in {" ", ", "}
        and (_is_listed(context, i) or context.is_unknown(i))
    ):
        return "it follows a person's role"
    return ""


def _is_named(context: Context, i: int) -> bool:
    page = context.page
    before, earlier = page.lower(i - 1), page.lower(i - 2)
    if context.word(i).gap.strip(":\"'“‘ "):
        return False
    if before in {"named", "surnamed", "nicknamed"} or (before == "is" and earlier == "name"):
        return True
    if before == "name" and (":" in context.word(i).gap or earlier in {"her", "his", "their"}):
        return True
    return before in {"called", "i'm"} and _is_listed(context, i)


def _is_listed(context: Context, i: int) -> bool:
    return context.is_somebody(i) or context.word(i).lower in context.lexicon.known.wordy


def _by_list(context: Context, i: int) -> Iterator[Finding]:
    word, lexicon = context.word(i), context.lexicon
    if not context.is_open(i) or (word.is_shouted and len(word.text) < SHORTEST_SHOUTED):
        return
    if word.lower in lexicon.cities and context.page.lower(i - 1) in STANDS_IN:
        return
    end = context.end_of_name(i)
    if word.lower in lexicon.known.wordy:
        if _acts(context, i, end):
            yield context.finding(i, end, Kind.NAME, Level.LIKELY, "it is a first name, and acts")
    elif lexicon.is_sure_given(word.lower):
        yield context.finding(i, end, Kind.NAME, Level.LIKELY, "it is a first name")


def _acts(context: Context, i: int, end: int) -> bool:
    """Whether an English word with a capital is used as somebody's name."""
    page, word = context.page, context.word(i)
    if page.lower(i + 1) in ACTS or (word.owns and page.lower(i + 1) in ROLES):
        return True
    if end > i + 1:
        return all(context.is_somebody(k) or context.word(k).is_initial for k in range(i + 1, end))
    if word.opens or word.lower in MONTHS or page.lower(i - 1) in NOUN_BEFORE:
        return False
    if word.gap.startswith(",") and page.text[word.end : word.end + 1] in {".", "!", "?", ","}:
        return True
    alone = not (page.adjoins(i + 1) and page.words[i + 1].is_capital)
    return alone and page.lower(i - 1) in TOWARDS


def _in_lower_case(context: Context, i: int) -> Iterator[Finding]:
    page, lexicon, lower = context.page, context.lexicon, context.word(i).lower
    is_word = lexicon.is_ordinary(lower)
    if i in context.passing or (is_word and lower not in lexicon.known.sure):
        return
    before = page.lower(i - 1) if page.adjoins(i) else ""
    is_listed = lexicon.is_sure_given(lower)
    if is_listed and before in BEFORE_LOWER:
        reason = "it follows a person's role"
    elif not is_word and before == "is" and page.lower(i - 2) == "name":
        reason = "it is introduced as a name"
    elif not is_word and is_listed and (lower in lexicon.common or len(lower) >= SHORTEST_LOWER):
        reason = "it is a first name"
    else:
        return
    yield context.finding(i, _end_in_lower_case(context, i), Kind.NAME, Level.LIKELY, reason)


def _end_in_lower_case(context: Context, i: int) -> int:
    if not context.page.adjoins(i + 1) or i + 1 in context.passing:
        return i + 1
    following = context.word(i + 1).lower
    is_surname = following in context.lexicon.surnames or not context.lexicon.is_ordinary(following)
    return i + 2 if is_surname else i + 1
