"""One table's b-tree: its rows with their places, and the space between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.audit.pages import Pages, Range, Unreadable, varint

INTERIOR_INDEX, INTERIOR_TABLE, LEAF_INDEX, LEAF_TABLE = 2, 5, 10, 13
KINDS = {INTERIOR_INDEX, INTERIOR_TABLE, LEAF_INDEX, LEAF_TABLE}
LEAVES = {LEAF_INDEX, LEAF_TABLE}


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """One cell: its place in the file, its payload, the ranges and further pages that hold it."""

    page: int
    at: int
    payload: bytes
    ranges: tuple[Range, ...]
    overflow: tuple[int, ...]


@dataclass(slots=True)
class Tree:
    """Rows in key order, and every range of the tree's pages that holds none.

    ``is_index``: a table WITHOUT ROWID, or an index; else every row has SQLite's row number.
    """

    is_index: bool
    rows: list[Row] = field(default_factory=list)
    spare: list[Range] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)


def tree_at(pages: Pages, root: int) -> Tree:
    """Walk the b-tree that begins on page ``root``. Raises Unreadable."""
    try:
        tree = Tree(pages.data[pages.header(root)] in {INTERIOR_INDEX, LEAF_INDEX})
        _walk(pages, root, tree)
    except IndexError:
        raise Unreadable from None
    return tree


def _walk(pages: Pages, page: int, tree: Tree) -> None:
    start, head = pages.start(page, tree.pages), pages.header(page)
    kind, cells = pages.data[head], pages.number(head + 3, 2)
    if kind not in KINDS:
        raise Unreadable
    first = head + (8 if kind in LEAVES else 12)
    tree.spare.extend(_unused(pages, start, head, first + 2 * cells))
    for number in range(cells):
        at = start + pages.number(first + 2 * number, 2)
        if kind not in LEAVES:
            _walk(pages, pages.number(at, 4), tree)
            at += 4
        if kind != INTERIOR_TABLE:
            tree.rows.append(_row(pages, page, at, tree))
    if kind not in LEAVES:
        _walk(pages, pages.number(head + 8, 4), tree)


def _unused(pages: Pages, start: int, head: int, gap: int) -> Iterator[Range]:
    content = start + (pages.number(head + 5, 2) or 65536)
    yield pages.beyond(gap, content, 2, pages.usable)
    block = pages.number(head + 1, 2)
    while block:
        yield start + block + 4, start + block + pages.number(start + block + 2, 2)
        following = pages.number(start + block, 2)
        if following and following <= block:  # They stand in order; else this would never end.
            raise Unreadable
        block = following


def _row(pages: Pages, page: int, at: int, tree: Tree) -> Row:
    length, body = varint(pages.data, at)
    if not tree.is_index:
        _, body = varint(pages.data, body)
    here = _local(pages.usable, length, is_index=tree.is_index)
    ranges, rest, overflow = [(body, body + here)], length - here, list[int]()
    following = pages.number(body + here, 4)
    while rest:
        start = pages.start(following, tree.pages)
        overflow.append(following)
        end = start + 4 + min(rest, pages.usable - 4)
        ranges.append((start + 4, end))
        tree.spare.append((end, start + pages.size))
        rest -= end - start - 4
        following = pages.number(start, 4)
    payload = b"".join(pages.data[begin:end] for begin, end in ranges)
    return Row(page, at, payload, tuple(ranges), tuple(overflow))


def _local(usable: int, length: int, *, is_index: bool) -> int:
    """How many bytes of a payload stay on its own page."""
    most = (usable - 12) * 64 // 255 - 23 if is_index else usable - 35
    if length <= most:
        return length
    least = (usable - 12) * 32 // 255 - 23
    here = least + (length - least) % (usable - 4)
    return here if here <= most else least
