"""Streets with house numbers and postcodes, as written in the US, the UK and around Europe."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.guard.context import Context
from bot.guard.values import Finding, Kind, Level

UPPER = "[A-ZÀ-ÖØ-ÞĀ-Ž]"
WORD = rf"(?:{UPPER}[\w'’.-]{{0,30}}|\d{{1,3}}(?:st|nd|rd|th))"
NUMBER = r"\d{1,5}(?:[ ]?[a-zA-Z]\b|/\d{1,4}|-\d{1,4})?"
# 12 Acacia Avenue
ENGLISH = (
    "Street|St|Road|Rd|Avenue|Ave|Av|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Close|Crescent|Cres"
    "|Square|Sq|Place|Pl|Terrace|Way|Highway|Hwy|Parkway|Pkwy|Gardens|Grove|Hill|Row|Mews|Walk"
    "|Circle|Cir|Trail|Trl|Loop|Park|Green|Quay|Route|Esplanade|Parade|Pde|Alley|Greens|Mall|Rise"
    "|Vale|Yard"
)
# 12 rue de la Paix, Via Roma 3, ul. Długa 7
ROMANCE = (
    r"[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Cc]hemin|[Ii]mpasse|[Vv]ia|[Vv]iale|[Pp]iazza"
    r"|[Cc]orso|[Cc]alle|C/|[Pp]laza|[Aa]v(?:da|enida)\.?|[Rr]úa|[Rr]ua|R\.?|[Pp]raça|[Tt]ravessa"
    r"|[Uu]l\.|[Uu]lica|[Aa]l\."
)
SMALL_WORDS = "de|du|des|la|le|les|del|della|dos|da|do|di"
# Hauptstraße 5, Nybyvägen 80
GERMANIC = (
    r"straße|strasse|str\.?|weg|gasse|platz|allee|ring|ufer|damm|straat|laan|plein|gracht|kade|dijk"
    r"|dreef|vägen|väg|gatan|gata|gate|gaten|veien|vegen|vej|vejen|gade|katu|tie|tee|utca|utja|ulice"
)
ROOM = r"(?:Apartment|Apt|Suite|Ste|Unit|Flat|Room|Floor)\b\.? ?#?\w{1,5}"
CODE = r"(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]{2},? \d{5}(?:-\d{4})?|\d{4,5}(?: [A-Z]{2})?)"
TOWN = rf",? {{0,2}}\n? {{0,2}}{UPPER}[\w'’-]{{1,30}}(?: {UPPER}[\w'’-]{{1,30}}){{0,2}}"
REST = rf"(?:,?\s{{1,2}}{ROOM}){{0,2}}(?:,{TOWN}){{0,2}}(?:,? {CODE}\b)?"
NAMED = rf"(?:{ROMANCE})(?: (?:{SMALL_WORDS}|{WORD})){{1,5}}"
STREET = re.compile(
    rf"(?<![\w.])(?:{NUMBER},? (?:{WORD} ){{1,4}}?(?:{ENGLISH})\b(?:\.(?=,))?(?!\w)"
    rf"|{NUMBER},? {NAMED}|{NAMED},? {NUMBER}"
    rf"|{UPPER}[\w'’-]{{1,30}}(?:{GERMANIC}) {NUMBER}){REST}(?!\w)"
)
# "Lives at" takes a number before any words, or words with a capital before the number.
NO_STREET = (
    "miles?|minutes?|hours?|per|percent|am|pm|years?|weeks?|days?|in|on|to|past|for|times|or"
)
HOUSE_FIRST = (
    rf"\d{{1,5}}[a-zA-Z]?,? (?!(?:{NO_STREET})\b)"
    r"[\w'’-]{2,30}(?: [\w'’-]{2,30}){0,3}"
)
LIVES = re.compile(
    r"\b(?:(?:[Ll]iv(?:es|ed|ing)|[Rr]esid(?:es|ed|ing)|[Ss]tay(?:s|ed|ing)|located|home|house)"
    r" (?:at|on)|[Aa]ddress(?: is|:)?) "
    rf"({UPPER}[\w'’./-]{{0,30}}(?: [\w'’./-]{{1,30}}){{0,3}} \d{{1,5}}[a-zA-Z]?\b"
    rf"|(?<=at ){HOUSE_FIRST}|(?<=is ){HOUSE_FIRST})"
)
FLAT = re.compile(r"\b(?:Apartment|Apt|Flat|Suite)\b\.? ?#?\d{1,5}[A-Za-z]?\b")
UK_POSTCODE = re.compile(r"(?<!\w)[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}(?!\w)")
US_POSTCODE = re.compile(r"\b[A-Z]{2},? \d{5}(?:-\d{4})?(?!\w)|(?<![\w-])\d{5}-\d{4}(?![\w-])")
OTHER_POSTCODE = re.compile(
    rf"(?<!\w)[A-Z]\d[A-Z] \d[A-Z]\d(?!\w)|(?<![\w-])[A-Z]{{1,2}}-\d{{4,5}}(?: {UPPER}\w+)?"
    rf"|(?<![\w-])\d{{5}} {UPPER}[\w-]{{2,30}}|(?<![\w-])[1-9]\d{{3}} [A-Z]{{2}}(?![\w-])"
)
CUED_POSTCODE = re.compile(
    r"\b(?:zip|post ?code|postal code)\b(?: code)?(?: is|:)? (\w{0,4}\d\w{0,4}(?: \d\w{1,3})?)",
    re.IGNORECASE,
)
BOX = re.compile(
    r"\bP\.? ?O\.? ?Box \d{1,6}|\b(?:Postbox|Postfach|PSC) \d{1,6}(?:,? Box \d{1,6})?",
    re.IGNORECASE,
)
WHOLE = (STREET, FLAT, UK_POSTCODE, US_POSTCODE, OTHER_POSTCODE, BOX)
# After a strange word: no year, no dose, no time span, no decimal.
HOUSE = re.compile(
    r" (?!(?:1[89]|20)\d\d\b)\d{1,4}[a-zA-Z]?(?![\w.,:/%-]*\d)"
    r"(?! ?(?:mg|ml|%|years?|months?|weeks?|days?)\b)(?!\w)"
)


def addresses(context: Context) -> Iterator[Finding]:
    """Every stretch that a letter carrier could use."""
    text = context.page.text
    for pattern in WHOLE:
        for match in pattern.finditer(text):
            yield _found(match.span(), "it has the form of an address")
    for pattern in (LIVES, CUED_POSTCODE):
        for match in pattern.finditer(text):
            yield _found(match.span(1), "it says where somebody lives")
    yield from _strange_streets(context)


def _strange_streets(context: Context) -> Iterator[Finding]:
    """A word that no dictionary has, and a house number: Kraavi 28."""
    for i, word in enumerate(context.page.words):
        house = HOUSE.match(context.page.text, word.end)
        if house and context.is_open(i) and context.is_unknown(i) and not word.is_shouted:
            span = word.start, house.end()
            yield Finding(*span, Kind.ADDRESS, Level.POSSIBLE, "a number follows it")


def _found(span: tuple[int, int], reason: str) -> Finding:
    return Finding(*span, Kind.ADDRESS, Level.LIKELY, reason)
