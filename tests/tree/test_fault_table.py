"""The fault table: every row names tests that exist, loses nothing, and doubles nothing."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if re.match(r"\| \d+ \|", line)
]
ON_THE_PAGE = ("test_store_trouble", "test_gateway", "test_clock")


def functions_of(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in tree.body if isinstance(node, kinds)}


@pytest.mark.parametrize(("file", "test"), NAMED, ids=lambda part: str(part).rpartition("/")[2])
def test_every_test_on_the_page_exists(file: str, test: str) -> None:
    assert test in functions_of(file)


def test_every_row_says_what_was_seen_and_that_nothing_was_lost_or_doubled() -> None:
    assert [row[0] for row in ROWS] == [str(n) for n in range(1, len(ROWS) + 1)]
    assert len(ROWS) > 20
    for number, fault, seen, lost, twice in ROWS:
        assert fault
        assert seen
        assert (lost, twice) == ("0", "0"), number


def test_every_row_has_its_tests() -> None:
    listed = dict(re.findall(r"(?m)^(\d+)\. (.*)$", PAGE))
    assert set(listed) == {row[0] for row in ROWS}
    for number, tests in listed.items():
        assert "::test_" in tests, number


@pytest.mark.parametrize("name", ON_THE_PAGE)
def test_every_fault_that_is_tested_there_is_on_the_page(name: str) -> None:
    file = f"tests/faults/{name}.py"
    tests = {test for test in functions_of(file) if test.startswith("test_")}
    assert tests == {test for where, test in NAMED if where == file}


def test_the_sentences_on_the_page_are_the_bots_own() -> None:
    sources = [*(ROOT / "bot").rglob("*.py")]
    said = " ".join(_texts(path) for path in sources)
    sentences = re.findall(r"\*([A-Z][^*]{40,}?)\*", "\n".join(row[2] for row in ROWS))
    assert len(sentences) >= 5
    for sentence in sentences:
        for piece in re.split(r" \(incident …\),?|\n", sentence):
            assert " ".join(piece.split()) in said, piece


def _texts(path: Path) -> str:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    return " ".join(" ".join(text.split()) for text in texts if isinstance(text, str))
