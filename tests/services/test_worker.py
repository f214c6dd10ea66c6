"""Answers are read in a process of their own, which always ends, and always leaves an answer."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from bot.ballot.answer import Answer, Leave
from bot.themes.analysis import Analysis, Request, analyse_here
from bot.themes.embedding import load
from bot.themes.found import Form
from bot.themes.worker import AnalysisFailed, Worker, at_work
from tests.making import a_codebook, a_prompt
from tests.reading import a_round

LIMIT = 60.0


def a_request(answers: list[Answer], **changes: object) -> Request:
    return Request(a_prompt(), tuple(answers), a_codebook(), **changes)  # type: ignore[arg-type]


async def run(request: Request, embedder: str = "minilm", limit: float = LIMIT) -> Analysis:
    async with at_work(embedder, limit) as worker:
        return await worker.analyse(request, progress=nobody)


def nobody(_done: int, _total: int) -> None:
    """Whom it need not be told."""


def killed(_words: str) -> bool:
    """As the system does when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)
    return True


def out_of_memory(_words: str) -> bool:
    raise MemoryError


def noisy(words: str) -> bool:
    """A library that talks on the channel, as some do."""
    print(words)  # noqa: T201
    os.write(1, b"noise")
    return True


def slow(_words: str) -> bool:
    time.sleep(60)
    return True


def secretive(_words: str) -> bool:
    """Refuses everything if it can see what only the bot may know."""
    return "DISCORD_TOKEN" not in os.environ


def children() -> set[str]:
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {child for task in tasks for child in task.read_text(encoding="ascii").split()}


async def test_a_round_is_analysed_as_it_would_be_here_and_the_worker_is_gone() -> None:
    request = a_request(a_round(16))
    seen: list[tuple[int, int]] = []
    before = children()
    async with at_work("minilm", LIMIT) as worker:
        found = await worker.analyse(request, progress=lambda *read: seen.append(read))
    assert found == analyse_here(request, load("minilm"), nobody)
    assert found.emerging.form is Form.TENTATIVE
    assert seen == [(done, 16) for done in range(17)]
    assert children() == before


async def test_several_rounds_are_read_by_one_process() -> None:
    seen, before = [], children()
    async with at_work("wordllama", LIMIT) as worker:
        for size in (32, 8):
            found = await worker.analyse(a_request(a_round(size)), progress=nobody)
            assert len(found.emerging.order) == size
            seen.append(children() - before)
    assert seen[0] == seen[1]
    assert len(seen[0]) == 1
    assert children() == before


@pytest.mark.parametrize("acceptable", [killed, out_of_memory])
async def test_after_a_round_that_failed_the_next_is_read_by_another_process(
    acceptable: object,
) -> None:
    before = children()
    async with at_work("wordllama", LIMIT) as worker:
        await worker.analyse(a_request(a_round(8)), progress=nobody)
        first = children()
        with pytest.raises(AnalysisFailed):
            await worker.analyse(a_request(a_round(32), acceptable=acceptable), progress=nobody)
        assert children() == before
        found = await worker.analyse(a_request(a_round(16)), progress=nobody)
        assert len(found.emerging.order) == 16
        assert children() - before != first - before
    assert children() == before


async def test_without_a_round_no_process_begins() -> None:
    before = children()
    async with at_work("wordllama", LIMIT) as worker:
        assert isinstance(worker, Worker)
        assert children() == before


async def test_the_event_loop_goes_on_while_a_round_is_read() -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.create_task(tick())
    begun = time.monotonic()
    await run(a_request(a_round(12)))
    ticking.cancel()
    assert ticks > (time.monotonic() - begun) / 0.01 * 0.4


@pytest.mark.parametrize("acceptable", [killed, out_of_memory])
async def test_a_worker_that_dies_gives_a_sentence_and_nothing_else(acceptable: object) -> None:
    before = children()
    with pytest.raises(AnalysisFailed, match="shows what was asked") as failed:
        await run(a_request(a_round(32), acceptable=acceptable), "wordllama")
    assert failed.value.__cause__ is None
    assert children() == before


async def test_a_worker_that_takes_too_long_is_ended() -> None:
    before, begun = children(), time.monotonic()
    with pytest.raises(AnalysisFailed, match="No answer was lost"):
        await run(a_request(a_round(32), acceptable=slow), "wordllama", limit=4)
    assert time.monotonic() - begun < 20
    assert children() == before


async def test_a_cancelled_analysis_leaves_no_process_behind() -> None:
    before = children()
    running = asyncio.create_task(run(a_request(a_round(32), acceptable=slow), "wordllama"))
    await asyncio.sleep(0.5)
    assert children() != before
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert children() == before


async def test_a_model_that_cannot_be_used_is_said() -> None:
    with pytest.raises(AnalysisFailed, match="EMBEDDER must be minilm or wordllama"):
        await run(a_request(a_round(8)), "gpt")


async def test_what_a_library_prints_does_not_disturb_the_answer() -> None:
    found = await run(a_request(a_round(32), acceptable=noisy), "wordllama")
    assert found.emerging.form is Form.THEMES


async def test_the_worker_sees_no_secret_of_the_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "nothing-to-open")
    found = await run(a_request(a_round(32), acceptable=secretive), "wordllama")
    assert any(group.label for group in found.emerging.groups)
    assert not secretive("")


async def test_no_text_is_on_the_command_line_or_in_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[str] = []
    spawn = asyncio.create_subprocess_exec

    async def watched(*args: str, **options: object) -> object:
        started.extend([*args, repr(options["env"])])
        return await spawn(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", watched)
    secret = "A sentence that nobody but the group may ever come to read."
    await run(a_request([Answer(secret, Leave.GROUP)] * 3), "wordllama")
    assert started[0] == sys.executable
    assert not any("nobody but the group" in each for each in started)


async def test_a_request_does_not_show_its_texts() -> None:
    assert "keep coming back" not in repr(a_request(a_round(3)))


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["x" * 3000],
        ["I stayed with her by the river and said nothing at all."] * 10,
        ["Yes", "No", "Perhaps", "Never", "Always", "Mostly", "Rarely", "Both"],
        ["😀", "🙏", "😢"],
        ["Ich war so müde, dass ich nichts mehr sagen konnte, und das war auch gut."] * 9,
        ["\ud800 half a character", "\0", "и это всё"],
    ],
)
async def test_odd_rounds_get_a_truthful_analysis(texts: list[str]) -> None:
    answers = [Answer(text, Leave.GROUP) for text in texts]
    found = (await run(a_request(answers), "wordllama")).emerging
    members = [at for group in found.groups for at in group.members]
    assert sorted([*members, *found.single]) == sorted(found.order) == list(range(len(texts)))
    for group in found.groups:
        assert all(quote.of(answers) for quote in group.quotes)
