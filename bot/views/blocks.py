"""Parts that belong together, laid out over pages that Discord takes.

A theme is not torn from its quotes while there is room; what is too large for a page of its own
begins another in the middle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.views.layout import Part
from bot.views.pages import length

ROOM = 3800
"""For all texts of a page; Discord takes 4,000, and the page says which one it is."""
PLACES = 33
"""Of the forty components Discord takes: the rest is for the frame and the buttons below."""


@dataclass(frozen=True, slots=True)
class Block:
    """What should stand together; ``begins``: only at the top of a page."""

    parts: tuple[Part, ...]
    begins: bool = False

    @property
    def size(self) -> int:
        """Its texts, in UTF-16 units."""
        return sum(_size(part) for part in self.parts)

    @property
    def places(self) -> int:
        """Its components, counted as Discord does: those within others too."""
        return sum(_places(part) for part in self.parts)


def block(*parts: Part, begins: bool = False) -> Block:
    return Block(parts, begins)


def laid_out(blocks: Iterable[Block]) -> list[list[Part]]:
    """The parts of each page; at least one page."""
    pages: list[list[Part]] = [[]]
    size = places = 0
    for each in (fitting for one in blocks for fitting in _fitting(one)):
        too_much = size + each.size > ROOM or places + each.places > PLACES
        if pages[-1] and (too_much or each.begins):
            pages.append([])
            size = places = 0
        pages[-1] += each.parts
        size, places = size + each.size, places + each.places
    return pages


def _fitting(one: Block) -> Iterator[Block]:
    if one.size <= ROOM and one.places <= PLACES:
        yield one
        return
    for number, part in enumerate(one.parts):
        yield Block((part,), one.begins and number == 0)


def _size(part: Part) -> int:
    own = length(part.content) if isinstance(part, ui.TextDisplay) else 0
    return own + sum(_size(inside) for inside in _inside(part))


def _places(part: Part) -> int:
    return 1 + sum(_places(inside) for inside in _inside(part))


def _inside(part: Part) -> Sequence[ui.Item[Any]]:
    if isinstance(part, ui.Section):
        return [*part.children, part.accessory]
    return part.children if isinstance(part, ui.ActionRow | ui.Container) else ()
