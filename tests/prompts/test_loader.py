"""A clinician who wrote a prompt file is told what to mend, and nothing is half loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from prompts import Codebook, PromptFileError, load_codebook, load_deck, parse_deck, read_deck

PROMPT = """
[[prompts]]
key = "doubt"
title = "Where doubt sits"
question = "What do you doubt?"
invitation = "Begin anywhere."
follow_up = "What now?"
paragraph = 1
core_question = 2
poles = { left = "a friend", right = "a foe" }
strands = [
  { code = "presence", label = "Being there" },
  { code = "technique", label = "Doing something" },
  { code = "safety", label = "Firm ground" },
  { code = "agency", label = "Their say", examples = ["They chose."] },
]
"""
DECK = f'name = "Ours"\n{PROMPT}'
STRAND = '  { code = "presence", label = "Being there" },\n'
MANY = "".join(f'  {{ code = "window", label = "Label {n}" }},\n' for n in range(3))


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


def complaint(text: str, codebook: Codebook) -> str:
    with pytest.raises(PromptFileError) as caught:
        parse_deck(text.encode(), "ours.toml", codebook)
    return str(caught.value)


def test_a_deck_that_is_right_is_loaded_whole(codebook: Codebook) -> None:
    deck = parse_deck(DECK.encode(), "ours.toml", codebook)
    (prompt,) = deck.prompts
    assert (deck.name, prompt.key, prompt.core_question) == ("Ours", "doubt", 2)
    assert prompt.poles is not None
    assert (prompt.poles.left, prompt.poles.right) == ("a friend", "a foe")
    assert [s.code for s in prompt.strands] == ["presence", "technique", "safety", "agency"]
    assert prompt.strands[3].examples == ("They chose.",)


WRONG = {
    "missing field": ('follow_up = "What now?"\n', "", "follow_up", "found nothing"),
    "unknown field": ("paragraph = 1", "paragraph = 1\ncolour = 1", "colour", "only the fields"),
    "too long": ("Where doubt sits", "x" * 46, "title", "1 to 45 characters, found 46"),
    "blank": ("Begin anywhere.", "  ", "invitation", "1 to 400 characters, found 0"),
    "wrong type": ('"What do you doubt?"', "7", "question", "a text in quotation marks, found 7"),
    "a list for a text": ('"What do you doubt?"', "[1]", "question", "found a list"),
    "not a number": ("paragraph = 1", 'paragraph = "1"', "paragraph", 'found "1"'),
    "truth value": ("paragraph = 1", "paragraph = true", "paragraph", "found true"),
    "paragraph": ("paragraph = 1", "paragraph = 11", "paragraph", "from 1 to 10, found 11"),
    "core": ("core_question = 2", "core_question = 0", "core_question", "from 1 to 15, found 0"),
    "strands as text": (PROMPT[PROMPT.index("strands") :], 'strands = "x"', "strands", "a list"),
    "poles as text": ('{ left = "a friend", right = "a foe" }', '"x"', "poles", "a table"),
    "one pole": (', right = "a foe"', "", "poles, field right", "found nothing"),
    "same poles": ("a foe", "a friend", "poles, field right", "another text"),
    "bar in a pole": ("a foe", "a | foe", "poles, field right", "a text without |"),
    "pole too long": ("a foe", "y" * 41, "poles, field right", "1 to 40 characters, found 41"),
    "few strands": (STRAND, "", "strands", "a list of 4 to 6 items, found 3"),
    "many strands": (STRAND, STRAND + MANY, "strands", "a list of 4 to 6 items, found 7"),
    "same code": ('"technique"', '"presence"', "strands", "a code of its own for each"),
    "same label": ("Doing something", "Being there", "strands", "a label of its own for each"),
    "unknown code": ('"technique"', '"magic"', "strand 2, field code", 'found "magic"'),
    "strand field": ('"Firm ground"', '"x", hue = 1', "strand 3, field hue", "only the fields"),
    "endless code": ('"technique"', f'"{"m" * 99}"', "strand 2, field code", "mmm..."),
    "label too long": ("Being there", "z" * 81, "strand 1, field label", "1 to 80 characters"),
    "no examples": ('["They chose."]', "[]", "strand 4, field examples", "found 0"),
    "same example": ('["They chose."]', '["a", "a"]', "strand 4, field examples", "twice"),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG.keys())
def test_a_mistake_is_named_by_file_line_prompt_and_field(
    case: tuple[str, str, str, str], codebook: Codebook
) -> None:
    right, wrong, field, told = case
    assert right in DECK
    said = complaint(DECK.replace(right, wrong, 1), codebook)
    assert said.startswith('ours.toml, line 3, prompt "doubt", ')
    assert f"{field}: expected" in said
    assert told in said
    assert said.endswith("; nothing was loaded.")


def test_an_unknown_code_is_answered_with_the_codes_there_are(codebook: Codebook) -> None:
    said = complaint(DECK.replace('"technique"', '"magic"'), codebook)
    assert all(code.key in said for code in codebook.codes)


@pytest.mark.parametrize("key", ['"Doubt!"', '"ab"', "3"])
def test_a_prompt_without_a_usable_key_is_named_by_its_position(
    key: str, codebook: Codebook
) -> None:
    said = complaint(DECK + PROMPT.replace('"doubt"', key), codebook)
    assert said.startswith("ours.toml, line 19, prompt 2, field key: expected 3 to 40 of")


def test_the_same_key_twice_is_refused_by_name(codebook: Codebook) -> None:
    assert complaint(DECK + PROMPT, codebook) == (
        'ours.toml, line 19, prompt "doubt", field key: expected a key of its own for each, '
        'found the key "doubt" twice; nothing was loaded.'
    )


def test_broken_toml_is_located_by_line(codebook: Codebook) -> None:
    said = complaint(DECK.replace('title = "Where', "title = Where"), codebook)
    assert said.startswith("ours.toml: expected valid TOML, found the error")
    assert "line 5" in said


def test_a_field_written_twice_is_located_by_line(codebook: Codebook) -> None:
    assert "line 10" in complaint(DECK.replace("core_question = 2", "paragraph = 2"), codebook)


@pytest.mark.parametrize("rest", ["", "prompts = []", 'prompts = "none"', "prompts = [1]"])
def test_a_deck_without_prompts_is_refused(rest: str, codebook: Codebook) -> None:
    said = complaint(f'name = "Ours"\n{rest}', codebook)
    assert said.startswith("ours.toml, field prompts: expected a list of")


@pytest.mark.parametrize(("name", "field"), [("", "name"), ('nam = "Ours"\n', "nam")])
def test_a_deck_needs_its_name_and_nothing_else(name: str, field: str, codebook: Codebook) -> None:
    assert f"ours.toml, field {field}: expected" in complaint(name + PROMPT, codebook)


def test_lists_nested_without_end_are_refused_and_not_a_crash(codebook: Codebook) -> None:
    assert "expected valid TOML" in complaint("name = " + "[" * 20_000, codebook)


def test_a_number_of_endless_digits_is_refused_and_not_a_crash(codebook: Codebook) -> None:
    assert "expected valid TOML" in complaint("name = " + "1" * 5_000, codebook)


def test_a_file_from_a_windows_editor_is_read(codebook: Codebook) -> None:
    content = b"\xef\xbb\xbf" + DECK.replace("\n", "\r\n").encode()
    assert parse_deck(content, "ours.toml", codebook).get("doubt").title == "Where doubt sits"


def test_a_file_in_another_encoding_is_refused_by_name(codebook: Codebook) -> None:
    with pytest.raises(PromptFileError, match=r"ours\.toml: expected text saved as UTF-8"):
        parse_deck(DECK.replace("doubt?", "café?").encode("latin-1"), "ours.toml", codebook)


def test_wrapped_lines_are_read_as_one(codebook: Codebook) -> None:
    text = DECK.replace('"What do you doubt?"', '"""\nWhat do\n  you doubt?\n"""')
    deck = parse_deck(text.encode(), "ours.toml", codebook)
    assert deck.prompts[0].question == "What do you doubt?"


def test_rows_from_elsewhere_are_held_to_the_same_rules(codebook: Codebook) -> None:
    with pytest.raises(PromptFileError, match=r"^rows\.csv, line 7, prompt 1, field key: "):
        read_deck({"name": "Ours", "prompts": [{}]}, "rows.csv", codebook, lines=[7])


def test_a_file_that_is_not_there_is_named_without_its_folder(tmp_path: Path) -> None:
    with pytest.raises(PromptFileError, match=r"^absent\.toml: expected a file that can be read"):
        load_deck(tmp_path / "absent.toml")


def test_the_built_in_files_are_found_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_deck().prompts
