"""The cue words that several recognisers share; what only one needs stands beside it."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Words in lower case, written with spaces between."""
    return frozenset(text.split())


TITLES = words(
    "mr mrs ms miss mx dr drs doctor prof professor sir dame lord lady rev reverend fr pastor "
    "rabbi imam judge officer sgt sergeant nurse coach captain aunt auntie uncle grandma grandpa "
    "granny nana señor señora herr frau mme monsieur madame"
)
# A dot after one of these ends no sentence.
ABBREVIATIONS = words("mr mrs ms mx dr drs prof rev fr sgt st")
PARTICLES = words("al bin da de del della den der di dos du el ibn la le ten ter van vom von y zu")
ROLES = words(
    "client patient pt supervisor supervisee therapist counsellor counselor psychiatrist gp "
    "husband wife partner spouse fiancé fiancee boyfriend girlfriend ex son daughter brother "
    "sister mother father mum mom dad stepfather stepmother stepson stepdaughter grandmother "
    "grandfather cousin nephew niece friend colleague boss manager neighbour neighbor flatmate "
    "roommate teacher tutor trainee intern student baby twin twins couple girl boy woman man lady "
    "guy male female"
)
# What follows one of these with a capital letter is a place rather than a person.
STANDS_IN = words("in near outside")
# What people do and abstract nouns rarely do: Grace said, but not grace came.
ACTS = words(
    "said says told tells asked asks replied answered whispered shouted cried cries laughed laughs "
    "smiled smiles nodded sobbed wept arrived came comes sat sits stood walked phoned rang called "
    "texted emailed wrote writes cancelled canceled described describes reported reports disclosed "
    "admitted wanted wants thinks thought knows knew loves hates lives lived talks talked spoke "
    "speaks looked looks struggled struggles remembered attended missed"
)
# Samaritans, 988, Childline, SAMHSA, domestic abuse lines and the like, in digits only.
HELPLINES = words(
    "988 911 999 112 111 113 116123 116111 116117 741741 85258 08001111 18002738255 8002738255 "
    "18006624357 8006624357 18007997233 8007997233 18006564673 8006564673 18004224453 8004224453 "
    "18669463647 8009506264 18009506264 8778495744 08457909090 08002000247 08088082000 131114 "
    "18003326000 08001110111 08001110222"
)
