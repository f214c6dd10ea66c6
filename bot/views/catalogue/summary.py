"""What a facilitator reads of a sealed round: counts, quotes, questions, and how they were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.themes.asked import Asked, Crossed, Spread, StrandCount
    from bot.themes.summary import Question
    from prompts import Prompt

STRANDS = "What the answers speak to"
POLES = "Between the poles"
CROSSED = "### Held differently\n-# Strands that people on either side of the poles ticked."
QUOTES = "### In their own words"
SINGLE = "### Only one voice named"
QUESTIONS = "### To open the meeting"

NO_STRAND_SHARED = "No strand was ticked by two people or more."
NOTHING_TO_QUOTE = (
    "Nothing is quoted here: no answer that the group may read holds a passage of 6 to 45 words. "
    "Every answer is under *All answers*."
)
WORDS_GONE = "The words of this round are no longer kept; its counts stay."

HOW_MADE = (
    "-# Strands and places are the authors' own ticks, counted: nothing is inferred from what they "
    "wrote. Quotes are word for word, one from an answer at most, and only where the author lets "
    "the group read it."
)

ALL_BUTTON = "All answers"

MAY_BE_READ_BY_GROUP = "-# The group may read these words."
FOR_FACILITATOR_ONLY = "-# **Only the facilitator may read these words.**"
CONTINUED = "-# Continued from the page before."
CONTINUES = "-# Continues on the next page."
NOTHING_VISIBLE = "*This answer holds nothing that can be shown.*"
NO_ANSWERS = "No answer of this round is kept any longer."


def heading(prompt: Prompt, voices: int) -> str:
    return f"## {prompt.title}\n**{prompt.question}**\n\n{people(voices)} answered."


def people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def voices(count: int) -> str:
    return "1 voice" if count == 1 else f"{count} voices"


def strands(asked: Asked) -> str:
    lines = [f"- **{each.voices}** of {asked.voices} · {each.label}" for each in asked.strands]
    return "\n".join((f"### {STRANDS}", *(lines or [NO_STRAND_SHARED])))


def spread(found: Spread, voices: int) -> str:
    left, right = found.poles.left, found.poles.right
    if not found.placed:
        return f"### {POLES}\nNobody placed themselves between “{left}” and “{right}”."
    row = " · ".join(str(count) for count in found.counts)
    return (
        f"### {POLES}\n**{left}** ‹ {row} › **{right}**\n"
        f"{found.left} nearer to “{left}”, {found.middle} in between, {found.right} nearer to "
        f"“{right}”. {placed(found.placed, voices)}."
    )


def placed(count: int, voices: int) -> str:
    """How many said where they stand: a sentence without its full stop."""
    if count in (0, voices):
        return "All placed themselves" if count else "Nobody placed themselves"
    return f"{count} of {voices} placed themselves"


def crossed(found: tuple[Crossed, ...], between: Spread) -> str:
    left, right = between.poles.left, between.poles.right
    lines = [
        f"- {each.label}: {each.left} nearer to “{left}”, {each.right} nearer to “{right}”"
        for each in found
    ]
    return "\n".join((CROSSED, *lines))


def single(found: tuple[StrandCount, ...]) -> str:
    return "\n".join((SINGLE, *(f"- {each.label}" for each in found)))


def quote(shown: str) -> str:
    """``shown`` is defanged and holds no new line."""
    return f"> {shown}"


def quotes_begin(first: str) -> str:
    return f"{QUOTES}\n{first}"


def no_quotes(*, kept: bool) -> str:
    """``kept``: whether answers can still be read."""
    return f"{QUOTES}\n{NOTHING_TO_QUOTE if kept else WORDS_GONE}"


def questions(found: tuple[Question, ...]) -> str:
    lines = [f"- *{each.theme}*: {each.text}" if each.theme else f"- {each.text}" for each in found]
    return "\n".join((QUESTIONS, *lines))


def all_answers(prompt: Prompt, answers: int, page: int, pages: int) -> str:
    """``page`` counts from 1."""
    return f"## All answers: {prompt.title}\n{_in_random_order(answers, page, pages)}"


def answers_of_theme(prompt: Prompt, answers: int, page: int, pages: int) -> str:
    """``page`` counts from 1."""
    return f"## The answers of one theme: {prompt.title}\n{_in_random_order(answers, page, pages)}"


def _in_random_order(answers: int, page: int, pages: int) -> str:
    count = "1 answer" if answers == 1 else f"{answers} answers"
    where = f" Page {page} of {pages}." if pages > 1 else ""
    return (
        f"{count}, in random order: their order says nothing about who wrote them, or when.{where}"
    )
