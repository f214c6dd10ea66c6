"""What is said around pictures and documents, in the one voice of all texts."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from bot.themes.asked import Crossed, Spread, StrandCount, asked
from bot.themes.over_time import AskedAgain, Course, Ticked
from bot.views.catalogue import courses, documents, drawings
from prompts import Poles
from tests.making import NOW, a_prompt, an_answer
from tests.views.test_catalogue import WORDS_NOT_SAID, found, strings

ON = NOW.date()
SPREAD = Spread(Poles("a tool", "a trap"), (1, 2, 0, 1, 1))
STRAND = StrandCount("fear", "my own unease", 3)
COURSE = Course("fear", "The therapist’s fear", (Ticked(ON, 2, 5),))
AGAIN = AskedAgain(a_prompt(), ((ON, SPREAD), (ON, SPREAD)))

SAMPLES = {
    courses: [
        *(courses.too_few(rounds) for rounds in range(4)),
        courses.heading(26, 1, 2),
        courses.row(COURSE.rounds[0]),
        courses.places_row(ON, SPREAD),
        courses.poles(SPREAD),
        courses.table_day(ON),
        courses.short_day(ON),
        courses.span(ON, ON.replace(year=2027)),
        courses.n_of_n(COURSE.rounds[0]),
        courses.picture((COURSE,)),
        courses.places_picture((AGAIN,)),
        courses._ticks(COURSE),
    ],
    documents: [
        documents.about(ON, 9),
        documents.two_sides(2, "a tool", 3, "a trap"),
        documents.day(ON),
        documents.left_out(2),
        documents.no_words(kept=True),
        documents.no_words(kept=False),
    ],
    drawings: [
        drawings.of(9),
        drawings.nearer("a tool"),
        drawings.single((STRAND,)),
        drawings.chart(asked(a_prompt(), [an_answer()] * 9)),
        drawings.steps(SPREAD),
        drawings._held(Crossed("fear", "my own unease", 2, 2)),
    ],
}


def every_text(module: ModuleType) -> Iterator[str]:
    yield from SAMPLES[module]
    for name, value in vars(module).items():
        if name.isupper():
            yield from strings(value)


@pytest.mark.parametrize("module", SAMPLES, ids=lambda module: module.__name__)
def test_every_text_function_is_among_the_samples(module: ModuleType) -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    own = [
        name
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__
    ]
    alias = module.__name__.rpartition(".")[2]
    assert own
    assert [name for name in own if f"{alias}.{name}(" not in source] == []


@pytest.mark.parametrize("module", SAMPLES, ids=lambda module: module.__name__)
def test_no_text_promises_too_much_or_is_empty_or_too_long(module: ModuleType) -> None:
    for words in WORDS_NOT_SAID.values():
        assert not found(words, every_text(module))
    assert all(text.strip() and len(text) < 4000 for text in every_text(module))


def test_labels_fit_their_buttons() -> None:
    labels = (courses.BUTTON, documents.PDF_BUTTON, documents.MARKDOWN_BUTTON)
    assert all(len(label) <= 80 for label in labels)
