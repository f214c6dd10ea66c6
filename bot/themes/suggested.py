"""Codes that answers without ticks may speak to: guesses, apart from what was ticked.

Off for a code until the group itself has shown that they are worth it: ten of its answers ticked
or confirmed for the code, and a check on those in which most suggestions would have been right.
Only codes are suggested, never where somebody stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np

from bot.ballot.answer import Answer
from bot.themes.coding import Coder, Cuts, Worded, cuts
from bot.themes.embedding import Embedder
from bot.themes.found import Suggested, Suggestion
from bot.themes.judging import Judged, judged
from bot.themes.reading import Read
from bot.themes.ridge import Floats
from prompts import Codebook, Prompt

ENOUGH_HELD = 10
ENOUGH_TRIED = 5
WORTH_SHOWING = 0.6


def suggested(
    read: Read,
    prompt: Prompt,
    codebook: Codebook,
    earlier: Sequence[Judged],
    embedder: Embedder,
) -> Suggested:
    """Suggest codes for the answers of a round that ticked none.

    ``earlier``: what the group's other kept rounds teach. Most often gives nothing, on purpose.
    """
    now = [judged(each.text, each.strands, prompt) for _, each in _by_row(read)]
    own = [each for each in (*earlier, *now) if each.holds or each.lacks]
    own.sort(key=lambda each: (each.text, sorted(each.holds), sorted(each.lacks)))
    held = {code.key for code in codebook.codes if _welcome(own, code.key)}
    if not held:
        return Suggested()
    coder = Coder(codebook.codes, [*own, *taught(codebook, prompt)], embedder)
    unseen = coder.scores_unseen()
    cut = cuts(unseen, coder.known)
    worth = _worth_showing(unseen[: len(own)], coder.known[: len(own)], cut)
    shown = {
        at: code.key
        for at, code in enumerate(codebook.codes)
        if code.key in held and worth[at] >= WORTH_SHOWING
    }
    return Suggested(tuple(shown.values()), _suggestions(read, coder, cut, shown))


def taught(codebook: Codebook, prompt: Prompt) -> list[Judged]:
    """The invented examples: each holds its own code and no other."""
    every = frozenset(code.key for code in codebook.codes)
    given = [(code.key, example) for code in codebook.codes for example in code.examples]
    given += [(each.code, example) for each in prompt.strands for example in each.examples]
    return [Judged(text, frozenset({key}), every - {key}) for key, text in given if key in every]


def _welcome(own: Sequence[Judged], code: str) -> bool:
    """Ten answers hold it, and where a facilitator decided, most suggestions were confirmed."""
    decided = [each.known(code) > 0 for each in own if code in each.decided]
    tried = len(decided) >= ENOUGH_TRIED
    refused = tried and sum(decided) < WORTH_SHOWING * len(decided)
    return sum(code in each.holds for each in own) >= ENOUGH_HELD and not refused


def _worth_showing(unseen: Floats, known: Floats, cut: Cuts) -> Floats:
    """Per code: how many of its suggestions for the group's own answers would have been right."""
    given = (unseen >= cut.suggested) & (known != 0)
    right = (given & (known > 0)).sum(axis=0)
    tried = given.sum(axis=0)
    return np.where(tried >= ENOUGH_TRIED, right / np.maximum(tried, 1), 0.0)


def _suggestions(
    read: Read, coder: Coder, cut: Cuts, shown: dict[int, str]
) -> tuple[Suggestion, ...]:
    texts = _worded(read)
    scores, parts = coder.scores(texts)
    found = [
        (at, float(scores[row, column]), code, texts.edges[row] + int(np.argmax(best)))
        for row, (at, answer) in enumerate(_by_row(read))
        for column, code in shown.items()
        for best in [parts[texts.edges[row] : texts.edges[row + 1], column]]
        if scores[row, column] >= cut.suggested and not answer.strands
    ]
    found.sort(key=lambda each: (each[0], -each[1], each[2]))
    return tuple(
        Suggestion(at, code, score >= cut.likely, read.passages[part])
        for at, score, code, part in found
    )


def _by_row(read: Read) -> Iterator[tuple[int, Answer]]:
    return ((at, read.answers[at]) for at in read.indices)


def _worded(read: Read) -> Worded:
    """The round as it was read, without embedding it again."""
    counts = Counter(each.answer for each in read.passages)
    edges = accumulate((counts[at] for at in read.indices), initial=0)
    return Worded(read.whole, read.parts, tuple(edges))
