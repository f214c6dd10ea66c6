"""Values for tests: each maker gives something ordinary, and takes what the test cares about."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.ballot.answer import Answer, Leave
from bot.guard import Guard
from bot.rotation.deck import Order
from bot.rotation.recurrence import Recurrence
from bot.services.values import (
    Caller,
    GroupPlan,
    RoundCard,
    RoundState,
    RoundSummary,
    SealedAnswer,
    SealedAnswers,
)
from bot.themes.summary import summarise
from prompts import Code, Codebook, Deck, Poles, Prompt, Strand

NOW = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
GUILD, CHANNEL, FACILITATOR_ROLE, ADMIN = 8101, 8202, 8303, 8404


def a_prompt(key: str = "handing-over", **changes: Any) -> Prompt:
    prompt = Prompt(
        key=key,
        title="Handing over a tool",
        question="What moves you to offer a technique, just then?",
        invitation="Recall one moment of your own work this month.",
        follow_up="Where did the wish to help end and the wish for quiet begin?",
        paragraph=6,
        core_question=10,
        poles=Poles("a tool", "a trap"),
        strands=(
            Strand("presence", "being there"),
            Strand("fear", "my own unease"),
            Strand("safety", "keeping it safe"),
            Strand("agency", "what the client wants"),
        ),
        codebook="test",
    )
    return replace(prompt, **changes)


def a_deck(size: int = 4) -> Deck:
    return Deck("test", tuple(a_prompt(f"prompt-{n}", title=f"Prompt {n}") for n in range(size)))


def a_code(key: str) -> Code:
    return Code(
        key=key,
        name=key.title(),
        definition=f"What is said about {key}.",
        counts=("it is named",),
        does_not=("it is only hinted at",),
        examples=tuple(f"Example {n} of {key}." for n in range(6)),
        question=f"What would {key} look like in the room?",
        counter_pole=None,
    )


def a_codebook() -> Codebook:
    return Codebook("test", tuple(a_code(s.code) for s in a_prompt().strands))


@functools.cache
def a_guard() -> Guard:
    """The guard that ships, read once: it has no state of its own."""
    return Guard.load()


def an_answer(text: str = "I noticed that I wanted it to stop hurting.", **changes: Any) -> Answer:
    answer = Answer(text, Leave.GROUP, strands=("fear",), position=2)
    return replace(answer, **changes)


def a_recurrence(**changes: Any) -> Recurrence:
    weekly = Recurrence(
        weekday=0, at=time(18, 30), zone="Europe/Berlin", starts_on=date(2026, 3, 2)
    )
    return replace(weekly, **changes)


def a_plan(**changes: Any) -> GroupPlan:
    plan = GroupPlan(
        channel_id=CHANNEL,
        facilitator_role_id=FACILITATOR_ROLE,
        recurrence=a_recurrence(),
        days_open=5,
        k=3,
        order=Order.IN_ORDER,
    )
    return replace(plan, **changes)


def a_round_card(**changes: Any) -> RoundCard:
    card = RoundCard(
        id=12,
        group_id=3,
        guild_id=GUILD,
        channel_id=CHANNEL,
        slot_on=NOW.date(),
        prompt=a_prompt(),
        k=3,
        facilitator_role_id=FACILITATOR_ROLE,
        contacts=None,
        opens_at=NOW,
        closes_at=NOW + timedelta(days=5),
        extended=False,
        state=RoundState.OPEN,
        voices=None,
    )
    return replace(card, **changes)


def a_clinician(number: int = 1) -> Caller:
    return Caller(user_id=700_000_000_000_000_000 + number, guild_id=GUILD, role_ids=())


def a_facilitator(number: int = 900) -> Caller:
    return Caller(700_000_000_000_000_000 + number, GUILD, (FACILITATOR_ROLE,))


def an_admin() -> Caller:
    return Caller(user_id=ADMIN, guild_id=GUILD, role_ids=())


def a_sealed_card(prompt: Prompt, voices: int) -> RoundCard:
    return a_round_card(prompt=prompt, state=RoundState.SEALED, voices=voices)


def a_round_summary(
    answers: Sequence[Answer],
    prompt: Prompt | None = None,
    codebook: Codebook | None = None,
) -> RoundSummary:
    asked = prompt or a_prompt()
    told = summarise(asked, answers, codebook or a_codebook())
    return RoundSummary(a_sealed_card(asked, len(answers)), told)


def sealed_answers(answers: Sequence[Answer], removed: int = 0) -> SealedAnswers:
    sealed = (SealedAnswer(f"{n:032x}", each, removing=False) for n, each in enumerate(answers))
    return SealedAnswers(a_sealed_card(a_prompt(), len(answers)), tuple(sealed), removed)
