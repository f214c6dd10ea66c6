"""What a prompt and a code have to look like in a file, field by field.

The rules stand here once; every way into the bot (built-in file, import, form) comes through.
"""

from __future__ import annotations

from collections.abc import Sequence

from prompts import values as v
from prompts.entry import Entry
from prompts.values import Code, Codebook, Poles, Prompt, Strand

BAR = "|"


def read_prompt(entry: Entry, codebook: Codebook) -> Prompt:
    """The prompt in this entry, its strands held to the codebook. Raises PromptFileError."""
    entry.only(*(field for field in Prompt.__dataclass_fields__ if field != "codebook"))
    return Prompt(
        key=entry.key("key"),
        title=entry.text("title", v.TITLE_LIMIT),
        question=entry.text("question", v.QUESTION_LIMIT),
        invitation=entry.text("invitation", v.INVITATION_LIMIT),
        follow_up=entry.text("follow_up", v.QUESTION_LIMIT),
        paragraph=_of_the_essay(entry, "paragraph", v.PARAGRAPHS),
        core_question=_of_the_essay(entry, "core_question", v.CORE_QUESTIONS),
        poles=_poles(entry.child("poles")) if entry.has("poles") else None,
        strands=_strands(entry, codebook),
        codebook=codebook.version,
    )


def read_code(entry: Entry) -> Code:
    """The code in this entry. Raises PromptFileError."""
    entry.only(*Code.__dataclass_fields__)
    return Code(
        key=entry.key("key"),
        name=entry.text("name", v.NAME_LIMIT),
        definition=entry.text("definition", v.DEFINITION_LIMIT),
        counts=entry.texts("counts", v.EXAMPLE_LIMIT, 1, v.MOST_EXAMPLES),
        does_not=entry.texts("does_not", v.EXAMPLE_LIMIT, 1, v.MOST_EXAMPLES),
        examples=entry.texts("examples", v.EXAMPLE_LIMIT, v.LEAST_EXAMPLES, v.MOST_EXAMPLES),
        question=entry.text("question", v.QUESTION_LIMIT),
        counter_pole=entry.key("counter_pole") if entry.has("counter_pole") else None,
    )


def check_counter_poles(entries: Sequence[Entry], codes: Sequence[Code]) -> None:
    """Two codes pull against each other, or neither does. Raises PromptFileError."""
    names = {code.key: code.counter_pole for code in codes}
    for entry, code in zip(entries, codes, strict=True):
        other = code.counter_pole
        if other and (other == code.key or names.get(other) != code.key):
            raise entry.wrong("counter_pole", "another code that names this one in return")


def _of_the_essay(entry: Entry, field: str, most: int) -> int:
    """Where in the essay a prompt comes from; 0 for a group's own, which may come from anywhere."""
    return entry.number(field, 1, most) if entry.has(field) else v.OF_OUR_OWN


def _poles(entry: Entry) -> Poles:
    entry.only("left", "right")
    poles = Poles(entry.text("left", v.POLE_LIMIT), entry.text("right", v.POLE_LIMIT))
    for end in ("left", "right"):
        # A table and the form write both ends as one text, with a bar between them.
        if BAR in getattr(poles, end):
            raise entry.wrong(end, f"a text without {BAR}, which stands between the two ends")
    if poles.left == poles.right:
        raise entry.wrong("right", "another text than at the left")
    return poles


def _strands(entry: Entry, codebook: Codebook) -> tuple[Strand, ...]:
    tables = entry.children("strands", "strand", v.LEAST_STRANDS, v.MOST_STRANDS)
    known = tuple(code.key for code in codebook.codes)
    strands = tuple(_strand(table, known) for table in tables)
    for field in ("code", "label"):
        if len({getattr(strand, field) for strand in strands}) < len(strands):
            raise entry.wrong("strands", f"a {field} of its own for each", "the same one twice")
    return strands


def _strand(entry: Entry, known: Sequence[str]) -> Strand:
    entry.only("code", "label", "examples")
    code = entry.key("code")
    if code not in known:
        raise entry.wrong("code", f"one of {', '.join(known)}")
    examples: tuple[str, ...] = ()
    if entry.has("examples"):
        examples = entry.texts("examples", v.EXAMPLE_LIMIT, 1, v.MOST_EXAMPLES)
    return Strand(code, entry.text("label", v.LABEL_LIMIT), examples)
