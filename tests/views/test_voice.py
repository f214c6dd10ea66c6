"""One voice in all texts: the bot is *the bot*, things are *stored*, and no text lies elsewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.views.test_catalogue import WORDS_NOT_SAID, found

ROOT = Path(__file__).parents[2]
CATALOGUE = sorted((ROOT / "bot/views/catalogue").glob("*.py"))
APART = ("refusals", "deck_refusals", "errors", "failures")
SENTENCES = (*CATALOGUE, *(ROOT / f"bot/{name}.py" for name in APART))
RULES = [*(ROOT / "bot/rotation").glob("*.py"), *(ROOT / "bot/ballot").glob("*.py")]
OPERATORS_READ = (
    *(
        path
        for name in ("audit", "operation", "demo")
        for path in (ROOT / "bot" / name).glob("*.py")
    ),
    *(ROOT / f"bot/{name}.py" for name in ("cli", "running", "settings", "server_settings")),
    *(ROOT / f"bot/{name}.py" for name in ("shards", "database_words")),
    *(ROOT / "db").rglob("*.py"),  # What a column is for, in the schema itself.
)
"""Commands, settings and schema, whose sentences stand beside what they are about."""
ELSEWHERE = sorted(
    {
        path
        for package in ("bot", "cogs", "db", "prompts")
        for path in (ROOT / package).rglob("*.py")
    }
    - {*SENTENCES, *RULES, *OPERATORS_READ}
)
FIRST_PERSON = re.compile(r"(?=.* )\b(I|me|my|mine|myself|we|us|our)\b")
AUTHORS_OWN = ("The group may read my words", "What we heard")
SAVED = re.compile(r"\bsav(e|ed|es|ing)\b", re.IGNORECASE)
FIXED_BY_THE_GUARD = (
    "### Before this is saved: could any of these point to a real person?",
    "this cannot be saved as written.",
    "Nothing identifying, save as written",
)
OTHER_WORDS = re.compile(r"someone who manages|server manager|administrator|leader", re.IGNORECASE)
A_SENTENCE = re.compile(r"[A-Za-z]+( [A-Za-z’'*/]+){3,}.*[.?!]$")
A_PROMPTS_OWN = "What in these answers would we like to hear more about?"
NOBODY_READS = ("ValueError", "TypeError", "LookupError", "AssertionError", "NotVerbatim")


def texts(source: str) -> Iterator[str]:
    """The strings of a module, docstrings and what only programmers or logs see left out."""
    tree = ast.parse(source)
    unseen = {id(each) for node in ast.walk(tree) for each in _unseen(node)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in unseen
        ):
            yield node.value


def _unseen(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Expr):  # A docstring, of whatever it stands below.
        yield from ast.walk(node) if isinstance(node.value, ast.Constant) else ()
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        if name.startswith("log.") or name in NOBODY_READS:
            yield from ast.walk(node)


def in_files(files: Iterable[Path]) -> list[tuple[str, str]]:
    return [(path.name, text) for path in files for text in texts(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(
    ("what", "allowed"),
    [(FIRST_PERSON, AUTHORS_OWN), (SAVED, FIXED_BY_THE_GUARD), (OTHER_WORDS, ())],
    ids=["the bot is not I", "stored and not saved", "an admin is an admin"],
)
def test_every_text_keeps_to_one_word_for_one_thing(
    what: re.Pattern[str], allowed: tuple[str, ...]
) -> None:
    said = [(name, text) for name, text in in_files([*SENTENCES, *RULES]) if what.search(text)]
    assert [each for each in said if not any(part in each[1] for part in allowed)] == []


@pytest.mark.parametrize("reason", WORDS_NOT_SAID)
def test_no_text_of_the_whole_catalogue_says_what_is_not_said(reason: str) -> None:
    said = (text for _, text in in_files([*SENTENCES, *RULES]))
    assert not found(WORDS_NOT_SAID[reason], said)


def test_no_sentence_that_a_person_reads_lies_outside_the_catalogue() -> None:
    outside = {text for _, text in in_files(ELSEWHERE) if A_SENTENCE.search(text)}
    assert outside == {A_PROMPTS_OWN}  # What a prompt is given that came without a follow-up.


def test_it_is_looked_for_wherever_people_are_spoken_to() -> None:
    names = {str(path.relative_to(ROOT)) for path in ELSEWHERE}
    looked_at = (
        "bot/drawing/drawer.py",
        "bot/themes/worker.py",
        "bot/showing.py",
        "cogs/closing.py",
    )
    assert names >= {*looked_at, "bot/putting_up.py", "bot/guard/guard.py", "prompts/loader.py"}


def test_a_sentence_outside_would_be_found() -> None:
    source = (
        'async def door():\n    """Opens it for you now."""\n    say("Nothing was stored here.")'
    )
    assert [text for text in texts(source) if A_SENTENCE.search(text)] == [
        "Nothing was stored here."
    ]
    assert FIRST_PERSON.search("Here I lack a permission.")
    assert SAVED.search("Save changes")
