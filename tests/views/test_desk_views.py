"""What the admin's desk shows keeps Discord's limits and one tone, however full it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.rotation import Dates, Order, Slot
from bot.services.audit import Action
from bot.services.desk import (
    Ahead,
    DeckLine,
    Fate,
    Happened,
    Noted,
    Shelf,
    StoreHealth,
    Timetable,
    Trouble,
)
from bot.services.values import GroupCard
from bot.views import desk_ids
from bot.views.audit_log import audit_page
from bot.views.catalogue import check as check_words
from bot.views.catalogue import obstacles, setup_group
from bot.views.catalogue import prompts as prompt_words
from bot.views.catalogue import schedule as words
from bot.views.catalogue import welcome as welcome_words
from bot.views.prompt_form import prompt_form, read_form
from bot.views.prompts import SHELVES, as_it_looks, deck_list, handed_back
from bot.views.schedule import asking_to_post, lately, timetable
from prompts import Strand, load_codebook
from tests.making import NOW, a_plan, a_prompt, a_round_card
from tests.views.limits import breaches, said_in
from tests.views.test_catalogue import WORDS_NOT_SAID, found, mention

if TYPE_CHECKING:
    from discord import ui

LONG = 18 * "9"
FULL = a_prompt(
    "x" * 40,
    title="T" * 45,
    question="Q" * 300,
    invitation="I" * 400,
    follow_up="F" * 300,
    strands=tuple(Strand(f"code-{n}", f"{n}" * 80) for n in range(6)),
)
GROUP = GroupCard(int(LONG), 1, a_plan(channel_id=int(LONG)), NOW)
DAY = date(2026, 9, 30)


def a_full_table() -> Timetable:
    ranges = tuple(Dates(DAY + timedelta(n), DAY + timedelta(n + 1)) for n in range(50))
    return Timetable(
        group=replace(GROUP, forget_at=NOW),
        ahead=tuple(Ahead(Slot(DAY, NOW), FULL, chosen=True) for _ in range(8)),
        left_out=ranges,
        pause=Dates(DAY, None),
        open_round=a_round_card(prompt=FULL),
        waiting=Fate.BLOCKED,
        trouble=Trouble.REFUSED,
    )


LINES = [DeckLine(FULL, own=True, enabled=False, last_asked=DAY) for _ in range(60)]
VIEWS: dict[str, ui.LayoutView | ui.Modal] = {
    "the timetable": timetable(a_full_table(), ("w" * 500,) * 2),
    "what happened": lately([Happened(DAY, fate, "T" * 45) for fate in Fate] * 2),
    "the question": asking_to_post(GROUP, FULL, NOW),
    "the deck": deck_list(GROUP, LINES, Shelf.ALL, 1),
    "an empty deck": deck_list(
        replace(GROUP, plan=a_plan(order=Order.SHUFFLED)), [], SHELVES[6], 9
    ),
    "a prompt": as_it_looks(LINES[0]),
    "a text handed back": handed_back("s" * 400, ["T" * 45, "Q" * 300, "```" * 100, "p" * 90]).view,
    "a text handed back as a file": handed_back("s" * 400, ["Q" * 5000]).view,
    "the audit log": audit_page(
        [Noted(NOW, int(LONG), Action.SWAPPED, int(LONG), "T" * 45)] * 21, 3
    ),
}


@pytest.mark.parametrize("name", VIEWS)
def test_the_fullest_view_keeps_discords_limits(name: str) -> None:
    assert not breaches(VIEWS[name])


def test_the_form_keeps_them_too_and_reads_back_what_it_shows() -> None:
    form = prompt_form(int(LONG), FULL, load_codebook())
    # A menu takes 25 options; the ten are for boxes to tick.
    assert set(breaches(form)) <= {"too many options"}
    assert read_form({}).title == ""
    assert read_form({"components": [{"custom_id": "title", "value": "\ud800"}]}).title == "\ufffd"


def test_a_page_that_is_not_there_shows_the_last_one() -> None:
    assert "page 3 of 3" in said_in(deck_list(GROUP, LINES, Shelf.ALL, 99))


TEXTS = [
    *(said_in(view) for name, view in VIEWS.items() if name != "a text handed back"),
    *(text for name, text in vars(words).items() if name.isupper() and isinstance(text, str)),
    *(t for n, t in vars(prompt_words).items() if n.isupper() and isinstance(t, str)),
    *(t for n, t in vars(check_words).items() if n.isupper() and isinstance(t, str)),
    *(obstacles.trouble(kind, 1, ("View Channel",)) for kind in Trouble),
    *obstacles.WAITING.values(),
    obstacles.told("It is so.", 1),
    obstacles.clock(timedelta(minutes=5)),
    obstacles.clock(timedelta(minutes=-5)),
    setup_group.meaning(6, 4),
    setup_group.extras(Order.SHUFFLED, 1, 24, None),
    welcome_words.welcome(mention),
    words.reminded(1, None),
    check_words.disk(10**9, enough=False),
]


@pytest.mark.parametrize("reason", WORDS_NOT_SAID)
def test_the_desk_speaks_in_the_same_voice(reason: str) -> None:
    assert not found(WORDS_NOT_SAID[reason], TEXTS)


def test_commands_and_options_have_room_for_their_descriptions() -> None:
    for module in (words, prompt_words, check_words):
        for name, text in vars(module).items():
            if name == "COMMAND" or name.endswith("_OPTION"):
                assert len(text) <= 100, name


def test_a_pause_is_not_listed_twice() -> None:
    pause = Dates(DAY, None)
    table = replace(a_full_table(), left_out=(pause,), pause=pause)
    assert "Left out" not in said_in(timetable(table, ()))


def test_k_is_explained_in_weeks_of_a_hundred() -> None:
    assert "in 46 of 100 weeks; with 3, in 18" in setup_group.meaning(6, 4)


def test_custom_ids_of_the_desk_belong_to_one_door_each_and_name_no_person() -> None:
    made = (
        desk_ids.post_now(int(LONG)),
        desk_ids.prompts(int(LONG), 6, 9999),
        desk_ids.log(9999),
        desk_ids.prompt_form(int(LONG), "x" * 40),
    )
    templates = (*desk_ids.FORMS, *desk_ids.BUTTONS)
    assert len(made) == len(templates)
    for custom_id in made:
        assert len(custom_id) <= 100
        assert len([each for each in templates if each.fullmatch(custom_id)]) == 1
        form = desk_ids.PROMPT_FORM.fullmatch(custom_id) is not None
        assert not desk_ids.is_strange(custom_id, form=form)
        assert desk_ids.is_strange(custom_id, form=not form)
        assert desk_ids.is_strange(f"{custom_id}x:", form=False)
    assert not desk_ids.is_strange("sb:answer:1", form=False)
    for template in templates:
        assert set(template.groupindex) <= {"group", "key", "page", "shelf"}


def test_a_full_disk_and_a_store_that_fails_are_not_called_well() -> None:
    ill = StoreHealth(database=False, keys=False, free_bytes=None)
    assert ill.free_bytes is None
    assert check_words.fails("x") != check_words.works("x")
