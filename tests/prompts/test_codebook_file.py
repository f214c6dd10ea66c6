"""A codebook file with a mistake in it is refused with the code and the field that carry it."""

from __future__ import annotations

from pathlib import Path

import pytest

from prompts import PromptFileError, load_codebook, parse_codebook


def code(key: str, counter_pole: str = "") -> str:
    other = f'counter_pole = "{counter_pole}"\n' if counter_pole else ""
    return (
        f'[[codes]]\nkey = "{key}"\nname = "A name"\ndefinition = "What it is."\n'
        'counts = ["this"]\ndoes_not = ["that"]\nquestion = "And now?"\n'
        'examples = ["a", "b", "c", "d", "e", "f"]\n' + other
    )


def complaint(text: str) -> str:
    with pytest.raises(PromptFileError) as caught:
        parse_codebook(text.encode(), "codes.toml")
    return str(caught.value)


def test_a_codebook_that_is_right_is_loaded_whole() -> None:
    text = 'version = "1"\n' + code("one", "two") + code("two", "one") + code("three")
    book = parse_codebook(text.encode(), "codes.toml")
    assert (book.version, [c.key for c in book.codes]) == ("1", ["one", "two", "three"])
    assert [c.counter_pole for c in book.codes] == ["two", "one", None]


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('"a", ', "", "field examples: expected a list of 6 to 8 items, found 5"),
        ('"a", ', '"a", "1", "2", "3", ', "field examples: expected a list of 6 to 8"),
        ('"a", ', '"b", ', "field examples: expected texts that all differ"),
        ("A name", "n" * 41, "field name: expected 1 to 40 characters, found 41"),
        ("What it is.", "d" * 301, "field definition: expected 1 to 300 characters, found 301"),
        ('question = "And now?"\n', "", "field question: expected a text"),
        ('["this"]', '"this"', "field counts: expected a list"),
        ('["that"]', "[3]", "field does_not: expected a text in quotation marks, found 3"),
        ("name =", "nom = 1\nname =", "field nom: expected only the fields key, name"),
    ],
)
def test_a_mistake_is_named_by_file_line_code_and_field(right: str, wrong: str, told: str) -> None:
    text = 'version = "1"\n' + code("one")
    assert right in text
    said = complaint(text.replace(right, wrong, 1))
    assert said.startswith('codes.toml, line 2, code "one", ')
    assert told in said


@pytest.mark.parametrize("codes", [("two", ""), ("two", "three"), ("one", ""), ("absent", "")])
def test_a_counter_pole_that_is_not_returned_is_refused(codes: tuple[str, str]) -> None:
    text = 'version = "1"\n' + code("one", codes[0]) + code("two", codes[1]) + code("three")
    said = complaint(text)
    assert 'code "one", field counter_pole: expected another code that names this one' in said
    assert f'found "{codes[0]}"' in said


def test_two_codes_under_one_key_are_refused() -> None:
    assert 'the key "one" twice' in complaint('version = "1"\n' + code("one") + code("one"))


@pytest.mark.parametrize("text", ['version = "1"', code("one")])
def test_a_codebook_needs_a_version_and_codes(text: str) -> None:
    assert complaint(text).startswith("codes.toml, field ")


def test_a_codebook_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptFileError, match=r"^codes\.toml: expected a file"):
        load_codebook(tmp_path / "codes.toml")
