"""The summary as it is sent: within Discord's limits, in order, and plain when there is little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from discord import ui

from bot.ballot.answer import Answer, Leave
from bot.services.values import RoundSummary
from bot.themes.asked import asked
from bot.themes.summary import summarise
from bot.views import custom_ids
from bot.views.catalogue import common
from bot.views.catalogue import summary as words
from bot.views.layout import Reply
from bot.views.summary import PICTURE, summary
from prompts import Code, Codebook, Poles, Prompt, Strand, load_codebook, load_deck
from tests.making import a_code, a_prompt, a_round_summary, an_answer
from tests.views.limits import breaches, payload, texts, walk

PNG = b"a picture"


def buttons(view: ui.LayoutView) -> dict[str, str]:
    return {part["label"]: part["custom_id"] for part in walk(payload(view)) if part["type"] == 2}


def galleries(view: ui.LayoutView) -> list[list[dict[str, Any]]]:
    return [part["items"] for part in walk(payload(view)) if part["type"] == 12]


def every_page(found: RoundSummary) -> list[Reply]:
    """Page after page, as the buttons lead from one to the next."""
    pages = [summary(found, PNG)]
    while common.NEXT_PAGE in buttons(pages[-1].view):
        pages.append(summary(found, PNG, len(pages)))
    return pages


def told(answers: Sequence[Answer], prompt: Prompt | None = None) -> str:
    replies = every_page(a_round_summary(answers, prompt))
    return "\n".join(text for reply in replies for text in texts(reply.view))


def a_prompt_at_every_limit() -> Prompt:
    return a_prompt(
        title="t" * 45,
        question="q" * 300,
        follow_up="f" * 300,
        poles=Poles("l" * 40, "r" * 40),
        strands=tuple(Strand(f"c{n}", f"{n}" + "s" * 79) for n in range(6)),
    )


def a_codebook_at_every_limit() -> Codebook:
    def code(number: int) -> Code:
        full = a_code(f"c{number}")
        return Code(full.key, full.name, "", (), (), (), "w" * 300, None)

    return Codebook("full", tuple(code(n) for n in range(6)))


def answers_at_every_limit(count: int) -> list[Answer]:
    return [
        Answer(
            (f"voice{number} " + "a*_~`|#>* " * 38 + "ok.\n") * 7,
            Leave.GROUP,
            strands=tuple(f"c{n}" for n in range(5)) + (("c5",) if number == 0 else ()),
            position=1 + 4 * (number % 2),
        )
        for number in range(count)
    ]


def test_two_hundred_answers_at_every_limit_stay_within_discord_s() -> None:
    answers = answers_at_every_limit(200)
    found = a_round_summary(answers, a_prompt_at_every_limit(), a_codebook_at_every_limit())
    replies = every_page(found)
    assert not [breach for reply in replies for breach in breaches(reply.view)]
    assert len(found.summary.quotes) == 6
    assert len(replies) == 3
    shown = [text for reply in replies for text in texts(reply.view)]
    assert len([text for text in shown if text.endswith("ok.")]) == 6


def test_every_prompt_we_ship_makes_one_message_at_two_hundred_answers() -> None:
    codebook = load_codebook()
    words_of_forty_five = "All of us have sat in such a room and waited. " * 4 + "It holds us."
    for prompt in load_deck().prompts:
        ticks = tuple(strand.code for strand in prompt.strands)
        placed = 3 if prompt.poles else None
        answers = [
            Answer(f"Voice {n} says: {words_of_forty_five}", Leave.GROUP, ticks, placed)
            for n in range(200)
        ]
        (reply,) = every_page(a_round_summary(answers, prompt, codebook))
        assert not breaches(reply.view), prompt.key


def test_the_summary_is_read_in_a_fixed_order() -> None:
    answers = [
        *(an_answer(f"This is how voice {n} tells it to us.") for n in range(4)),
        *(an_answer("I would say the very opposite of that.", position=4) for _ in range(4)),
        an_answer("And it was for her to choose, I think.", strands=("agency",), position=3),
    ]
    shown = told(answers)
    order = [
        "## Handing over a tool",
        "9 people answered.",
        f"### {words.STRANDS}\n- **8** of 9 · my own unease",
        f"### {words.POLES}\n**a tool** ‹ 0 · 4 · 1 · 4 · 0 › **a trap**",
        f"{words.CROSSED}\n- my own unease: 4 nearer to “a tool”, 4 nearer to “a trap”",
        f"{words.QUESTIONS}\n- {a_prompt().follow_up}\n- *my own unease*: ",
        f"{words.QUOTES}\n> ",
        f"{words.SINGLE}\n- what the client wants",
        words.HOW_MADE,
    ]
    places = [shown.find(each) for each in order]
    assert -1 not in places
    assert places == sorted(places)


def test_the_picture_comes_with_its_words_and_its_file() -> None:
    reply = summary(a_round_summary([an_answer()] * 3), PNG)
    ((item,),) = galleries(reply.view)
    assert len(item["description"]) <= 1024
    assert item["media"]["url"] == f"attachment://{PICTURE}"
    assert "Bar chart of 3 voices" in item["description"]
    assert [file.filename for file in reply.files] == [PICTURE]


def test_without_a_picture_the_numbers_are_still_there() -> None:
    reply = summary(a_round_summary([an_answer()] * 3), None)
    assert reply.files == ()
    assert not galleries(reply.view)
    assert any("**3** of 3 · my own unease" in text for text in texts(reply.view))


def test_the_button_leads_to_every_answer_of_this_round() -> None:
    reply = summary(a_round_summary([an_answer()] * 3), PNG)
    assert buttons(reply.view)[words.ALL_BUTTON] == custom_ids.all_answers(12)


def test_removed_answers_are_counted_in_a_neutral_note() -> None:
    found = a_round_summary([an_answer()] * 3)
    reply = summary(replace(found, removed=1), PNG)
    assert "-# 1 answer was removed by the facilitator." in texts(reply.view)
    untouched = summary(found, PNG)
    assert not any("removed" in text for text in texts(untouched.view))


def test_when_the_words_are_gone_the_summary_says_so_and_offers_none() -> None:
    found = a_round_summary([])
    counted = asked(a_prompt(), [an_answer()] * 3)
    gone = summarise(a_prompt(), [], Codebook("none", ()), counted)
    reply = summary(type(found)(found.round, gone), PNG)
    assert any(words.WORDS_GONE in text for text in texts(reply.view))
    assert words.ALL_BUTTON not in buttons(reply.view)


def test_nothing_ticked_nothing_placed_and_nothing_to_quote_is_said_plainly() -> None:
    shown = told([Answer("Hm.", Leave.FACILITATOR)] * 3)
    assert words.NO_STRAND_SHARED in shown
    assert "Nobody placed themselves between “a tool” and “a trap”." in shown
    assert words.NOTHING_TO_QUOTE in shown
    assert words.SINGLE not in shown
    assert words.CROSSED not in shown


def test_a_quote_is_defanged_and_keeps_to_its_line() -> None:
    typed = "I said *stop*\nbecause all in me ||wanted|| it to end."
    shown = told([an_answer(typed)] * 3)
    assert "> I said \\*stop\\* because all in me \\|\\|wanted\\|\\| it to end." in shown


def test_words_without_leave_are_in_no_summary() -> None:
    secret = "This sentence is for nobody but the facilitator to read."
    kept_back = [an_answer(secret, leave=Leave.FACILITATOR)]
    assert secret not in told([*kept_back, an_answer(), an_answer()])
    assert secret in told([an_answer(secret), an_answer(), an_answer()])
