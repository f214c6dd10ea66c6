"""Lengths: what is stored says next to nothing about how much somebody wrote."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from bot.ballot.answer import TEXT_LIMIT
from bot.ballot.tokens import Token
from tests.forensics.naive import Store, fernet, lived, unpadded
from tests.forensics.taking import files_under, ids_of, rows
from tests.living import clinicians
from tests.making import an_answer

if TYPE_CHECKING:
    from pathlib import Path

    from bot.services import Services
    from bot.services.values import RoundCard

ALPHABET = "abcdefghijklmnopqrstuvwxyz äöüßéè’\n"
FERNET = b"gAAAA"


def random_texts(count: int) -> list[str]:
    chance = random.Random(8)  # noqa: S311 - the same texts in every run
    lengths = [chance.randint(1, TEXT_LIMIT) for _ in range(count)]
    return ["x" + "".join(chance.choices(ALPHABET, k=length - 1)) for length in lengths]


async def test_eight_answers_of_any_length_have_two_lengths_at_most(
    services: Services, second_round: RoundCard, data_dir: Path
) -> None:
    texts = random_texts(8)
    assert len({len(text) for text in texts}) == 8
    for author, text in zip(clinicians(8), texts, strict=True):
        await services.answers.submit(
            second_round.id, Token.new(), author, an_answer(text), second_round.opens_at
        )
    assert len({len(body) for _, body in rows(data_dir, "box")}) <= 2
    assert not any(FERNET in content for content in files_under(data_dir).values())


@pytest.mark.parametrize("body", [unpadded, fernet])
def test_envelopes_without_padding_tell_eight_lengths(tmp_path: Path, body: object) -> None:
    store = Store(body=unpadded if body is unpadded else fernet)
    files = [lived(tmp_path / "naive.db", ids_of(1), store, text) for text in random_texts(8)]
    bodies = [taken.database for taken in files]
    assert any(FERNET in each for each in bodies) == (body is fernet)
