"""The private message of the identifier guard: what it found, and four ways on.

The draft is the message: its text stands in a part of its own, its choices in the buttons. So it
is on no disk of ours, outlives a restart, and goes when its author lets it go.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.ballot.choices import packed
from bot.guard import Level, blocking, excerpt, labels
from bot.views import custom_ids
from bot.views.catalogue import guarding as words
from bot.views.defang import in_one_line
from bot.views.layout import Reply, button, fit_together, framed, rule, said
from bot.views.receipt import YOUR_TEXT, handed_back

if TYPE_CHECKING:
    from bot.ballot.answer import Answer
    from bot.ballot.tokens import Token
    from bot.guard import Finding
    from bot.services.values import RoundCard

ASKING = discord.Colour(0xC98A2B)
MOST_SHOWN = 10
AROUND = 24
"""Characters on either side of what was found."""


def warning(card: RoundCard, token: Token, draft: Answer, findings: tuple[Finding, ...]) -> Reply:
    """What was found in ``draft``, for its author alone: send it ephemerally."""
    lines = _lines(draft.text, findings)
    rest = [*([words.BLOCKING] if blocking(findings) else []), words.LIMITS, words.YOUR_TEXT]
    shown = _fitting(lines, draft.text, rest)
    if not shown:
        return handed_back(words.TOO_LONG, draft.text, custom_ids.retry(card.id, token))
    parts = (
        said(f"{words.HEADING}\n{shown}"),
        *(said(text) for text in rest[:-1]),
        rule(),
        said(words.YOUR_TEXT),
        ui.TextDisplay(draft.text, id=YOUR_TEXT),
        _ways(card, token, draft, can_stay=not blocking(findings)),
    )
    return Reply(framed(ASKING, *parts))


def _lines(text: str, findings: tuple[Finding, ...]) -> list[str]:
    """Likely ones first, in the order of the text."""
    named = sorted(
        zip(findings, labels(text, findings), strict=True),
        key=lambda pair: pair[0].level is not Level.LIKELY,
    )
    return [_line(text, finding, label) for finding, label in named]


def _line(text: str, finding: Finding, label: str) -> str:
    before, what, after = excerpt(text, finding, AROUND)
    # Each part by itself, or a mark of the text could reach over the bold one.
    return words.found(_kept(before), _kept(what), _kept(after), label)


def _kept(part: str) -> str:
    left = " " if part[:1].isspace() else ""
    right = " " if part[-1:].isspace() and part.strip() else ""
    return f"{left}{in_one_line(part)}{right}"


def _fitting(lines: list[str], text: str, rest: list[str]) -> str:
    """As many lines as fit beside the text; empty when not even one does."""
    for count in range(min(len(lines), MOST_SHOWN), 0, -1):
        left = len(lines) - count
        listed = "\n".join([*lines[:count], *([words.more(left)] if left else [])])
        if fit_together(words.HEADING, listed, text, *rest, "\n"):
            return listed
    return ""


def _ways(card: RoundCard, token: Token, draft: Answer, *, can_stay: bool) -> ui.ActionRow[Any]:
    return ui.ActionRow(*_buttons(card, token, packed(draft, card.prompt), can_stay=can_stay))


def _buttons(
    card: RoundCard, token: Token, choices: int, *, can_stay: bool
) -> Iterator[ui.Button[Any]]:
    to = (card.id, token, choices)
    primary = discord.ButtonStyle.primary
    yield button(words.REDACT_BUTTON, custom_ids.redact(*to), primary)
    yield button(words.REWORD_BUTTON, custom_ids.reword(*to))
    if can_stay:
        yield button(words.AS_WRITTEN_BUTTON, custom_ids.as_written(*to))
    yield button(words.DISCARD_BUTTON, custom_ids.discard(card.id))
