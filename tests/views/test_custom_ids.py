"""A custom_id brings back exactly what was put in, names nobody, and nothing else passes."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.ballot.tokens import Token
from bot.views import custom_ids

rounds = st.integers(min_value=1, max_value=10**18 - 1)
tokens = st.binary(min_size=16, max_size=16).map(Token)
pages = st.integers(min_value=0, max_value=9999)


@given(rounds, tokens, pages)
def test_every_custom_id_brings_back_what_was_put_in(
    round_id: int, token: Token, page: int
) -> None:
    written = custom_ids.write(round_id, token)
    assert custom_ids.parse_write(written) == (round_id, token)
    retry = custom_ids.RETRY.fullmatch(custom_ids.retry(round_id, token))
    assert retry is not None
    assert (custom_ids.round_of(retry), custom_ids.token_of(retry)) == (round_id, token)
    turned = custom_ids.ALL_ANSWERS.fullmatch(custom_ids.all_answers(round_id, page))
    assert turned is not None
    assert (custom_ids.round_of(turned), custom_ids.page_of(turned)) == (round_id, page)


@given(rounds, tokens, pages)
def test_every_custom_id_fits_and_belongs_to_one_door_only(
    round_id: int, token: Token, page: int
) -> None:
    made = (
        custom_ids.answer(round_id),
        custom_ids.privacy(round_id),
        custom_ids.write(round_id, token),
        custom_ids.retry(round_id, token),
        custom_ids.summary(round_id),
        custom_ids.all_answers(round_id, page),
    )
    for custom_id in made:
        assert len(custom_id) <= 100
        doors = [template for template in custom_ids.TEMPLATES if template.fullmatch(custom_id)]
        assert len(doors) == 1


almost = st.from_regex(r"sb:[a-z]{1,7}:-?[0-9]{0,25}(:[0-9A-Za-z]{0,30})?", fullmatch=True)


@given(st.one_of(st.text(), almost, st.none(), st.integers(), st.binary()))
@example("sb:write:1:" + "Z" * 26)  # more than 128 bits
@example("sb:write:01:" + "0" * 26)
@example("sb:write:0:" + "0" * 26)
@example("sb:write:9999999999999999999:" + "0" * 26)
@example("sb:write:1:" + "o" * 26)
@example("sb:write:1:" + "0" * 26 + "\n")
@example("sb:write:١:" + "0" * 26)
def test_whatever_is_not_ours_is_none_and_never_an_error(garbage: object) -> None:
    found = custom_ids.parse_write(garbage)
    if found is not None:
        assert custom_ids.write(*found) == garbage


def test_the_examples_of_garbage_are_refused() -> None:
    good = custom_ids.write(1, Token(bytes(range(16))))
    assert custom_ids.parse_write(good) is not None
    for bad in (good[:-1], good + "0", good.lower(), good.replace("write", "retry"), " " + good):
        assert custom_ids.parse_write(bad) is None


@pytest.mark.parametrize("template", custom_ids.TEMPLATES, ids=lambda t: t.pattern)
def test_a_template_holds_a_round_and_a_token_and_never_a_person(template: re.Pattern[str]) -> None:
    assert set(template.groupindex) <= {"round", "token", "page"}
