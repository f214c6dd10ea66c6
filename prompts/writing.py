"""A deck as a TOML file, to keep, to change elsewhere, and to import again."""

from __future__ import annotations

import json
from collections.abc import Iterator

from prompts.values import Deck, Prompt, Strand


def as_toml(deck: Deck) -> str:
    """The deck as TOML, which `parse_deck` reads back word for word."""
    return "\n".join([f"name = {_text(deck.name)}", *(_prompt(each) for each in deck.prompts)])


def _prompt(prompt: Prompt) -> str:
    return "\n".join(("", "[[prompts]]", *_fields(prompt), ""))


def _fields(prompt: Prompt) -> Iterator[str]:
    for name in ("key", "title", "question", "invitation", "follow_up"):
        yield f"{name} = {_text(getattr(prompt, name))}"
    for name in ("paragraph", "core_question"):
        if getattr(prompt, name):
            yield f"{name} = {getattr(prompt, name)}"
    if prompt.poles:
        left, right = _text(prompt.poles.left), _text(prompt.poles.right)
        yield f"poles = {{ left = {left}, right = {right} }}"
    yield "strands = ["
    yield from (f"  {_strand(each)}," for each in prompt.strands)
    yield "]"


def _strand(strand: Strand) -> str:
    fields = [f"code = {_text(strand.code)}", f"label = {_text(strand.label)}"]
    if strand.examples:
        fields.append(f"examples = [{', '.join(_text(each) for each in strand.examples)}]")
    return f"{{ {', '.join(fields)} }}"


def _text(value: str) -> str:
    # A JSON string is a TOML string, but for one control character that JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
