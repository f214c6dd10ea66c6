"""Workplaces, clinics, schools: by the last word of their name, or after "works at".

A name made of general words only (Community Mental Health Center, National Hotline) points to none.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.guard.context import Context
from bot.guard.page import Page
from bot.guard.values import Finding, Kind, Level
from bot.guard.vocabulary import words

# Cedar Crest Hospital: any word that is not too general makes one of these a certain place.
STRONG = words(
    "hospital hosp clinic clinics infirmary hospice school academy college university church "
    "chapel parish mosque synagogue surgery nursery kindergarten prison pharmacy medical med"
)
# Department of Labor, The Science of Trust: these need a word that no dictionary has, or a town.
WEAK = words(
    "centre center practice trust foundation temple company ltd limited inc llc llp plc gmbh corp "
    "corporation bank store stores supermarket superstore services consulting partners group "
    "studios health healthcare office ward unit institute department dept house lodge court hall "
    "charity council records orchestra restaurant bar hotel cafe café supply"
)
ENDINGS = STRONG | WEAK
GENERAL = ENDINGS | words(
    "the a an of and for at in on community mental national international local general family "
    "child children children's adult crisis american british royal medical public private high "
    "primary secondary middle elementary state city county federal college student veterans "
    "women's men's our my your domestic violence sexual abuse suicide prevention association "
    "society support network helpline hotline human services social work counselling counseling "
    "psychotherapy psychology psychological therapy training supervision day emergency intensive "
    "care new first acute inpatient outpatient north south east west central recovery addiction "
    "anonymous personnel visitors protective labor labour education justice defence defense "
    "sunday catholic christian jewish muslim anglican methodist baptist lutheran orthodox "
    "drama art music law business boarding grammar nursing dental"
)
JOINERS = words("of and the for at & de la du")
WORKS = words("works work worked working employed job manager employee hired internship placement")
AT = words("at for")
ADMITS = words(
    "admitted referred transferred discharged taken sent sectioned hospitalised hospitalized"
)
LONGEST = 9


def organisations(context: Context) -> Iterator[Finding]:
    """Runs of capitalised words that end like an organisation, and what people work at."""
    i = 0
    while i < len(context.page.words):
        end = _end_of_run(context, i)
        if end > i:
            yield from _by_its_words(context, i, end)
            yield from _by_place_of_work(context, i, end)
        i = max(end, i + 1)


def _end_of_run(context: Context, i: int) -> int:
    """One past the last capitalised word of a run such as ``University of the West``."""
    if not context.word(i).is_capital or context.word(i).text == "I":
        return i
    end = i + 1
    while end - i < LONGEST:
        step = next((s for s in (0, 1, 2) if _links(context, end, s)), None)
        if step is None:
            return end
        end += step + 1
    return end


def _links(context: Context, end: int, joiners: int) -> bool:
    """Whether after so many joining words a capitalised one carries the run on."""
    last = end + joiners
    if last >= len(context.page.words) or not context.word(last).is_capital:
        return False
    close = all(
        context.page.adjoins(k) or context.word(k).gap == " & " for k in range(end, last + 1)
    )
    joined = all(context.page.lower(k) in JOINERS for k in range(end, last))
    return close and joined and not context.word(last).opens


def _by_its_words(context: Context, i: int, end: int) -> Iterator[Finding]:
    end = _end_in_lower_case(context, i, end)
    lowers = [context.page.lower(k) for k in range(i, end)]
    if i == end - 1 or not ENDINGS.intersection(lowers):
        return
    start = i + 1 if context.word(i).opens and not _points(context, i) else i
    pointing = [k for k in range(start, end) if _points(context, k)]
    if not STRONG.intersection(lowers):
        pointing = [k for k in pointing if not context.lexicon.is_ordinary(context.page.lower(k))]
    if pointing:
        reason = "it is called like an organisation"
        yield context.finding(start, end, Kind.ORGANISATION, Level.LIKELY, reason)


def _end_in_lower_case(context: Context, i: int, end: int) -> int:
    """Dallas clinic, UCLA med center: where a town or no English word stands before it."""
    proper = context.lexicon.proper
    named = any(context.is_open(k) and context.page.lower(k) not in proper for k in range(i, end))
    sure = all(not context.lexicon.is_english(context.page.lower(k)) for k in range(i, end))
    while named and sure and context.page.adjoins(end) and context.page.lower(end) in ENDINGS:
        end += 1
    return end


def _points(context: Context, k: int) -> bool:
    """Whether the word says which of all hospitals it is."""
    word = context.word(k)
    if word.opens and context.lexicon.is_ordinary(word.lower):
        return False
    return word.is_capital and k not in context.passing and word.lower not in GENERAL


def _by_place_of_work(context: Context, i: int, end: int) -> Iterator[Finding]:
    page, before = context.page, context.page.lower(i - 1)
    if not page.adjoins(i) or not any(_points(context, k) for k in range(i, end)):
        return
    reason = _reason(page, i)
    if reason:
        yield context.finding(i, end, Kind.ORGANISATION, Level.LIKELY, reason)
    elif before == "at" and not (end == i + 1 and context.word(i).is_shouted):
        yield context.finding(i, end, Kind.ORGANISATION, Level.POSSIBLE, "it follows the word at")


def _reason(page: Page, i: int) -> str:
    before, earlier = page.lower(i - 1), {page.lower(k) for k in range(i - 4, i - 1)}
    if before in {"to", "from"} and page.lower(i - 2) in ADMITS:
        return "somebody was admitted"
    return "it follows a word for work" if before in AT and earlier & WORKS else ""
