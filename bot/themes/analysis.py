"""One analysis: what goes in, what comes out, and the work between, which runs in the worker."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.ballot.answer import Answer
from bot.themes.found import Acceptable, Emerging, Suggested, anything
from bot.themes.judging import Judged
from prompts import Codebook, Prompt

if TYPE_CHECKING:
    from bot.themes.embedding import Embedder
    from bot.themes.reading import Progress


@dataclass(frozen=True, slots=True)
class Request:
    """The answers of one sealed round that can still be read, and what helps to read them.

    ``earlier``: what the group's other kept rounds teach. ``acceptable`` may refuse a label; it
    goes to the worker through a pipe, so it must be light to hand over.
    """

    prompt: Prompt
    answers: tuple[Answer, ...] = field(repr=False)
    codebook: Codebook
    earlier: tuple[Judged, ...] = field(default=(), repr=False)
    acceptable: Acceptable = anything


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found; every index in it is a place in the request's answers."""

    emerging: Emerging
    suggested: Suggested


def analyse_here(request: Request, embedder: Embedder, progress: Progress) -> Analysis:
    """Do the work in this process. The same answers in any order give the same findings."""
    from bot.themes.emerging import emerging  # noqa: PLC0415 - numpy and scipy: for the worker
    from bot.themes.opening import with_openers  # noqa: PLC0415 - the same
    from bot.themes.reading import read  # noqa: PLC0415 - the same
    from bot.themes.suggested import suggested  # noqa: PLC0415 - the same

    found = read(request.answers, embedder, progress)
    themes = emerging(found, request.prompt, embedder, request.acceptable)
    return Analysis(
        with_openers(themes, found, request.prompt, request.codebook, embedder),
        suggested(found, request.prompt, request.codebook, request.earlier, embedder),
    )
