"""A deck as a file that an admin sends or is sent: which kind it is, and how large it may be."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from bot.errors import BadInput
from bot.views.catalogue import prompts as words
from prompts import PromptFileError, as_table, as_toml, parse_deck, parse_table

if TYPE_CHECKING:
    from prompts import Codebook, Deck

MOST_BYTES = 512 * 1024
LONGEST_NAME = 60
READERS = {".toml": parse_deck, ".csv": parse_table}
WRITERS = {"toml": as_toml, "csv": as_table}


def check_file(name: str, size: int) -> None:
    """Before it is fetched. Raises BadInput."""
    if PurePath(name).suffix.lower() not in READERS:
        raise BadInput(words.NOT_A_DECK)
    if size > MOST_BYTES:
        raise BadInput(words.too_large(MOST_BYTES // 1024))


def read_file(name: str, content: bytes, codebook: Codebook) -> Deck:
    """The deck in a file. Raises BadInput naming line and field."""
    read = READERS[PurePath(name).suffix.lower()]
    try:
        return read(content, name[-LONGEST_NAME:], codebook)
    except PromptFileError as error:
        raise BadInput(str(error)) from None


def write_file(deck: Deck, kind: str) -> str:
    """The deck as the text of a file: ``toml`` or ``csv``."""
    return WRITERS[kind](deck)
