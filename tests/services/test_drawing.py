"""Pictures are drawn in a process of their own, which always ends, and always leaves an answer."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import child
from bot.drawing import drawer, setting
from bot.drawing.drawer import Drawer, DrawingFailed
from bot.drawing.glyphs import MARK, Glyphs
from bot.drawing.job import PASSAGES, Drawing, Template
from bot.drawing.setting import FONTS, typeset
from bot.themes.asked import asked
from bot.views.chart import chart
from tests.making import a_prompt, an_answer

SECRET = "What nobody but the facilitator may read stands in this drawing."


def a_drawing() -> Drawing:
    return chart(asked(a_prompt(), [an_answer()] * 5))


def children() -> set[str]:
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {child for task in tasks for child in task.read_text(encoding="ascii").split()}


async def one_child(before: set[str]) -> int:
    while not (new := children() - before):  # noqa: ASYNC110 - no event tells of a process
        await asyncio.sleep(0.001)
    (child,) = new
    return int(child)


async def test_a_picture_comes_as_it_would_be_drawn_here_and_the_worker_is_gone() -> None:
    before = children()
    assert await Drawer().drawn(a_drawing()) == typeset(a_drawing())
    assert children() == before


async def test_the_event_loop_goes_on_while_a_picture_is_drawn() -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.create_task(tick())
    begun = time.monotonic()
    for _ in range(5):
        await Drawer().drawn(a_drawing())
    ticking.cancel()
    assert ticks > (time.monotonic() - begun) / 0.01 * 0.4


async def test_the_bot_itself_never_loads_the_typesetter() -> None:
    program = "import bot.client, bot.views.documents, sys; sys.exit('typst' in sys.modules)"
    asking = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    assert await asking.wait() == 0


async def test_a_template_that_cannot_be_set_gives_a_sentence_and_nothing_of_the_words() -> None:
    broken = replace(a_drawing(), data={"words": {"strands": SECRET}})
    with pytest.raises(DrawingFailed, match="stands in the summary as text") as failed:
        await Drawer().drawn(broken)
    assert SECRET not in str(failed.value)
    assert failed.value.__cause__ is None


async def test_a_worker_that_is_killed_gives_the_same_sentence() -> None:
    before = children()
    drawing = asyncio.create_task(Drawer().drawn(a_drawing()))
    os.kill(await one_child(before), signal.SIGKILL)
    with pytest.raises(DrawingFailed):
        await drawing
    assert children() == before


async def test_a_worker_that_takes_too_long_is_ended() -> None:
    before, begun = children(), time.monotonic()
    with pytest.raises(DrawingFailed):
        await Drawer(time_limit=0.01).drawn(a_drawing())
    assert time.monotonic() - begun < 5
    assert children() == before


async def test_a_cancelled_drawing_leaves_no_process_behind() -> None:
    before = children()
    drawing = asyncio.create_task(Drawer().drawn(a_drawing()))
    await one_child(before)
    drawing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await drawing
    assert children() == before


async def test_however_many_ask_only_two_are_drawn_at_once() -> None:
    before, most = children(), 0
    together = Drawer()
    drawings = [asyncio.create_task(together.drawn(a_drawing())) for _ in range(6)]
    while not all(each.done() for each in drawings):
        most = max(most, len(children() - before))
        await asyncio.sleep(0.001)
    assert most == drawer.AT_ONCE
    assert len({each.result() for each in drawings}) == 1


def test_the_worker_is_told_nothing_of_the_bot_s_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "not for you")
    monkeypatch.setenv("PATH", "/somewhere")
    told = child.environment(drawer.SPARING)
    assert "not for you" not in told.values()
    assert told["PATH"] == "/somewhere"


@given(st.integers(0, 60), st.integers(1, 12), st.integers(1, 3))
def test_a_document_loses_as_few_of_its_last_passages_as_it_must(
    count: int, on_a_page: int, most: int
) -> None:
    shown: list[object] = []

    def compiled(data: Mapping[str, object]) -> bytes:
        shown[:] = data[PASSAGES]  # type: ignore[call-overload]  # a list
        return b"/Type/Pages/Count %d" % (1 + len(shown) // on_a_page)

    setting._within(most, {PASSAGES: [*range(count)]}, compiled)
    assert shown == [*range(min(count, most * on_a_page - 1))]


def test_the_signs_of_a_font_are_read_as_they_are() -> None:
    drawn = Glyphs.of(FONTS.glob("*.ttf"))
    assert drawn.shown("Zażółć gęślą jaźń, ё ç ő “…” – £ €") == "Zażółć gęślą jaźń, ё ç ő “…” – £ €"
    assert drawn.shown("a 😀😀 中文\n\x00b") == f"a {MARK} {MARK}\n{MARK}b"


def test_every_template_is_there() -> None:
    folder = Path(drawer.__file__).parent
    assert all((folder / f"{template}.typ").exists() for template in Template)
