"""What the codebook promises to whoever codes with it, be it a person or a ridge regression."""

from __future__ import annotations

import re

import pytest

from prompts import Codebook, load_codebook


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


def test_the_codebook_is_small_enough_to_keep_in_mind(codebook: Codebook) -> None:
    assert 12 <= len(codebook.codes) <= 14
    assert codebook.version


def test_each_code_has_a_short_and_a_long_example(codebook: Codebook) -> None:
    for code in codebook.codes:
        lengths = sorted(len(words(example)) for example in code.examples)
        assert lengths[0] <= 9, code.key
        assert lengths[-1] >= 20, code.key
        assert len(set(lengths)) >= 5, code.key


def test_no_example_stands_for_two_codes(codebook: Codebook) -> None:
    examples = [example for code in codebook.codes for example in code.examples]
    assert len(set(examples)) == len(examples)


def test_the_examples_of_a_code_begin_differently(codebook: Codebook) -> None:
    for code in codebook.codes:
        starts = {tuple(words(example)[:2]) for example in code.examples}
        assert len(starts) == len(code.examples), code.key


def test_codes_pull_against_each_other_in_pairs(codebook: Codebook) -> None:
    pairs = [code for code in codebook.codes if code.counter_pole is not None]
    assert len(pairs) >= 8
    by_key = {code.key: code for code in codebook.codes}
    for code in pairs:
        assert code.counter_pole is not None
        assert by_key[code.counter_pole].counter_pole == code.key


def test_a_code_says_what_belongs_to_it_and_what_to_a_neighbour(codebook: Codebook) -> None:
    names = [words(code.name) for code in codebook.codes]
    for code in codebook.codes:
        assert len(code.counts) >= 2
        for line in code.does_not:
            named = re.search(r"\(([^)]*)\)$", line)
            assert named is not None, line
            neighbour = [word for word in words(named[1]) if word != "the"]
            assert neighbour in [[w for w in name if w != "the"] for name in names], line


def test_each_code_opens_the_meeting_with_a_question_of_its_own(codebook: Codebook) -> None:
    questions = [code.question for code in codebook.codes]
    assert all("?" in question for question in questions)
    assert len({tuple(words(question)[:3]) for question in questions}) == len(questions)
