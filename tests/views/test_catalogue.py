"""The texts keep the promises of the design, in one voice, and never say more than is true."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType

import pytest

from bot.ballot.answer import Leave
from bot.themes.found import Form
from bot.views import catalogue
from bot.views.catalogue import (
    answering,
    ending,
    heard,
    moderation,
    posts,
    privacy,
    receipts,
    setup,
    trouble,
)
from bot.views.catalogue import help as helping
from tests.making import NOW, a_prompt
from tests.views.sampling import functions, sampled

SQLITE, POSTGRES = privacy.pages(on_postgres=False), privacy.pages(on_postgres=True)


def mention(name: str) -> str:
    return f"</{name}:1>"


SAMPLES = {
    answering: [
        answering.heading(a_prompt()),
        answering.contacts("Samaritans 116 123"),
        answering.open_until(NOW),
        answering.left_open_until(NOW),
        answering.terms(4, 1),
        answering.closed_unread(4),
        answering.question("Why?"),
        answering.does_not_count(4),
        *answering.steps(a_prompt().poles or pytest.fail("the test prompt has poles")),
        answering.answer_to("Is it enough?"),
        answering.code("0" * 26),
        answering.position("3 · in between"),
        answering.ticked(list(a_prompt().strands)),
        answering.leave(Leave.GROUP),
    ],
    helping: [
        helping.page(mention, facilitates=True, manages=True),
        helping.clinician(mention),
        helping.facilitator(mention),
        helping.admin(mention),
    ],
    heard: [
        heard.heading(a_prompt(), 4),
        heard.themes_begin(Form.CLOSE),
        heard.theme("the wish to help", 3, clause=True, mixed=False),
        heard.theme(None, 2, clause=False, mixed=True),
        heard.more(1, 2, 3),
        heard.single_begin("> I waited."),
        heard.thread_name("A title"),
        heard.counts_heading("A title", 4),
        heard.single_ticks(1),
        heard.single_ticks(2),
        heard.lacking(1, ["Send Messages"]),
        heard.shared("A title", 1),
        heard.already("A title", "https://discord.com/channels/1/2/3"),
        heard.on_its_way("A title", 1),
        heard.taken_back("A title"),
        heard.unshared("A title"),
    ],
    ending: [ending.question(1), ending.forgotten(1, NOW), ending.no_more_prompts(NOW)],
    moderation: [
        moderation.begins("I noticed that …"),
        moderation.removed(1),
        moderation.removed(2),
    ],
    receipts: [
        receipts.still_open("A title", NOW),
        receipts.ended("A title"),
        receipts.sealed("A title"),
        receipts.leaving("A title"),
        receipts.being_removed("A title"),
        receipts.emptied("A title", NOW),
    ],
    posts: [
        posts.sealed("A title"),
        posts.extended("A title", NOW, 4),
        posts.missed(NOW.date()),
        posts.reminder("A title", NOW, None),
    ],
    privacy: [*SQLITE, *POSTGRES],
    trouble: [
        trouble.permission("send_messages"),
        trouble.needs_permissions(["manage_guild"]),
        trouble.bot_needs_permissions(["view_channel"]),
        trouble.wait(3.2),
        trouble.incident("ABC123"),
        trouble.incident_with_text("ABC123"),
    ],
}

WORDS_NOT_SAID = {
    "more than we can keep": (
        *("completely anonymous", "fully anonymous", "100 %", "100%", "guarantee", "hipaa"),
        *("nobody can ever", "impossible to", "untraceable", "gdpr", "fully secure"),
    ),
    "a second word for one thing": (
        *("submission", "respondent", "participant", "survey", "poll ", "vote", "leader"),
        *("moderator", "supervisor", "question of the week", "quorum"),
    ),
    "american spelling": (
        *("recogniz", "anonymiz", "summariz", "color", "behavior", "center", "apologiz"),
    ),
}


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(catalogue.__path__):
        yield importlib.import_module(f"{catalogue.__name__}.{found.name}")


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings(list(value.values()))
    elif isinstance(value, list | tuple):
        for inside in value:
            yield from strings(inside)


def every_text() -> Iterator[str]:
    for module in modules():
        for name, value in vars(module).items():
            if name.isupper():
                yield from strings(value)
        yield from SAMPLES.get(module, [])
        for function in functions(module).values():
            yield from said_by(function)


def said_by(function: Callable[..., object]) -> list[str]:
    """Its texts for values of every kind; where there is nothing to say, it may say nothing."""
    return [text for said in sampled(function) for text in strings(said) if text]


ALL_FUNCTIONS = [
    pytest.param(function, id=f"{module.__name__.rpartition('.')[2]}.{name}")
    for module in modules()
    for name, function in functions(module).items()
]


@pytest.mark.parametrize("function", ALL_FUNCTIONS)
def test_every_function_of_the_catalogue_is_among_the_texts(
    function: Callable[..., object],
) -> None:
    assert said_by(function)


def test_a_function_that_takes_something_new_would_be_noticed() -> None:
    def about(weather: bytes) -> str:
        return f"It is {weather!r}."

    with pytest.raises(KeyError, match="bytes"):
        said_by(about)


def found(words: tuple[str, ...], texts: Iterable[str]) -> list[tuple[str, str]]:
    return [(word, text) for text in texts for word in words if word in text.lower()]


@pytest.mark.parametrize("reason", WORDS_NOT_SAID)
def test_no_text_promises_too_much_or_uses_another_word(reason: str) -> None:
    assert not found(WORDS_NOT_SAID[reason], every_text())


@pytest.mark.parametrize("reason", WORDS_NOT_SAID)
def test_such_a_word_would_be_found_in_any_of_the_texts(reason: str) -> None:
    words = WORDS_NOT_SAID[reason]
    spoilt = [f"{text} {words[0].title()}" for text in every_text()]
    assert len(found(words[:1], spoilt)) == len(spoilt) > 80


def test_no_text_is_empty_or_too_long_for_one_display() -> None:
    assert all(text.strip() and len(text) < 4000 for text in every_text())


def test_labels_fit_where_they_are_shown() -> None:
    buttons = (answering.ANSWER_BUTTON, answering.PRIVACY_BUTTON, answering.RETRY_BUTTON)
    assert all(len(label) <= 80 for label in (*buttons, posts.SUMMARY_BUTTON))
    for module in (answering, receipts, setup):
        for name, value in vars(module).items():
            if name.endswith("_LABEL"):
                assert len(value) <= 45, name
            if name.endswith(("_HINT", "_PLACEHOLDER")):
                assert len(value) <= 100, name


def test_nothing_is_promised_before_it_is_built() -> None:
    for text in every_text():
        for later in ("coming version",):
            assert later not in text.lower()


def test_help_shows_each_role_what_it_can_do_and_no_more() -> None:
    everyone = helping.page(mention, facilitates=False, manages=False)
    assert "</answer:1>" in everyone
    assert "</summary:1>" not in everyone
    assert "</receipt:1>" in everyone
    assert "</setup:1>" not in everyone
    assert "</forget:1>" not in everyone
    assert "</forget:1>" in helping.page(mention, facilitates=False, manages=True)
    assert "</close:1>" in helping.page(mention, facilitates=True, manages=False)
    assert "</setup:1>" in helping.page(mention, facilitates=False, manages=True)


def test_posts_of_the_bot_name_nobody_and_ping_nobody() -> None:
    for text in SAMPLES[posts]:
        assert "<@" not in text
        assert "@everyone" not in text
