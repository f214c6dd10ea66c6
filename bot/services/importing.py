"""What a file of prompts would change in a deck, worked out before anything is stored."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import deck_refusals as refusals
from bot.errors import BadInput
from bot.services.desk import Imported

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.services.desk import DeckLine
    from prompts import Deck, Prompt, Strand


def known_or_changed(lines: Sequence[DeckLine], deck: Deck) -> tuple[tuple[Prompt, ...], Imported]:
    """The prompts to store, and how many are new, changed or known.

    A built-in prompt that comes back as it was exported is known; with other words it needs a key
    of its own. Raises BadInput.
    """
    there = {line.prompt.key: line for line in lines}
    to_store: list[Prompt] = []
    changed = 0
    for prompt, place in deck.placed():
        line = there.get(prompt.key)
        if line is None:
            to_store.append(prompt)
            continue
        told = _with_examples(prompt, line.prompt)
        if told == line.prompt:
            continue
        if not line.own:
            raise BadInput(refusals.key_is_taken(prompt.key, place))
        changed += 1
        to_store.append(told)
    new, known = len(to_store) - changed, len(deck.prompts) - len(to_store)
    return tuple(to_store), Imported(new, changed, known)


def with_imported(
    lines: Sequence[DeckLine], deck: Deck, off: Collection[str], *, only: bool
) -> tuple[DeckLine, ...]:
    """The deck's new order: the file's prompts are enabled, and with ``only`` nothing else is.

    ``off``: what an admin disabled; without ``only`` it stays so.
    """
    keys = [prompt.key for prompt in deck.prompts]
    there = {line.prompt.key: line for line in lines}
    if only:
        first = (replace(there[key], enabled=True) for key in keys)
        rest = (replace(line, enabled=False) for line in lines if line.prompt.key not in keys)
        return (*first, *rest)
    on = set(keys) - set(off)
    return tuple(replace(line, enabled=line.enabled or line.prompt.key in on) for line in lines)


def _with_examples(prompt: Prompt, before: Prompt) -> Prompt:
    """A table has no room for examples: those of a strand that stays are kept."""
    kept = {strand.code: strand.examples for strand in before.strands}

    def told(strand: Strand) -> Strand:
        return strand if strand.examples else replace(strand, examples=kept.get(strand.code, ()))

    return replace(
        prompt, strands=tuple(told(each) for each in prompt.strands), codebook=before.codebook
    )
