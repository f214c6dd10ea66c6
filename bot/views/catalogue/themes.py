"""What a facilitator reads of themes: what was found, how far it may be trusted, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.themes.found import Form
from bot.themes.kept import LONGEST_NAME
from bot.views.catalogue import common
from bot.views.catalogue.common import (
    LOOSE,
    MIXED,
    NO_SHARED_WORDS,
    THEMES_ARE_CALLED,
    answers,
)

if TYPE_CHECKING:
    from bot.themes.told import Proposal, Theme, Told

HEADINGS = {
    Form.NEARNESS: "What the words have in common",
    **THEMES_ARE_CALLED,
}
HOW_FAR = {
    Form.NEARNESS: (
        "With fewer than eight answers nothing is grouped. The quotes begin with the answer that "
        "lies nearest to all the others."
    ),
    Form.CLOSE: (
        "Suggested from the words of 8 to 14 answers: not themes yet, only answers that resemble "
        "each other. Please check them."
    ),
    Form.TENTATIVE: (
        "Suggested from the words of 15 to 29 answers: a first sorting, at most five groups. "
        "Please check it."
    ),
    Form.THEMES: (
        "Suggested from the words. A person would sort many of these answers otherwise: please "
        "check them."
    ),
}
AT_A_GLANCE = 7
"""Themes in a line each on the first page."""
NOTHING_CLOSE = "No answers lie so close together that a group of them could be shown."
ALL_DROPPED = "All of it is left out of what the group sees. *Take back in* stands below each."
FOR_YOU_ALONE = "Words for you alone"
NAMED = "-# This heading was given by a facilitator."
TWO_WAYS = "-# Two ways of putting it:"
NOTHING_TO_QUOTE = "-# Nothing of it can be quoted: *Its answers* shows what only you may read."
TOO_SHORT_TO_QUOTE = (
    "-# Nothing of it can be quoted: what the group may read of it holds no passage of 6 to 45 "
    "words. *Its answers* shows all of it."
)
WORDS_GONE = "-# The words of its answers are no longer kept."
DROPPED = "-# Left out of what the group sees."

ANSWERS_BUTTON = "Its answers"
SHAPE_BUTTON = "Name or join"
DROP_BUTTON = "Leave out"
TAKE_IN_BUTTON = "Take back in"
SEPARATE_BUTTON = "Separate again"

FORM_TITLE = "This theme"
NAME_LABEL = "Heading"
NAME_HINT = (
    f"At most {LONGEST_NAME} characters; the group will read it. Empty: the words that were found."
)
JOIN_LABEL = "Join it with another"
JOIN_HINT = "Its answers and quotes then stand under the other one; a new heading is for both."
JOIN_PLACEHOLDER = "Leave it on its own"

SINGLE = f"### {common.SINGLE}\n-# {common.SINGLE_ARE}"
SUGGESTED = (
    "### Suggested, please check\n-# Codes that answers without a tick may speak to, learned from "
    "this group's own ticks. They stand apart from what was ticked, and only you see them. The "
    "sentence is what a suggestion rests on."
)
FITS_BUTTON = "It fits"
FITS_NOT_BUTTON = "It does not fit"

FAILED = (
    "-# The words of this round could not be read for themes, so this summary shows what was "
    "asked: strands, places and quotes. No answer was lost."
)
PREPARING = (
    "-# The words are being read for themes. They are here when you open the summary again in a "
    "minute."
)
HOW_FOUND = (
    "-# Themes are suggested on the bot's own machine, by how near answers lie in meaning, in "
    "English; "
    "answers in another language stand among the single voices. Headings are words that three "
    "answers share, or one clause in quotation marks; nothing is written by a machine."
)


def reading(done: int, total: int) -> str:
    return f"-# Reading {done} of {total} answers…"


def heading(form: Form) -> str:
    return f"### {HEADINGS[form]}\n-# {HOW_FAR[form]}"


def overview(told: Told) -> str:
    """Every theme in a line, for the first page."""
    shown = [each for each in told.themes if not each.dropped]
    lines = [line for each in shown[:AT_A_GLANCE] for line in _at_a_glance(each, told.form)]
    if len(shown) > AT_A_GLANCE:
        lines.append(f"-# And {len(shown) - AT_A_GLANCE} more on the next pages.")
    if told.left_over:
        lines.append(f"-# {answers(told.left_over)} in small groups are not shown.")
    nothing = ALL_DROPPED if told.themes else NOTHING_CLOSE
    return "\n".join((heading(told.form), *(lines or [nothing])))


def _at_a_glance(each: Theme, form: Form) -> Iterator[str]:
    """A theme in a line, and its most telling quote below; quotes are defanged here already."""
    counted = f" · {answers(each.voices)}" if form.tells_sizes else ""
    yield f"- **{title(each)}**{counted}"
    if each.quotes:
        yield f"> {each.quotes[0].text}"


def title(theme: Theme) -> str:
    """``theme.heading`` is defanged; a clause stands in quotation marks, for it is a quote."""
    if theme.heading is None:
        return untitled(theme)
    words = f"{theme.heading[:1].upper()}{theme.heading[1:]}"
    return f"“{theme.heading}”" if theme.clause else words


def untitled(theme: Theme) -> str:
    """What stands in the place of a heading that the words do not offer."""
    if theme.mixed:
        return LOOSE
    return FOR_YOU_ALONE if theme.rests_on and not theme.for_group else NO_SHARED_WORDS


def no_quote(theme: Theme) -> str:
    """Why nothing of it is quoted."""
    if not theme.rests_on:
        return WORDS_GONE
    return TOO_SHORT_TO_QUOTE if theme.for_group else NOTHING_TO_QUOTE


def theme(each: Theme, form: Form) -> str:
    lines = [f"### {title(each)}"]
    lines += [f"-# {answers(each.voices)}"] if form.tells_sizes else []
    if each.merged:
        joined = "1 theme" if each.merged == 1 else f"{each.merged} themes"
        lines.append(f"-# {joined} joined with it.")
    lines += [f"-# {MIXED}"] if each.mixed else []
    lines += [NAMED] if each.named else []
    lines += [DROPPED] if each.dropped else []
    return "\n".join(lines)


def opener(question: str) -> str:
    return f"-# To open with: {question}"


def alone(told: Told, quoted: int, unseen: int) -> str:
    """``quoted``: how many stand among the quotes before; ``unseen``: how many do not fit here."""
    lines = [SINGLE, f"-# {answers(told.alone)} in all."]
    if quoted:
        lines.append(f"-# {quoted} of them: see *In their own words*.")
    if unseen:
        lines.append(f"-# {answers(unseen)} more to quote: see *Download Markdown*.")
    if more := told.alone - len(told.single):
        lines.append(f"-# {answers(more)} without a passage to quote here.")
    return "\n".join(lines)


def proposal(each: Proposal) -> str:
    """Which code, and what was said of it; never how sure."""
    said = {None: "", True: " · confirmed", False: " · rejected"}[each.confirmed]
    likely = "likely" if each.likely else "perhaps"
    return f"**{each.name}** · {likely}{said}"


def join_option(each: Theme) -> str:
    words = each.heading or untitled(each)
    return f"{words[:80]} · {answers(each.voices)}"


def page(number: int, pages: int) -> str:
    """``number`` counts from 1."""
    return f"-# Page {number} of {pages}"
