"""Ways to reach somebody: phone, e-mail, links, accounts. Public helplines pass."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.guard.values import Finding, Kind, Level
from bot.guard.vocabulary import HELPLINES

LOCAL = r"(?<![\w.+-])[\w.+-]{1,64}"
EMAIL = re.compile(
    rf"{LOCAL}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,8}}"
    rf"|{LOCAL} ?[(\[]at[)\]] ?[\w-]{{1,63}}(?: ?(?:[(\[]dot[)\]]|\.) ?\w{{2,12}}){{1,3}}"
    rf"|{LOCAL} at [\w-]{{2,63}}(?: dot \w{{2,12}}){{1,3}}\b"
)
HOST = r"[A-Za-z0-9][A-Za-z0-9-]{1,62}(?:\.[A-Za-z0-9-]{2,62}){0,4}"
# In lower case only, since "all of you.It" lacks a space; "it" and "at" need a path to be a link.
SUFFIXES = "com|org|net|edu|gov|info|biz|io|co|app|uk|us|ca|au|nz|ie|de|fr|nl|ch|pt|pl|dk|fi|eu"
WORDLIKE = "it|at|be|es|no|se|me|is|to"
LINK = re.compile(
    r"\b(?:[Hh]ttps?://|[Ww]ww\.)[^\s<>\"\ufffc]+"
    rf"|(?<![\w.@/-]){HOST}\.(?:{SUFFIXES})(?:/[^\s<>\"\ufffc]*|(?![\w.@-]))"
    rf"|(?<![\w.@/-]){HOST}\.(?:{WORDLIKE})/[^\s<>\"\ufffc]*"
)
MENTION = re.compile(r"<[@#][!&]?\d{15,22}>")
ACCOUNT = re.compile(r"(?<![\w.@/])@[A-Za-z_][\w.]{2,31}")

# Two digits at least in every group but the first: a score of 1-1-1 calls nobody.
GROUPS = r"\d{1,5}(?:[ ./-]{1,2}\(?\d{2,8}\)?){1,5}"
COUNTRY = r"(?:\+ ?|00)?(?:\(\+?\d{1,4}\)[ -]?)?"
PHONE = re.compile(
    rf"(?<![\w.,/:$£€#-]){COUNTRY}{GROUPS}(?: ?(?:x|ext\.?) ?\d{{1,5}})?(?!\w|%|[/.,-]\d)"
    r"|(?<![\w.])\+\d{1,7}(?:[ ./-]\d{2,5}){1,4}(?!\w|[.,-]\d)"
    r"|(?<![\w.])\+\d{8,15}(?!\w)"
    r"|(?<![\w.])\(\d{2,5}\)[ -]?\d{5,9}(?!\w)",
    re.IGNORECASE,
)
CUE = re.compile(
    r"\b(?:phone|telephone|tel|mobile|cell|call|ring|text|fax|whatsapp|reach\w{0,8}|contact\w{0,8}"
    r"|number|dial)\b[^\d\n]{0,20}(\+?\d{7,15})(?!\d)",
    re.IGNORECASE,
)
PHONE_DIGITS = range(7, 16)
# Years, one after another or from one to the next, and a million written with spaces.
NO_PHONE = re.compile(
    r"(?:1[89]|20)\d\d(?:[ ./-]{1,3}(?:1[89]|20)\d\d)+|(?:1[89]|20)\d\d ?[-/] ?\d\d"
    r"|\d{1,3}(?: 000)+"
)
PAGES = ("p. ", "pp. ", "pp ", "pages ")


def contacts(text: str) -> Iterator[Finding]:
    """E-mail addresses, links, accounts and phone numbers."""
    for match in EMAIL.finditer(text):
        yield Finding(*match.span(), Kind.EMAIL, Level.LIKELY, "it is an e-mail address")
    yield from _links(text)
    yield from _phones(text)


def _links(text: str) -> Iterator[Finding]:
    for match in LINK.finditer(text):
        end = match.start() + len(match[0].rstrip(".,;:!?)]'\"…"))
        yield Finding(match.start(), end, Kind.LINK, Level.LIKELY, "it is a link")
    for match in MENTION.finditer(text):
        yield Finding(*match.span(), Kind.NAME, Level.LIKELY, "it names a member of this server")
    for match in ACCOUNT.finditer(text):
        yield Finding(*match.span(), Kind.NAME, Level.LIKELY, "it is the name of an account")


def _phones(text: str) -> Iterator[Finding]:
    for match in PHONE.finditer(text):
        if _may_be_phone(match[0]) and not text[: match.start()].endswith(PAGES):
            yield Finding(
                *match.span(), Kind.PHONE, Level.LIKELY, "it has the form of a phone number"
            )
    for match in CUE.finditer(text):
        if _digits(match[1]) not in HELPLINES:
            yield Finding(*match.span(1), Kind.PHONE, Level.LIKELY, "it follows a word for calling")


def _may_be_phone(found: str) -> bool:
    digits = _digits(found)
    if digits in HELPLINES or NO_PHONE.fullmatch(found):
        return False
    return len(digits) in PHONE_DIGITS


def _digits(found: str) -> str:
    return "".join(c for c in found if c.isdigit())
