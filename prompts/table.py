"""A deck as a table: for people whose tool is a spreadsheet.

One row a prompt. The examples that some strands carry have no place in it; whoever imports a table
keeps those that are there already.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from prompts.entry import KEY, Entry, PromptFileError
from prompts.loader import read_deck
from prompts.values import MOST_STRANDS, Codebook, Deck, Prompt

TEXTS = ("key", "title", "question", "invitation", "follow_up")
NUMBERS = ("paragraph", "core_question")
STRANDS = tuple(f"strand_{n}" for n in range(1, MOST_STRANDS + 1))
COLUMNS = (*TEXTS, *NUMBERS, "poles", *STRANDS)
NEEDED = (*TEXTS, *STRANDS[:4])
ENDS = 2
FORMULA = ("=", "+", "-", "@")
"""A spreadsheet would run a cell that begins so; an apostrophe in front keeps it a text."""


def parse_table(content: bytes, source: str, codebook: Codebook) -> Deck:
    """The deck in the bytes of a CSV file called `source`. Raises PromptFileError."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PromptFileError(source, "text saved as UTF-8", "other bytes") from error
    header, _, _ = text.partition("\n")
    # Where a comma marks decimals, spreadsheets part the cells with semicolons.
    mark = ";" if header.count(";") > header.count(",") else ","
    rows = csv.reader(io.StringIO(text), delimiter=mark, strict=True)
    try:
        lines, tables = _tables(rows, source, codebook)
    except csv.Error as error:
        raise PromptFileError(source, "a CSV file", f'the error "{error}"') from error
    return read_deck({"name": "Imported", "prompts": tables}, source, codebook, lines)


def as_table(deck: Deck) -> str:
    """The deck as CSV, which `parse_table` reads back."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for prompt in deck.prompts:
        writer.writerow([_harmless(cell) for cell in _cells(prompt)])
    return out.getvalue()


def split_poles(typed: str, entry: Entry) -> dict[str, object] | None:
    """The two ends in *left | right*; None where nothing is typed. Raises PromptFileError."""
    if not typed.strip():
        return None
    ends = [end.strip() for end in typed.split("|")]
    if len(ends) != ENDS or not all(ends):
        raise entry.wrong("poles", "two ends as left | right", f'"{typed.strip()[:40]}"')
    return {"left": ends[0], "right": ends[1]}


def _tables(
    rows: Iterator[list[str]], source: str, codebook: Codebook
) -> tuple[list[int], list[Mapping[str, object]]]:
    columns = _header(next(rows, []), source)
    lines: list[int] = []
    tables: list[Mapping[str, object]] = []
    began = getattr(rows, "line_num", 1)
    for row in rows:
        line, began = began + 1, getattr(rows, "line_num", 0)
        if any(cell.strip() for cell in row):
            place = _place(source, line, row, columns)
            if len(row) > len(columns):
                raise PromptFileError(place, f"{len(columns)} cells", str(len(row)))
            cells = dict(zip(columns, (_plain(cell) for cell in row), strict=False))
            lines.append(line)
            tables.append(_table(cells, Entry(place, cells), codebook))
    return lines, tables


def _header(row: list[str], source: str) -> list[str]:
    columns = [cell.strip().lower() for cell in row]
    for name in NEEDED:
        if name not in columns:
            raise PromptFileError(f"{source}, line 1", f"a column {name}", "none")
    for place, name in enumerate(columns):
        if name not in COLUMNS or name in columns[:place]:
            wanted = f"only the columns {', '.join(COLUMNS)}, each once"
            raise PromptFileError(f"{source}, line 1", wanted, f'"{name[:40]}"')
    return columns


def _place(source: str, line: int, row: list[str], columns: list[str]) -> str:
    key = dict(zip(columns, row, strict=False)).get("key", "").strip()
    return f"{source}, line {line}" + (f', prompt "{key}"' if KEY.fullmatch(key) else "")


def _table(cells: Mapping[str, str], entry: Entry, codebook: Codebook) -> dict[str, object]:
    table: dict[str, object] = {name: cells.get(name, "") for name in TEXTS}
    for name in NUMBERS:
        if cells.get(name):
            table[name] = int(cells[name]) if _is_number(cells[name]) else cells[name]
    poles = split_poles(cells.get("poles", ""), entry)
    if poles is not None:
        table["poles"] = poles
    table["strands"] = [_strand(cells[n], codebook) for n in STRANDS if cells.get(n)]
    return table


def _strand(cell: str, codebook: Codebook) -> dict[str, object]:
    code, _, label = (part.strip() for part in cell.partition(":"))
    names = {known.key: known.name for known in codebook.codes}
    return {"code": code, "label": label or names.get(code, code)}


def _cells(prompt: Prompt) -> Iterator[str]:
    yield from (str(getattr(prompt, name)) for name in TEXTS)
    yield from (str(getattr(prompt, name) or "") for name in NUMBERS)
    yield f"{prompt.poles.left} | {prompt.poles.right}" if prompt.poles else ""
    strands = iter(prompt.strands)
    for _ in STRANDS:
        strand = next(strands, None)
        yield f"{strand.code}: {strand.label}" if strand else ""


def _harmless(cell: str) -> str:
    # Apostrophes that stood there before get one more, which is the one that is taken away again.
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def _plain(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA) else text


def _is_number(cell: str) -> bool:
    return cell.isascii() and cell.isdecimal() and len(cell) <= len("1000")
