"""How texts are laid out over messages, so that none is ever longer than Discord takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.views.defang import defanged

ROOM = 3500
"""For the texts of one message; Discord takes 4,000 in all, with headings and marks."""
MOST_ON_A_PAGE = 7
"""Five components for each, of the forty that Discord takes; the page itself has up to four."""
BESIDE = 180
"""For what stands beside a text: who may read it, whether it goes on, whether it is leaving."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text, or a part of one, ready to be shown; ``index`` is the text's place among all."""

    index: int
    shown: str
    begins: bool = True
    ends: bool = True


def length(text: str) -> int:
    """In UTF-16 units, the largest of the counts that Discord and its clients use."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def paged(texts: Sequence[str], room: int = ROOM) -> tuple[tuple[Piece, ...], ...]:
    """Lay raw texts out over pages, defanged, in their order and each whole where it fits.

    No page holds more than ``room`` units or seven pieces; there is at least one page.
    """
    pieces = [piece for index, text in enumerate(texts) for piece in _pieces(index, text, room)]
    return tuple(tuple(page) for page in packed(pieces, room)) or ((),)


def packed(pieces: Iterable[Piece], room: int) -> Iterator[list[Piece]]:
    """Fill page after page; a piece alone on its page may be larger than ``room``."""
    page: list[Piece] = []
    taken = 0
    for piece in pieces:
        needs = length(piece.shown)
        if page and (taken + BESIDE + needs > room or len(page) == MOST_ON_A_PAGE):
            yield page
            page, taken = [], 0
        taken += needs + (BESIDE if page else 0)  # The page keeps room of its own for one.
        page.append(piece)
    if page:
        yield page


def _pieces(index: int, text: str, room: int) -> Iterator[Piece]:
    whole = defanged(text)
    if length(whole) <= room:
        yield Piece(index, whole)
        return
    # Defanging doubles a text at most, so half the room is enough for every part of it.
    parts = [defanged(part) for part in _split(text, room // 2)]
    for number, part in enumerate(parts):
        yield Piece(index, part, begins=number == 0, ends=number == len(parts) - 1)


def _split(text: str, most: int) -> Iterator[str]:
    """Cut where there is a space, and in the middle of a word only if there is none."""
    while len(text) > most:
        space = max(text.rfind(" ", 0, most), text.rfind("\n", 0, most))
        at = space if space > 0 else most
        yield text[:at]
        text = text[at:].lstrip()
    if text:
        yield text
