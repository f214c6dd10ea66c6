"""The post says all that a person needs for deciding, and nothing about who or how many."""

from __future__ import annotations

import pytest

from bot.services.values import RoundState
from bot.views import custom_ids
from bot.views.prompt_post import prompt_post
from prompts import Poles, Strand, load_deck
from tests.making import FACILITATOR_ROLE, a_prompt, a_round_card
from tests.views.limits import breaches, said_in, texts
from tests.views.limits import custom_ids as ids_in

LONGEST = a_prompt(
    title="T" * 45,
    question="Q" * 300,
    invitation="I" * 400,
    poles=Poles("L" * 40, "R" * 40),
    strands=tuple(Strand(f"code-{n}", "S" * 80) for n in range(6)),
)


def test_an_open_post_says_until_when_who_reads_and_from_how_many_on() -> None:
    card = a_round_card(k=4)
    said = said_in(prompt_post(card))
    stamp = int(card.closes_at.timestamp())
    assert card.prompt.title in said
    assert card.prompt.question in said
    assert card.prompt.invitation in said
    assert f"<t:{stamp}:R>" in said
    assert f"<@&{FACILITATOR_ROLE}>" in said
    assert "at least 4 people" in said


def test_an_open_post_carries_the_two_buttons_of_its_own_round() -> None:
    assert ids_in(prompt_post(a_round_card(id=77))) == [
        custom_ids.answer(77),
        custom_ids.privacy(77),
    ]


def test_an_open_post_reminds_of_care_of_clients_and_of_the_own_name() -> None:
    said = said_in(prompt_post(a_round_card(contacts="Samaritans 116 123")))
    for promise in ("Not for emergencies", "Samaritans 116 123", "Would a colleague?", "own name"):
        assert promise in said


def test_without_contacts_nothing_stands_in_their_place() -> None:
    assert "Contacts" not in said_in(prompt_post(a_round_card(contacts=None)))


def test_the_terms_stand_in_small_print() -> None:
    assert texts(prompt_post(a_round_card()))[-1].startswith("-# ")


def test_a_round_left_open_says_so_and_keeps_its_buttons() -> None:
    view = prompt_post(a_round_card(extended=True))
    assert "Left open" in said_in(view)
    assert len(ids_in(view)) == 2
    assert "Left open" not in said_in(prompt_post(a_round_card()))


@pytest.mark.parametrize("state", [RoundState.SEALED, RoundState.UNREAD])
def test_a_closed_post_has_no_buttons_and_no_count(state: RoundState) -> None:
    view = prompt_post(a_round_card(state=state, voices=17))
    assert not ids_in(view)
    assert "Closed." in said_in(view)
    assert "17" not in said_in(view)


def test_an_unread_round_reads_the_same_whatever_the_count() -> None:
    posts = {
        said_in(prompt_post(a_round_card(state=RoundState.UNREAD, voices=voices)))
        for voices in (None, 0, 1, 2)
    }
    assert len(posts) == 1


@pytest.mark.parametrize("state", list(RoundState))
@pytest.mark.parametrize("extended", [False, True])
def test_the_longest_prompt_with_long_contacts_stays_within_limits(
    *, state: RoundState, extended: bool
) -> None:
    card = a_round_card(prompt=LONGEST, contacts="C" * 1000, state=state, extended=extended)
    assert not breaches(prompt_post(card))


def test_every_prompt_of_the_deck_makes_a_post_within_limits() -> None:
    for prompt in load_deck().prompts:
        assert not breaches(prompt_post(a_round_card(prompt=prompt))), prompt.key


def test_nothing_waits_for_clicks_so_nothing_is_kept_in_memory() -> None:
    assert prompt_post(a_round_card()).is_finished()
