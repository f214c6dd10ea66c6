"""A deck goes out as a file and comes back the same; a mistake has a line and a field."""

from __future__ import annotations

import pytest

from prompts import (
    Codebook,
    Deck,
    PromptFileError,
    as_table,
    as_toml,
    load_codebook,
    load_deck,
    parse_deck,
    parse_table,
)
from tests.making import a_codebook, a_prompt

HEADER = "key,title,question,invitation,follow_up,poles,strand_1,strand_2,strand_3,strand_4"
ROW = "doubt,Doubt,Why?,Recall.,And then?,a tool | a trap,fear,safety: all safe,agency,presence"


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


def without_examples(deck: Deck) -> list[tuple[object, ...]]:
    return [
        (p.key, p.title, p.question, p.follow_up, p.poles, [(s.code, s.label) for s in p.strands])
        for p in deck.prompts
    ]


def test_the_built_in_deck_comes_back_from_toml_word_for_word(codebook: Codebook) -> None:
    deck = load_deck()
    assert parse_deck(as_toml(deck).encode(), "deck.toml", codebook) == deck


def test_the_built_in_deck_comes_back_from_a_table_but_for_its_examples(codebook: Codebook) -> None:
    deck = load_deck()
    again = parse_table(as_table(deck).encode(), "deck.csv", codebook)
    assert without_examples(again) == without_examples(deck)


def test_signs_that_a_file_reads_otherwise_come_back_too() -> None:
    prompt = a_prompt(title='A "quote" \\ and, more', question="=1+1; two\x7f words")
    deck = Deck("test", (prompt,))
    assert parse_deck(as_toml(deck).encode(), "deck.toml", a_codebook()) == deck
    table = as_table(deck)
    assert "'=1+1" in table
    (again,) = parse_table(table.encode(), "deck.csv", a_codebook()).prompts
    assert again.question == prompt.question


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_table_from_a_spreadsheet_is_read(mark: str) -> None:
    text = f"\ufeff{HEADER}\r\n{ROW}\r\n\r\n".replace(",", mark)
    (prompt,) = parse_table(text.encode(), "deck.csv", a_codebook()).prompts
    assert prompt.poles is not None
    assert (prompt.key, prompt.poles.right) == ("doubt", "a trap")
    assert [each.label for each in prompt.strands] == ["Fear", "all safe", "Agency", "Presence"]
    assert (prompt.paragraph, prompt.core_question) == (0, 0)


WRONG = {
    "a column is missing": (HEADER.replace("title,", ""), ROW, "line 1", "a column title"),
    "a column too many": (f"{HEADER},colour", f"{ROW},red", "line 1", '"colour"'),
    "a cell too many": (HEADER, f"{ROW},red", 'line 2, prompt "doubt"', "10 cells"),
    "no title": (HEADER, ROW.replace("Doubt", ""), "field title", "found 0"),
    "a long title": (HEADER, ROW.replace("Doubt", "D" * 46), "field title", "found 46"),
    "one pole": (HEADER, ROW.replace(" | a trap", ""), "field poles", "left | right"),
    "three poles": (HEADER, ROW.replace("a trap", "x | y"), "field poles", "left | right"),
    "the same pole": (HEADER, ROW.replace("a trap", "a tool"), "field right", "another text"),
    "an unknown code": (HEADER, ROW.replace("fear", "hope"), "strand 1, field code", "one of"),
    "three strands": (HEADER, ROW.replace("presence", ""), "field strands", "found 3"),
    "no key": (HEADER, ROW.replace("doubt", "Dx"), "field key", "a-z"),
    "nothing below": (HEADER, "", "field prompts", "found 0"),
    "an open quotation": (HEADER, f'"{ROW}', "deck.csv", "a CSV file"),
}


@pytest.mark.parametrize("reason", WRONG)
def test_a_mistake_in_a_table_is_named_by_line_and_field(reason: str) -> None:
    header, row, place, expected = WRONG[reason]
    with pytest.raises(PromptFileError) as told:
        parse_table(f"{header}\n{row}\n".encode(), "deck.csv", a_codebook())
    assert place in str(told.value)
    assert expected in str(told.value)
    assert str(told.value).startswith("deck.csv")


def test_the_line_is_right_below_a_text_that_is_wrapped() -> None:
    wrapped = ROW.replace("Why?", '"Why,\nand why not?"')
    wrong = ROW.replace("doubt", "other").replace("Doubt", "")
    with pytest.raises(PromptFileError, match='line 4, prompt "other"'):
        parse_table(f"{HEADER}\n{wrapped}\n{wrong}\n".encode(), "deck.csv", a_codebook())


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(PromptFileError, match="field paragraph"):
        parse_table(f"{HEADER},paragraph\n{ROW},first\n".encode(), "deck.csv", a_codebook())


def test_another_encoding_is_refused() -> None:
    with pytest.raises(PromptFileError, match="UTF-8"):
        parse_table("key,täg".encode("latin-1"), "deck.csv", a_codebook())
