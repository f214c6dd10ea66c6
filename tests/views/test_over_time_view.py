"""Rounds side by side fit a phone and Discord, and what was not offered is no nought."""

from __future__ import annotations

import struct
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bot.drawing.setting import typeset
from bot.themes.asked import asked
from bot.themes.over_time import OverTime, PastRound
from bot.themes.over_time import over_time as compared
from bot.views import document_ids
from bot.views.catalogue import drawings
from bot.views.over_time import COLUMNS, NAMES, over_time, pictures
from prompts import Poles, Prompt, Strand, load_codebook, load_deck
from tests.making import a_codebook, a_prompt, an_answer
from tests.views.limits import breaches, custom_ids, payload, texts, walk

if TYPE_CHECKING:
    from discord import ui

START = date(2025, 12, 1)
PNG = (b"one", b"two")


def a_round(week: int, prompt: Prompt, voices: int = 5, ticking: int = 2) -> PastRound:
    codes = tuple(strand.code for strand in prompt.strands)
    answers = [
        an_answer(f"Answer {n}.", strands=codes if n < ticking else (), position=1 + n % 5)
        for n in range(voices)
    ]
    return PastRound(START + timedelta(weeks=week), prompt, asked(prompt, answers))


def weeks(count: int, prompts: int, voices: int = 5) -> OverTime:
    """As they would come from the decks we ship, of which the first few are asked in turn."""
    deck = load_deck().prompts[:prompts]
    past = [a_round(week, deck[week % prompts], voices) for week in range(count)]
    return compared(past, load_codebook())


def galleries(view: ui.LayoutView) -> list[dict[str, Any]]:
    return [item for part in walk(payload(view)) if part["type"] == 12 for item in part["items"]]


def tables(found: OverTime) -> list[str]:
    """The tables of all pages."""
    shown = []
    for page in range(100):
        reply = over_time(found, 3, page)
        assert not breaches(reply.view)
        shown.append(next(text for text in texts(reply.view) if text.startswith("```")))
        if document_ids.turn(3, page + 1) not in custom_ids(reply.view):
            break
    return shown


def test_under_four_rounds_one_sentence_says_how_many_are_missing() -> None:
    for count, part in (
        (0, "There are none"),
        (1, "There is 1"),
        (2, "2 more"),
        (3, "1 more round."),
    ):
        reply = over_time(OverTime(count, (), ()), 3)
        (said,) = texts(reply.view)
        assert part in said
        assert "at least 4" in said
        assert not reply.files


def test_rounds_without_a_strand_in_common_say_so() -> None:
    (said,) = texts(over_time(OverTime(4, (), ()), 3).view)
    assert "nothing to set side by side" in said


def test_each_code_is_a_table_of_n_of_n_newest_first() -> None:
    found = compared([a_round(week, a_prompt(), 5 + week, week) for week in range(4)], a_codebook())
    (table,) = tables(found)
    assert table.splitlines()[1:6] == [
        "Presence",
        "22 Dec 2025     3 of 8",
        "15 Dec 2025     2 of 7",
        " 8 Dec 2025     1 of 6",
        " 1 Dec 2025     0 of 5",
    ]


def test_a_round_that_did_not_offer_a_code_has_neither_a_row_nor_a_bar() -> None:
    other = a_prompt("other", strands=tuple(Strand(f"o{n}", f"other {n}") for n in range(4)))
    past = [a_round(week, other if week in (1, 3) else a_prompt(), 5, 0) for week in range(5)]
    found = compared(past, a_codebook())
    table = "".join(tables(found))
    assert table.count(" 1 Dec 2025     0 of 5") == 4
    assert " 8 Dec 2025     0 of 5" in table.partition("other 0")[2]
    assert " 8 Dec 2025     0 of 5" not in table.partition("other 0")[0]
    data: Any = pictures(found)[0].data
    assert data["courses"][0]["rounds"] == [[0, 5], None, [0, 5], None, [0, 5]]


def test_places_are_shown_only_for_the_same_prompt_asked_again() -> None:
    again = a_prompt("again", title="Asked again", poles=Poles("here", "there"))
    past = [a_round(week, again if week in (0, 3) else a_prompt(f"p{week}")) for week in range(4)]
    found = compared(past, a_codebook())
    table = "".join(tables(found))
    assert "Asked again\nhere … there\n22 Dec 2025     1   1   1   1   1\n 1 Dec 2025 " in table
    assert len(pictures(found)) == 2
    assert len(pictures(weeks(8, 8))) == 1


def test_half_a_year_of_two_hundred_voices_fits_discord_and_a_phone() -> None:
    for prompts in (1, 4, 9, 34):
        found = weeks(26, prompts, 200)
        for table in tables(found):
            assert max(map(len, table.splitlines())) <= COLUMNS
        rows = sum(len(each.rounds) for each in found.courses)
        assert sum(table.count(" of 200") for table in tables(found)) == rows


def test_the_pictures_come_with_the_first_page_and_their_words_with_them() -> None:
    found = weeks(26, 4)
    reply = over_time(found, 3, 0, PNG)
    assert not breaches(reply.view)
    assert [file.filename for file in reply.files] == list(NAMES)
    shown = galleries(reply.view)
    assert [item["media"]["url"] for item in shown] == [f"attachment://{name}" for name in NAMES]
    assert all(0 < len(item["description"]) <= 1024 for item in shown)
    assert "2 of 5" in shown[0]["description"]
    assert "1, 1, 1, 1, 1" in shown[1]["description"]


def test_without_the_pictures_the_page_says_so_and_keeps_its_numbers() -> None:
    reply = over_time(weeks(8, 4), 3, 0, None)
    assert drawings.NO_PICTURE in texts(reply.view)
    assert not galleries(reply.view)
    assert any("2 of 5" in text for text in texts(reply.view))


def test_a_page_beyond_the_last_shows_the_last() -> None:
    found = weeks(26, 1, 9)
    last = tables(found)[-1]
    assert last in texts(over_time(found, 3, 99).view)


def test_a_name_cannot_end_the_block_in_which_it_stands() -> None:
    strands = tuple(Strand(f"o{n}", f"``` {n} **x** \u200b") for n in range(4))
    past = [a_round(week, a_prompt(strands=strands)) for week in range(4)]
    (table,) = tables(compared(past, a_codebook()))
    assert table.count("```") == 2


def test_the_pictures_are_as_wide_as_all_others_and_no_towers() -> None:
    for drawing in (*pictures(weeks(4, 2)), *pictures(weeks(26, 9, 30)), *pictures(weeks(26, 34))):
        png = typeset(drawing)
        width, height = struct.unpack(">II", png[16:24])
        assert width == 1120
        assert height < 1.5 * width


def test_every_custom_id_belongs_to_one_door_only_and_a_forged_one_to_none() -> None:
    most = 10**18 - 1
    made = (
        document_ids.pdf(most),
        document_ids.markdown(most),
        document_ids.over_time(most),
        document_ids.turn(most, 999),
    )
    assert len(made) == len(document_ids.BUTTONS)
    for custom_id in made:
        assert len(custom_id) <= 100
        doors = [each for each in document_ids.BUTTONS if each.fullmatch(custom_id)]
        assert len(doors) == 1
        assert set(doors[0].groupindex) <= {"round", "group", "page"}
        assert not document_ids.is_strange(custom_id, form=False)
        assert document_ids.is_strange(f"{custom_id}x", form=False)
    assert document_ids.is_strange(document_ids.pdf(1), form=True)
    assert not document_ids.is_strange("sb:answer:1", form=False)
    assert not document_ids.is_strange(None, form=False)
