"""The page of promises: what it leans on exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))
PROMISES = 8


def functions_of(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in tree.body if isinstance(node, kinds)}


@pytest.mark.parametrize(("file", "test"), NAMED, ids=lambda part: str(part).rpartition("/")[2])
def test_every_test_on_the_page_exists(file: str, test: str) -> None:
    assert test in functions_of(file)


def test_every_promise_names_its_tests_and_what_it_does_not_cover() -> None:
    parts = re.split(r"(?m)^## ", PAGE)[1:]
    assert len(parts) == PROMISES
    for part in parts:
        assert "::test_" in part
        assert "\nNot covered: " in part


def test_every_forensic_test_of_the_store_is_on_the_page() -> None:
    for name in ("test_stolen_files", "test_order", "test_remains", "test_lengths"):
        file = f"tests/forensics/{name}.py"
        tests = {test for test in functions_of(file) if test.startswith("test_")}
        assert tests == {test for where, test in NAMED if where == file}
