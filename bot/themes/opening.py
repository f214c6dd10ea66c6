"""Which question of the codebook opens a conversation about a theme: the nearest, not a new one.

A code here only lends its question. It is not said to be what the theme is about, and ticks are
not looked at: beside a theme's words they would show who ticked what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from bot.themes.embedding import Embedder
from bot.themes.found import Emerging, Group
from bot.themes.reading import Read
from bot.themes.vectors import Vectors, centroid, mean, normalised
from prompts import Code, Codebook, Prompt

EXAMPLES = 2
"""Of each code, besides its definition: enough to tell codes apart, and little to read."""


def with_openers(
    found: Emerging, read: Read, prompt: Prompt, codebook: Codebook, embedder: Embedder
) -> Emerging:
    """Give each theme the code whose question is nearest to its middle, no code twice.

    First the codes that the prompt offers; where these are used up, the rest of the codebook. The
    largest theme chooses first; what is left over has none.
    """
    keys = {strand.code for strand in prompt.strands}
    offered = [code for code in codebook.codes if code.key in keys]
    others = [code for code in codebook.codes if code.key not in keys]
    first, rest = found.groups[: len(offered)], found.groups[len(offered) :]
    return replace(
        found,
        groups=(*_opened(first, read, offered, embedder), *_opened(rest, read, others, embedder)),
    )


def _opened(
    groups: Sequence[Group], read: Read, codes: Sequence[Code], embedder: Embedder
) -> Iterator[Group]:
    if not groups or not codes:
        yield from groups
        return
    places = normalised(_places(codes, embedder) - mean(read.whole))
    free = dict(zip((code.key for code in codes), places, strict=True))
    for group in groups:
        yield _with_nearest(group, read, free)


def _with_nearest(group: Group, read: Read, free: dict[str, Vectors]) -> Group:
    if not free:
        return group
    rows = [read.indices.index(at) for at in group.members]
    middle = centroid(read.whole[rows] - mean(read.whole))
    nearest = max(free, key=lambda key: float(free[key] @ middle))
    del free[nearest]
    return replace(group, code=nearest)


def _places(codes: Sequence[Code], embedder: Embedder) -> Vectors:
    texts = [[code.definition, *code.examples[:EXAMPLES]] for code in codes]
    rows = embedder.embed([text for each in texts for text in each])
    ends = np.cumsum([len(each) for each in texts])[:-1]
    return np.array([centroid(part) for part in np.split(rows, ends)])
