"""Words that a therapist writes with a capital and that name no client: theorists, schools, books.

Shapes count as much as lists: whoever stands before a year in brackets, or whose theory it is, is
being cited. A surname shared by many people passes alone, never after a title or a first name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.guard.lexicon import Lexicon, Phrases, by_first_word
from bot.guard.page import BLOT, Page
from bot.guard.vocabulary import TITLES, words

YEAR_FOLLOWS = re.compile(r"['’s]{0,2},? ?\(?(?:1[89]|20)\d\d[a-z]?\b")
AND_FOLLOWS = re.compile(r",? (?:and|&|und) ?")
# What only a thinker's name stands before: Smith's theory, the Jones scale, Lynch syndrome.
WORKS = words(
    "theory theories model models concept concepts notion framework book books paper article "
    "chapter scale inventory questionnaire test index criteria syndrome disease disorder effect "
    "method approach law laws principle dialogue technique position paradigm hypothesis study "
    "studies stages hierarchy"
)
BOOKS = words("book books novel article paper chapter anything everything reading")
WRITERS = words("author authors poet philosopher theorist researcher researchers")
REACH = 6  # words between "a book" and "by somebody"
OPENS_TITLE = words("the a an on when how why what who where in of my")
PLACES_OF = words("in from to of near across for and or")


def passing(page: Page, lexicon: Lexicon, allowed: Collection[str]) -> frozenset[int]:
    """Where in ``page.words`` nothing needs a second look; ``allowed`` are a group's own words."""
    table = lexicon.known.passing
    own = by_first_word(phrase for phrase in allowed if phrase.strip(" ."))
    listed = {
        i
        for start in range(len(page.words))
        for i in (*_phrase(page, start, own), *_listed(page, start, table, lexicon))
    }
    cited = {i for start in range(len(page.words)) for i in _cited(page, start, lexicon)}
    guarded = {i for i in range(len(page.words)) if _stands_alone(page, i, lexicon)}
    covered = {i for i, word in enumerate(page.words) if word.text[0] == BLOT}
    return frozenset(listed | cited | guarded | covered)


def _listed(page: Page, start: int, table: Phrases, lexicon: Lexicon) -> range:
    """A listed word that is a first name as well (Virginia, Jordan) passes as a place only."""
    found = _phrase(page, start, table)
    is_name = len(found) == 1 and lexicon.is_sure_given(page.words[start].lower)
    is_city = page.lower(start + len(found)) == "city"
    is_somebody = is_name and page.lower(start - 1) not in PLACES_OF
    return range(0) if is_city or is_somebody else found


def _phrase(page: Page, start: int, table: Phrases) -> range:
    for phrase in table.get(page.words[start].lower, ()):
        end = start + len(phrase)
        same = all(page.lower(start + k) == word for k, word in enumerate(phrase))
        if same and all(page.adjoins(i) for i in range(start + 1, end)):
            return range(start, end)
    return range(0)


def _stands_alone(page: Page, i: int, lexicon: Lexicon) -> bool:
    """A theorist's surname. Rare ones pass after a title too, none after another's first name."""
    known, lower = lexicon.known, page.words[i].lower
    if lower not in known.guarded | known.alone:
        return False
    if not page.adjoins(i):
        return True
    before = page.words[i - 1]
    if lower in known.alone:
        return not lexicon.is_sure_given(before.lower) or not before.is_capital
    is_first_name = before.is_capital and (not before.opens or lexicon.is_sure_given(before.lower))
    return before.lower not in TITLES and not is_first_name


def _cited(page: Page, i: int, lexicon: Lexicon) -> Iterator[int]:
    """The words of whoever is cited: a name that ends at ``i``, or a list of authors from ``i``."""
    word = page.words[i]
    if not word.is_capital:
        return
    first = i - 1 if page.adjoins(i) and page.words[i - 1].is_capital else i
    is_second = page.lower(i - 1) in {"and", "&"} or "&" in word.gap
    is_given = word.lower in lexicon.common or word.lower in lexicon.known.sure
    is_client = first == i and not is_second and is_given
    if not is_client and (_has_year(page, i) or _has_work(page, i)):
        yield from range(first, i + 1)
    elif _is_after_by(page, i):
        authors = range(i, _end_of_authors(page, i))
        if len(authors) > 1 or not is_client:
            yield from authors


def _has_year(page: Page, i: int) -> bool:
    """Smith (2010), Smith, 2010, Smith & Jones (2010), Smith et al."""
    if (page.lower(i + 1), page.lower(i + 2)) == ("et", "al"):
        return True
    end = page.words[i].end
    if YEAR_FOLLOWS.match(page.text, end):
        return True
    joined = AND_FOLLOWS.match(page.text, end)
    following = next((w for w in page.words[i + 1 : i + 3] if w.is_capital), None)
    return bool(joined and following and YEAR_FOLLOWS.match(page.text, following.end))


def _has_work(page: Page, i: int) -> bool:
    """Smith's theory, the Jones scale, and a title: Smith's The Long Road."""
    following = page.words[i + 1] if i + 1 < len(page.words) else None
    if following is None or not page.adjoins(i + 1):
        return False
    is_title = page.words[i].owns and following.is_capital and following.lower in OPENS_TITLE
    return is_title or following.lower in WORKS


def _is_after_by(page: Page, i: int) -> bool:
    before = page.lower(i - 1)
    if before in TITLES:
        i, before = i - 1, page.lower(i - 2)
    if before != "by":
        return before in WRITERS
    is_quoted = any(mark in page.words[i - 1].gap for mark in '"”’»')
    return is_quoted or any(page.lower(k) in BOOKS for k in range(i - REACH, i - 1))


def _end_of_authors(page: Page, i: int) -> int:
    end = i + 1
    while end < len(page.words) and not page.words[end].opens:
        word = page.words[end]
        joins = word.lower in {"and"} | TITLES
        if not (joins or (word.is_capital and word.gap.strip() in {"", ".", ",", "&"})):
            break
        end += 1
    return end
