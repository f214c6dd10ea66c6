"""What stands in a summary that is taken along, and around downloading one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.values import Analysis
from bot.views.catalogue import common, drawings, summary

if TYPE_CHECKING:
    from datetime import date

PDF_BUTTON = "Download PDF"
MARKDOWN_BUTTON = "Download Markdown"

QUESTIONS = "To open the meeting"
QUOTES = "In their own words"
HELD = "Held differently"
NOTES = "Notes"
TWO_WAYS = "Put in two ways"
WHO_READS = (
    "For the facilitator of this group, who decides who else reads it. Words that are withdrawn "
    "later stay in this copy."
)
HOW_MADE = (
    "How this was made: strands and places are the authors’ own ticks, counted, and not read out "
    "of their words. Quotes are word for word, and only from answers that the group may read. Not "
    "in here: whole answers, words for the facilitator alone, what a facilitator left out, and "
    "strands that a single voice ticked."
)
SUGGESTED = (
    "Suggested by how near answers lie to each other in their words. A machine finds nearness and "
    "not meaning: please check it against what you know."
)
NOT_READ = {
    Analysis.DUE: "The answers had not been read for themes yet when this was made.",
    Analysis.FAILED: "The answers could not be read for themes, so this shows what was asked.",
}
UNSEEN = (
    f"{drawings.MARK} stands for a sign that the typeface of this page does not have. The Markdown "
    "file has it."
)

PAPER = {
    "questions": QUESTIONS,
    "quotes": QUOTES,
    "notes": NOTES,
    "two_ways": TWO_WAYS,
    "single_voices": common.SINGLE,
    "single_are": common.SINGLE_ARE,
    "suggested": SUGGESTED,
    "who_reads": WHO_READS,
    "how_made": HOW_MADE,
    "page": "Page",
    "of_pages": "of",
    "unseen_here": UNSEEN,
}

DOWNLOADED = (
    "Here it is. Only you see this message; whoever gets the file can read it, so keep it as you "
    "would keep your notes. Words that are withdrawn later stay in it: then throw it away and "
    "download it anew. That a summary was downloaded stands in the audit log."
)


def about(on: date, voices: int) -> str:
    return f"Round of {day(on)} · {summary.people(voices)} answered"


def two_sides(left: int, left_pole: str, right: int, right_pole: str) -> str:
    return f"{left} nearer to “{left_pole}”, {right} nearer to “{right_pole}”"


def day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def left_out(count: int) -> str:
    """What a document lacks that would have been too long; empty if nothing."""
    if not count:
        return ""
    what = "1 theme or quote is" if count == 1 else f"{count} themes or quotes are"
    them = "it" if count == 1 else "them"
    return f"{what} left out here to keep to three pages. The Markdown file has {them}."


def no_words(*, kept: bool) -> str:
    if not kept:
        return summary.WORDS_GONE
    return (
        "Nothing is quoted here: no answer that the group may read holds a passage that stands on "
        "its own."
    )
