"""How good, how fast and how large: what is read from words, on labelled sets of short texts.

``python -m tests.benchmarks.themes FOLDER``: the folder holds ``counsel.jsonl``,
``banking77.jsonl`` and ``stackoverflow.jsonl``, lines of JSON with ``text`` and ``label`` (and
``qid``, what a text answers). The last columns say what is asked of each figure. BERTopic is timed
where it is installed. Takes some ten minutes on two cores.
"""

from __future__ import annotations

import asyncio
import os
import resource
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median

import numpy as np

from bot.ballot.answer import Answer, Leave
from bot.themes.analysis import Request
from bot.themes.cleaning import cleaned
from bot.themes.coding import Coder, Worded, cuts, worded
from bot.themes.embedding import Embedder, load
from bot.themes.found import Label, anything
from bot.themes.grouping import partition
from bot.themes.labels import Naming
from bot.themes.reading import read
from bot.themes.telling import Telling
from bot.themes.vectors import Vectors, centred, centroid, mean
from bot.themes.worker import at_work
from prompts.loader import load_codebook, load_deck
from tests.benchmarks import bertopic_small
from tests.benchmarks.agreement import adjusted_mutual_information, micro_f1, v_measure
from tests.benchmarks.draws import CodedDraw, Row, coded, groups, named, rows

SETS = ("counsel", "banking77", "stackoverflow")
LEAST_AMI = {
    ("counsel", 30): 0.50,
    ("counsel", 100): 0.43,
    ("counsel", 1000): 0.35,
    ("banking77", 30): 0.80,
    ("banking77", 1000): 0.79,
    ("stackoverflow", 30): 0.51,
}
LEAST_F1 = {("banking77", 6): 0.79, ("counsel", 6): 0.44}


