"""The picture: the same counts, the same bytes; every number of it also in words."""

from __future__ import annotations

import re
import struct
from dataclasses import replace

import pytest

from bot.drawing.setting import FONTS, typeset
from bot.themes.asked import Asked, Crossed, Spread, StrandCount
from bot.views.chart import alt_text, chart
from prompts import Poles, load_deck

MARKUP = '#panic("x") $1$ *b* _i_ `r` @ref <a> \\ // [x] "q" = h'


def counts(*voices: int, label: str = "a strand", steps: tuple[int, ...] = ()) -> Asked:
    strands = tuple(StrandCount(f"s{n}", f"{label} {n}", count) for n, count in enumerate(voices))
    spread = Spread(Poles("a tool", "a trap"), steps) if len(steps) == 5 else None
    return Asked(max(voices, default=3), strands, spread=spread)


def draw(asked: Asked) -> bytes:
    return typeset(chart(asked))


def size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the file's first chunk."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize(
    "asked",
    [
        counts(),
        counts(3, 2, steps=(1, 0, 1, 1, 0)),
        counts(200, 120, 99, 60, 40, 2, label="long words about it " * 3, steps=(100, 1, 0, 9, 90)),
        counts(5, steps=(0, 0, 0, 0, 0)),
    ],
    ids=["nothing ticked", "three voices", "two hundred voices", "nobody placed"],
)
def test_the_picture_is_twice_discord_s_width_and_never_a_tower(asked: Asked) -> None:
    width, height = size(draw(asked))
    assert width == 1120
    assert 100 < height < 1.25 * width


def test_a_strand_that_both_sides_hold_is_marked_in_the_picture_and_in_its_words() -> None:
    plain = counts(8, 5, steps=(2, 2, 0, 2, 2))
    held = replace(plain, crossed=(Crossed("s1", "a strand 1", 3, 2),))
    assert size(draw(held))[1] > size(draw(plain))[1]
    assert "Held differently: a strand 1: 3 on the left, 2 on the right." in alt_text(held)
    assert "Held" not in alt_text(plain)


def test_up_to_eight_at_a_step_are_dots_and_more_are_bars() -> None:
    """A dot for each voice grows with the voices; a bar does not."""
    heights = [size(draw(counts(3, steps=(n, 1, 1, 1, 0))))[1] for n in (4, 8, 9, 90)]
    assert heights[0] < heights[1]
    assert heights[2] == heights[3]


def test_a_sign_that_no_font_has_is_shown_as_a_mark_and_the_picture_says_so() -> None:
    drawn, missing = (counts(4, 2, label=label) for label in ("words", "words 😀中文"))
    assert size(draw(missing))[1] > size(draw(drawn))[1]
    assert "😀" in alt_text(missing)


def test_the_same_counts_give_the_same_bytes_and_others_do_not() -> None:
    assert draw(counts(5, 3)) == draw(counts(5, 3))
    assert draw(counts(5, 3)) != draw(counts(5, 2))


def test_a_prompt_without_poles_has_a_lower_picture() -> None:
    assert size(draw(counts(5, 3)))[1] < size(draw(counts(5, 3, steps=(1, 1, 1, 1, 1))))[1]


def test_markup_in_a_label_is_drawn_and_not_run() -> None:
    with_markup = replace(counts(4, 2), strands=(StrandCount("a", MARKUP, 4),))
    with_letters = replace(with_markup, strands=(StrandCount("a", re.sub(r"\W", "m", MARKUP), 4),))
    assert size(draw(with_markup))[0] == 1120
    assert draw(with_markup) != draw(with_letters)


def test_the_check_on_markup_would_see_it_run() -> None:
    import typst  # noqa: PLC0415 - as the chart does: only where it is wanted

    with pytest.raises(typst.TypstError):
        typst.compile(b'#panic("x")', format="png")


def test_the_words_of_the_picture_hold_every_number() -> None:
    asked = replace(
        counts(19, 17, steps=(1, 2, 3, 4, 6)),
        voices=23,
        single=(StrandCount("z", "the only one", 1),),
    )
    told = alt_text(asked)
    assert re.findall(r"\d+", told.replace("a strand 0", "").replace("a strand 1", "")) == (
        ["23", "19", "17", "1", "2", "3", "4", "6", "16", "23"]
    )
    assert "the only one" in told
    assert "a tool" in told
    assert "a trap" in told


def test_the_words_of_the_picture_fit_discord_for_every_prompt_we_ship() -> None:
    for prompt in load_deck().prompts:
        ticks = tuple(StrandCount(s.code, s.label, 200) for s in prompt.strands)
        spread = Spread(prompt.poles, (100, 0, 0, 0, 100)) if prompt.poles else None
        held = tuple(Crossed(s.code, s.label, 100, 100) for s in prompt.strands)
        told = alt_text(Asked(200, ticks, spread=spread, crossed=held if spread else ()))
        assert len(told) <= 1024
        assert not told.endswith("…")


def test_words_that_would_not_fit_are_cut_and_say_so() -> None:
    told = alt_text(counts(*[2] * 6, label="x" * 300))
    assert len(told) == 1024
    assert told.endswith("…")


def test_the_fonts_are_shipped_with_their_licence() -> None:
    assert {path.name for path in FONTS.iterdir()} == {
        "NotoSans-Regular.ttf",
        "NotoSans-Bold.ttf",
        "OFL.txt",
    }
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
