"""Which words carry a sentence and which only hold it together; and whether it is English at all.

The lists are closed classes of words (articles, pronouns, prepositions, auxiliaries) and the
filler of talk. A text in another language is not read, and is said to be unread.
"""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

_HOLDING = """
a able about above after again against ago all almost along already also although always am among
an and another any anybody anyone anything anyway anywhere are aren't around as ask at away back
be became because become been before being below best better between both but by can can't cannot
certain certainly come comes could couldn't did didn't do does doesn't doing don't done down
during each either else enough especially even ever every everybody everyone everything example
few find first for from further gave get gets getting give given gives go goes going gone good got
great had hadn't happen happens has hasn't have haven't having he he's her here here's hers
herself hey hi him himself his hope how however i i'd i'll i'm i've if in indeed instead into is
isn't it it's its itself just keep kind kinds know known last least less let let's like likely
little look looking lot lots made make makes making many may maybe me mean means might mine more
most much must my myself near need needs neither never new next no nobody none nor not nothing now
of off often oh ok okay on once one one's ones only onto or other others our ours ourselves out
over own people per perhaps please point put quite rather really right said same say saying says
see seem seemed seems seen several shall she she's should shouldn't since so some somebody someone
something sometimes somewhere soon sort still such sure take taken takes taking tell than that
that's the their theirs them themselves then there there's therefore these they they'd they'll
they're they've thing things think this those though through thus till times to together told too
took towards tried try trying two under unless until up upon us use used using usually very want
wanted wants was wasn't way ways we we'd we'll we're we've well went were weren't what what's
whatever when whenever where whether which while who who's whoever whole whom whose why will with
within without won't would wouldn't yes yet you you'd you'll you're you've your yours yourself
"""
STOP_WORDS = frozenset(_HOLDING.split())

_EMPTY = """
allow begin consider create decide describe develop different difficult explain include offer
provide share show sorry sound sounds suggest true
answer answers bit case client clients day days effective fact feel feeling feelings feels felt
full hand hard help helped helpful helping helps hour hours idea important issue issues job life
long matter matters moment moments part parts patient patients person place point problem problems
question questions reason room seen session sessions side simply situation situations stand start
started starts stay story talk talked talking therapist therapists therapy thought thoughts time
today understand week weeks word words work worked working works year years
"""
EMPTY_ALONE = frozenset(_EMPTY.split())
"""In this trade these say nothing as a heading of their own; in a longer phrase they may."""

# Words of German, French, Spanish, Italian, Dutch and Portuguese that are no English words.
_OTHERS = """
aber anche auch auf avec c'est che com comme con cuando dans das dass dat della dem den der des di
een ein eine einen el elle es est está foi fue für gli habe hatte het ho ich ihr ik il ist j'ai je
las les lo los maar mais mas mehr met meu mi mia mich mir mit mon muy más nicht niet noch non nous
nur não ook para pas per pero plus por porque pour quando que qui se sich sie sono sont su sur um
uma un und une van você voor vous war wat weil wenn wie wir yo zijn zu être
"""
_FOREIGN = frozenset(_OTHERS.split())
_GREATER_PART = 0.5


def words(text: str) -> list[str]:
    """The words of ``text`` in small letters."""
    return [found[0].lower().replace("’", "'") for found in WORD.finditer(text)]


def readable(text: str) -> bool:
    """Whether ``text`` has words, and these seem to be English."""
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(letter < "\u0250" for letter in letters)
    if not letters or latin < _GREATER_PART * len(letters):
        return False
    found = words(text)
    foreign = sum(word in _FOREIGN for word in found)
    return foreign <= sum(word in STOP_WORDS for word in found)


def stem(word: str) -> str:
    """A rough stem, so that a word, its plural and what belongs to it count as one."""
    word = re.sub(r"(?<=...)['’]s$", "", word)
    for ending in ("ing", "edly", "ed", "ies", "es", "ly", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:  # noqa: PLR2004 - a stem is left
            return word[: -len(ending)]
    return word