class Remembering:
    """An embedder that reads no text twice: the draws overlap."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self._embedder.embed(new), strict=True))
        if not texts:
            return self._embedder.embed([])
        return np.stack([self._known[text] for text in texts])


def main(folder: Path) -> None:
    pools = {name: rows(folder, name) for name in SETS}
    embedder = Remembering(load("minilm"))
    for title, lines in (
        # First, since the peak of memory is that of the largest process started so far.
        ("Worker", _worker(pools)),
        ("Grouping: median AMI [range], V, groups found/true, s", _grouping(pools, embedder)),
        ("Codes from k examples: median micro F1 [range], likely P/R, ms", _codes(pools, embedder)),
        ("Labels of groups of six: nearest to the right of six names", _labels(pools, embedder)),
    ):
        print(f"\n{title}", flush=True)  # noqa: T201 - it speaks on the terminal
        for line in lines:
            print(f"  {line}", flush=True)  # noqa: T201 - the same


def _grouping(pools: dict[str, list[Row]], embedder: Embedder) -> Iterator[str]:
    for size in (12, 30, 100, 1000):
        for name, pool in pools.items():
            runs = [_grouped(texts, gold, embedder) for texts, gold in groups(pool, size)]
            ami, v, found, true, seconds, theirs = (list(each) for each in zip(*runs, strict=True))
            least = LEAST_AMI.get((name, size))
            yield (
                f"{name:13} {size:5}  {median(ami):.2f} [{min(ami):.2f}–{max(ami):.2f}]  "
                f"{median(v):.2f}  {median(found):g}/{median(true):g}  {median(seconds):.4f}"
                f"{_asked(median(ami), least)}{_times(seconds, theirs)}"
            )


def _grouped(
    texts: Sequence[str], gold: Sequence[str], embedder: Embedder
) -> tuple[float, float, int, int, float, float | None]:
    vectors = embedder.embed([cleaned(text) or text for text in texts])
    begun = time.perf_counter()
    found = [int(label) for label in partition(vectors)]
    seconds = time.perf_counter() - begun
    theirs = bertopic_small.seconds(texts, vectors) if len(texts) <= 100 else None
    ami = adjusted_mutual_information(gold, found)
    return ami, v_measure(gold, found), len(set(found)), len(set(gold)), seconds, theirs


def _codes(pools: dict[str, list[Row]], embedder: Embedder) -> Iterator[str]:
    for name in ("banking77", "counsel"):
        for examples in (1, 3, 6, 12):
            runs = [_coded(draw, embedder) for draw in coded(pools[name], examples)]
            f1, right, share, ms = (list(each) for each in zip(*runs, strict=True))
            least = LEAST_F1.get((name, examples))
            yield (
                f"{name:13} k={examples:<3} {median(f1):.2f} [{min(f1):.2f}–{max(f1):.2f}]  "
                f"{median(right):.2f}/{median(share):.2f}  {median(ms):.0f}"
                f"{_asked(median(f1), least)}"
            )


def _coded(draw: CodedDraw, embedder: Embedder) -> tuple[float, float, float, float]:
    texts = worded(draw.texts, embedder)
    coder = Coder(draw.codes, draw.lessons, embedder)
    thirty = Worded(texts.whole[:30], texts.parts[: texts.edges[30]], texts.edges[:31])
    begun = time.perf_counter()
    again = Coder(draw.codes, draw.lessons, embedder)
    cuts(again.scores_unseen(), again.known)
    again.scores(thirty)
    ms = 1000 * (time.perf_counter() - begun)
    cut = cuts(coder.scores_unseen(), coder.known)
    scores, _ = coder.scores(texts)
    keys = [code.key for code in draw.codes]
    found, likely = (
        [
            frozenset(key for key, score in zip(keys, row, strict=True) if score >= least)
            for row in scores
        ]
        for least in (cut.suggested, cut.likely)
    )
    both = sum(len(a & b) for a, b in zip(likely, draw.gold, strict=True))
    right = both / max(sum(map(len, likely)), 1)
    return micro_f1(found, draw.gold), right, both / sum(map(len, draw.gold)), ms


def _labels(pools: dict[str, list[Row]], embedder: Embedder) -> Iterator[str]:
    for name in ("counsel", "banking77"):
        results = [each for drawn in named(pools[name]) for each in _named(drawn, embedder)]
        phrases = [hit for hit, is_phrase in results if is_phrase]
        least = 0.60 if name == "counsel" else None
        share = sum(phrases) / max(len(phrases), 1)
        yield (
            f"{name:13} first phrase {share:.2f}, phrase for {len(phrases)} of {len(results)}, "
            f"phrase or clause {sum(hit for hit, _ in results) / len(results):.2f}"
            f"{_asked(share, least)}"
        )


def _named(drawn: dict[str, list[str]], embedder: Embedder) -> Iterator[tuple[bool, bool]]:
    answers = [Answer(text, Leave.GROUP) for texts in drawn.values() for text in texts]
    found = read(answers, embedder, lambda _done, _total: None)
    apart, telling = centred(found.whole), Telling(found)
    naming = Naming(found.answers, embedder, mean(found.whole), frozenset(), anything)
    names = embedder.embed([label.replace("-", " ").replace("_", " ") for label in drawn])
    row_of = {at: row for row, at in enumerate(found.indices)}
    size = len(answers) // len(drawn)
    for number in range(len(drawn)):
        members = [at for at in range(number * size, (number + 1) * size) if at in row_of]
        middle = centroid(apart[[row_of[at] for at in members]])
        label = naming.label(members, middle, telling.nearest(members, middle))
        words = _heading(label, answers)
        nearest = int(np.argmax(names @ embedder.embed([words])[0]))
        yield bool(words) and nearest == number, bool(label and label.phrases)


def _heading(label: Label | None, answers: Sequence[Answer]) -> str:
    if label is None:
        return ""
    return label.clause.of(answers) if label.clause else label.phrases[0].text


def _worker(pools: dict[str, list[Row]]) -> Iterator[str]:
    for name in ("wordllama", "minilm"):
        texts = next(groups(pools["counsel"], 30))[0]
        seconds, blocked = asyncio.run(_timed(_request(texts), name))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        yield (
            f"{name:10} 30 answers of {sum(len(t.split()) for t in texts) / 30:.0f} words: "
            f"{seconds:.1f} s (asked: < 5), peak {peak:.0f} MB (< 400), "
            f"event loop held up {1000 * blocked:.0f} ms (< 50), load {os.getloadavg()[0]:.1f}"
        )
        first, *others = asyncio.run(_in_a_row(name, _rounds(texts)))
        yield f"{name:10} 6 answers: {first:.2f} s, {median(others):.2f} s for each round after it"


def _rounds(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[at : at + 6] for at in range(0, len(texts), 6))


async def _in_a_row(embedder: str, rounds: Iterable[Sequence[str]]) -> list[float]:
    """Seconds for each of several rounds that one worker reads."""
    took = []
    async with at_work(embedder, time_limit=120) as worker:
        for texts in rounds:
            began = time.perf_counter()
            await worker.analyse(_request(texts), progress=lambda _done, _total: None)
            took.append(time.perf_counter() - began)
    return took


def _request(texts: Sequence[str]) -> Request:
    answers = tuple(Answer(text[:3000], Leave.GROUP) for text in texts)
    return Request(load_deck().prompts[0], answers, load_codebook())


async def _timed(request: Request, embedder: str) -> tuple[float, float]:
    blocked = 0.0

    async def watch() -> None:
        nonlocal blocked
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0.005)
            blocked = max(blocked, time.perf_counter() - begun - 0.005)

    watching, begun = asyncio.create_task(watch()), time.perf_counter()
    async with at_work(embedder, time_limit=120) as worker:
        await worker.analyse(request, progress=lambda _done, _total: None)
    watching.cancel()
    return time.perf_counter() - begun, blocked


def _asked(value: float, least: float | None) -> str:
    return "" if least is None else f"  (asked: {least}: {'met' if value >= least else 'MISSED'})"


def _times(ours: Sequence[float], theirs: Sequence[float | None]) -> str:
    ratios = [b / a for a, b in zip(ours, theirs, strict=True) if b is not None]
    return f"  BERTopic takes {median(ratios):.0f} times as long" if ratios else ""


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main(Path(sys.argv[1]))
