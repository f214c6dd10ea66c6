"""From a file to a deck or a codebook: all of it, or an error that says what to mend.

One door for the files we ship and for those that a group brings along, so that an imported
prompt has passed the same checks as a built-in one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from prompts.entry import KEY, Entry, PromptFileError
from prompts.reading import check_counter_poles, read_code, read_prompt
from prompts.values import NAME_LIMIT, Codebook, Deck

_HERE = Path(__file__).parent
# Far above any real deck: an upload should not be able to fill the memory with prompts.
_MOST_PROMPTS = 500
_MOST_CODES = 40
# Keys with thousands of parts (a.b.c) would keep the parser busy for minutes.
_MOST_FULL_STOPS = 300
_LONGEST_ERROR = 200


def load_codebook(path: Path | None = None) -> Codebook:
    """The codebook in this file, or the built-in one. Raises PromptFileError."""
    path = path or _HERE / "codebook.toml"
    return parse_codebook(_content(path), path.name)


def load_deck(path: Path | None = None, codebook: Codebook | None = None) -> Deck:
    """The deck in this file, or the built-in one. Raises PromptFileError."""
    path = path or _HERE / "resourcing.toml"
    return parse_deck(_content(path), path.name, codebook or load_codebook())


def parse_codebook(content: bytes, source: str) -> Codebook:
    """The codebook in the bytes of a TOML file called `source`. Raises PromptFileError."""
    top, lines = _parsed(content, source, "codes")
    top.only("version", "codes")
    entries = _named(top.children("codes", "code", 1, _MOST_CODES), source, "code", lines)
    codes = tuple(read_code(entry) for entry in entries)
    _check_unique(entries, [code.key for code in codes])
    check_counter_poles(entries, codes)
    return Codebook(top.text("version", NAME_LIMIT), codes)


def parse_deck(content: bytes, source: str, codebook: Codebook) -> Deck:
    """The deck in the bytes of a TOML file called `source`. Raises PromptFileError."""
    top, lines = _parsed(content, source, "prompts")
    return read_deck(top.table, source, codebook, lines)


def read_deck(
    data: Mapping[str, object], source: str, codebook: Codebook, lines: Sequence[int] = ()
) -> Deck:
    """The deck in `data`, shaped like a parsed file: a `name` and a list of `prompts`.

    For decks that come from elsewhere than TOML (a CSV file, a form); `lines` holds the line
    of each prompt where that is known. Raises PromptFileError.
    """
    top = Entry(source, data)
    top.only("name", "prompts")
    tables = top.children("prompts", "prompt", 1, _MOST_PROMPTS)
    entries = _named(tables, source, "prompt", lines)
    prompts = tuple(read_prompt(entry, codebook) for entry in entries)
    _check_unique(entries, [prompt.key for prompt in prompts])
    places = tuple(entry.place for entry in entries)
    return Deck(top.text("name", NAME_LIMIT), prompts, places)


def _check_unique(entries: Sequence[Entry], keys: Sequence[str]) -> None:
    for position, (entry, key) in enumerate(zip(entries, keys, strict=True)):
        if key in keys[:position]:
            raise entry.wrong("key", "a key of its own for each", f'the key "{key}" twice')


def _named(
    entries: Sequence[Entry], source: str, noun: str, lines: Sequence[int]
) -> tuple[Entry, ...]:
    """The entries with a place a person can find: line and key where there are any."""
    # A header inside a long text would shift the lines: rather none than wrong ones.
    at = [f"line {n}, " for n in lines] if len(lines) == len(entries) else [""] * len(entries)
    named = []
    for position, (entry, line) in enumerate(zip(entries, at, strict=True), start=1):
        key = entry.table.get("key")
        usable = isinstance(key, str) and KEY.fullmatch(key)
        name = f'"{key}"' if usable else str(position)
        named.append(Entry(f"{source}, {line}{noun} {name}", entry.table))
    return tuple(named)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        found = (error.strerror or "none").lower()
        raise PromptFileError(path.name, "a file that can be read", found) from error


def _check_lines(text: str, source: str) -> None:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.count(".") > _MOST_FULL_STOPS:
            most = f"at most {_MOST_FULL_STOPS} full stops in a line"
            raise PromptFileError(f"{source}, line {number}", most, str(line.count(".")))


def _parsed(content: bytes, source: str, field: str) -> tuple[Entry, tuple[int, ...]]:
    """The file's table, and the line on which each of the field's tables begins."""
    try:
        # Windows editors put a byte order mark in front; nobody can see it to take it out.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PromptFileError(source, "text saved as UTF-8", "other bytes") from error
    _check_lines(text, source)
    try:
        data = tomllib.loads(text)
    except RecursionError as error:
        raise PromptFileError(source, "valid TOML", "lists nested too deeply") from error
    except ValueError as error:
        told = str(error)[:_LONGEST_ERROR]  # It may quote a key, however long.
        raise PromptFileError(source, "valid TOML", f'the error "{told}"') from error
    header = re.compile(rf"\s*\[\[\s*{field}\s*\]\]")
    at = (n for n, line in enumerate(text.splitlines(), start=1) if header.match(line))
    return Entry(source, data), tuple(at)
