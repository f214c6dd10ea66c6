"""What an admin typed into the form of a prompt, and the prompt it makes.

It passes the same checks as a file: the form is only another way in. What the form does not ask
(the question for the meeting, examples) comes from the prompt that was there before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from bot.errors import BadInput
from prompts import PromptFileError, read_deck, split_poles
from prompts.entry import Entry

if TYPE_CHECKING:
    from bot.services.desk import Written
    from prompts import Codebook, Prompt

FORM = "Your prompt"
FOLLOW_UP = "What in these answers would we like to hear more about?"
LONGEST_KEY = 40
SHORTEST_KEY = 3
_NOT_IN_A_KEY = re.compile(r"[^a-z0-9]+")


def prompt_of(written: Written, key: str, before: Prompt | None, codebook: Codebook) -> Prompt:
    """The prompt, checked. Raises BadInput naming the field."""
    table: dict[str, object] = {
        "key": key,
        "title": written.title,
        "question": written.question,
        "invitation": written.invitation,
        "follow_up": before.follow_up if before else FOLLOW_UP,
        "strands": [_strand(code, before, codebook) for code in written.codes],
    }
    if before and before.paragraph and before.core_question:
        table |= {"paragraph": before.paragraph, "core_question": before.core_question}
    try:
        poles = split_poles(written.poles, Entry(FORM, table))
        data = {"name": FORM, "prompts": [table | ({"poles": poles} if poles else {})]}
        (prompt,) = read_deck(data, FORM, codebook).prompts
    except PromptFileError as error:
        raise BadInput(str(error)) from None
    return prompt


def free_key(title: str, taken: Collection[str]) -> str:
    """A key made of the title, with a number behind it where there is one like it."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = _NOT_IN_A_KEY.sub("-", plain).strip("-")[: LONGEST_KEY - 4].strip("-")
    stem = stem if len(stem) >= SHORTEST_KEY else "prompt"
    names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 3))
    return next(name for name in names if name not in taken)


def texts_of(prompt: Prompt) -> Iterator[tuple[str, str]]:
    """Everything in a prompt that people will read, each with where it stands."""
    for name in ("title", "question", "invitation", "follow_up"):
        yield f"field {name}", getattr(prompt, name)
    if prompt.poles:
        yield "poles, field left", prompt.poles.left
        yield "poles, field right", prompt.poles.right
    for number, strand in enumerate(prompt.strands, start=1):
        yield f"strand {number}, field label", strand.label
        for example in strand.examples:
            yield f"strand {number}, field examples", example


def _strand(code: str, before: Prompt | None, codebook: Codebook) -> dict[str, object]:
    for strand in before.strands if before else ():
        if strand.code == code:
            examples = {"examples": list(strand.examples)} if strand.examples else {}
            return {"code": code, "label": strand.label, **examples}
    names = {known.key: known.name for known in codebook.codes}
    return {"code": code, "label": names.get(code, code)}
