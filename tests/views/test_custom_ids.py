"""A custom_id brings back exactly what was put in, names nobody, and nothing else passes."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.ballot.tokens import Token
from bot.views import custom_ids, share_ids

rounds = st.integers(min_value=1, max_value=10**18 - 1)
tokens = st.binary(min_size=16, max_size=16).map(Token)
pages = st.integers(min_value=0, max_value=9999)
handles = st.binary(min_size=16, max_size=16).map(bytes.hex)

TEMPLATES = (*custom_ids.FORMS, *custom_ids.BUTTONS)


@given(rounds, tokens, pages)
def test_every_custom_id_brings_back_what_was_put_in(
    round_id: int, token: Token, page: int
) -> None:
    written = custom_ids.write(round_id, token)
    assert custom_ids.parse_write(written) == (round_id, token)
    retry = custom_ids.RETRY.fullmatch(custom_ids.retry(round_id, token))
    assert retry is not None
    assert (custom_ids.round_of(retry), custom_ids.token_of(retry)) == (round_id, token)
    opened = custom_ids.ALL_ANSWERS.fullmatch(custom_ids.all_answers(round_id))
    assert opened is not None
    assert (custom_ids.round_of(opened), custom_ids.page_of(opened)) == (round_id, 0)
    turned = custom_ids.TURN.fullmatch(custom_ids.turn(round_id, page))
    assert turned is not None
    assert (custom_ids.round_of(turned), custom_ids.page_of(turned)) == (round_id, page)


@given(rounds, tokens, handles)
def test_an_answer_s_buttons_bring_back_its_token_or_its_handle(
    round_id: int, token: Token, handle: str
) -> None:
    for template, make in (
        (custom_ids.EDIT, custom_ids.edit),
        (custom_ids.WITHDRAW, custom_ids.withdraw),
        (custom_ids.WITHDRAW_NOW, custom_ids.withdraw_now),
    ):
        found = template.fullmatch(make(round_id, token))
        assert found is not None
        assert (custom_ids.round_of(found), custom_ids.token_of(found)) == (round_id, token)
    for template, write in (
        (custom_ids.REMOVE, custom_ids.remove),
        (custom_ids.REMOVE_NOW, custom_ids.remove_now),
    ):
        found = template.fullmatch(write(round_id, handle))
        assert found is not None
        assert (custom_ids.round_of(found), custom_ids.handle_of(found)) == (round_id, handle)


@given(rounds, tokens, pages, handles)
def test_every_custom_id_fits_and_belongs_to_one_door_only(
    round_id: int, token: Token, page: int, handle: str
) -> None:
    made = (
        custom_ids.answer(round_id),
        custom_ids.privacy(round_id),
        custom_ids.write(round_id, token),
        custom_ids.retry(round_id, token),
        custom_ids.summary(round_id),
        custom_ids.all_answers(round_id),
        custom_ids.turn(round_id, page),
        custom_ids.close(round_id),
        custom_ids.close_now(round_id),
        custom_ids.edit(round_id, token),
        custom_ids.withdraw(round_id, token),
        custom_ids.withdraw_now(round_id, token),
        custom_ids.code(round_id),
        custom_ids.find(round_id),
        custom_ids.remove(round_id, handle),
        custom_ids.remove_now(round_id, handle),
        custom_ids.redact(round_id, token, page),
        custom_ids.reword(round_id, token, page),
        custom_ids.as_written(round_id, token, page),
        custom_ids.discard(round_id),
        custom_ids.forget(round_id),
        share_ids.share(round_id),
        share_ids.take_back(round_id),
        share_ids.heard(round_id),
        share_ids.counts(round_id),
    )
    assert len(made) == len(TEMPLATES)
    for custom_id in made:
        forms = [template for template in custom_ids.FORMS if template.fullmatch(custom_id)]
        assert custom_ids.is_strange(custom_id, form=not forms)
        assert not custom_ids.is_strange(custom_id, form=bool(forms))
        assert len(custom_id) <= 100
        doors = [template for template in TEMPLATES if template.fullmatch(custom_id)]
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


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.pattern)
def test_a_template_names_a_round_a_group_or_an_answer_and_never_a_person(
    template: re.Pattern[str],
) -> None:
    assert set(template.groupindex) <= {"round", "token", "choices", "page", "handle", "group"}


HANDLE = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    "handle", [HANDLE.upper(), HANDLE[:-1], f"{HANDLE}0", f" {HANDLE[1:]}", "٣" * 32]
)
def test_a_handle_has_one_spelling_only(handle: str) -> None:
    assert custom_ids.REMOVE.fullmatch(custom_ids.remove(1, HANDLE))
    assert custom_ids.REMOVE.fullmatch(f"sb:remove:1:{handle}") is None
    assert custom_ids.is_strange(f"sb:remove:1:{handle}", form=False)


@pytest.mark.parametrize("other", [None, 5, "", "setup:channel", "SB:answer:1", "xsb:answer:1"])
def test_what_does_not_begin_like_ours_is_nobody_s_business(other: object) -> None:
    assert not custom_ids.is_strange(other, form=True)
    assert not custom_ids.is_strange(other, form=False)
    assert not custom_ids.is_code_form(other)
