"""Suggestions stay off until a group's own answers have shown that they are worth it."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from bot.ballot.answer import Answer, Leave
from bot.themes.coding import Coder, cuts, worded
from bot.themes.found import Suggested
from bot.themes.judging import Decision, Judged, judged
from bot.themes.reading import read
from bot.themes.ridge import fit
from bot.themes.suggested import suggested, taught
from prompts import Code, Codebook, Strand
from tests.making import a_code, a_prompt
from tests.reading import TOPICS, WordCounts, about

STRANDS = tuple(Strand(topic, f"about {topic}") for topic in TOPICS)
PROMPT = a_prompt(strands=STRANDS, poles=None)
UNTICKED = [about(topic, 50 + n) for n in range(3) for topic in TOPICS]


def a_topic_code(topic: str) -> Code:
    examples = tuple(about(topic, 900 + n).text for n in range(6))
    definition = " ".join(TOPICS[topic])
    return replace(a_code(topic), name=topic, definition=definition, examples=examples)


CODEBOOK = Codebook("test", tuple(map(a_topic_code, TOPICS)))


def earlier(count: int, ticked: dict[str, str] | None = None) -> list[Judged]:
    """``count`` answers on each topic, ticked for it or, as ``ticked`` says, for another."""
    told = ticked or {}
    return [
        judged(about(topic, 200 + n).text, (told.get(topic, topic),), PROMPT)
        for n in range(count)
        for topic in TOPICS
    ]


def suggest(answers: list[Answer], before: list[Judged]) -> Suggested:
    found = read(answers, WordCounts(), lambda _done, _total: None)
    return suggested(found, PROMPT, CODEBOOK, before, WordCounts())


def said(found: Suggested, answers: list[Answer]) -> set[tuple[str, str]]:
    return {(answers[each.answer].text, each.code) for each in found.suggestions}


def test_without_ten_answers_of_its_own_a_group_gets_no_suggestion() -> None:
    assert suggest(UNTICKED, []) == Suggested()
    assert suggest(UNTICKED, earlier(9)) == Suggested()


def test_from_ten_on_unticked_answers_get_their_code_suggested() -> None:
    found = suggest(UNTICKED, earlier(10))
    assert found.codes == tuple(TOPICS)
    right = {(each.text, topic) for each, topic in zip(UNTICKED, 3 * list(TOPICS), strict=True)}
    assert len(said(found, UNTICKED) & right) >= 10
    assert len(said(found, UNTICKED) - right) <= 2


def test_a_code_whose_suggestions_would_have_been_wrong_stays_off() -> None:
    # Ticks that say nothing about the words: no reader of words could get them right.
    topics = list(TOPICS)
    chance = random.Random(7)  # noqa: S311 - the same in every run
    by_chance = [
        judged(about(topic, 200 + n).text, (chance.choice(topics),), PROMPT)
        for n in range(14)
        for topic in topics
    ]
    assert suggest(UNTICKED, by_chance) == Suggested()


def test_what_an_author_ticked_is_never_added_to() -> None:
    ticked = [replace(each, strands=("river",)) for each in UNTICKED]
    assert suggest(ticked, earlier(12)).suggestions == ()


def test_confirmed_suggestions_count_as_the_groups_own() -> None:
    nine = earlier(9)
    yes = [Decision(0, "river", confirmed=True)]
    assert "river" not in suggest(UNTICKED, nine).codes
    tenth = judged(about("river", 300).text, (), PROMPT, yes)
    assert "river" in suggest(UNTICKED, [*nine, tenth]).codes


def test_rejections_switch_a_code_off() -> None:
    before = earlier(12)
    rejected = [
        judged(about("river", 400 + n).text, (), PROMPT, [Decision(0, "river", confirmed=False)])
        for n in range(12)
    ]
    assert "river" in suggest(UNTICKED, before).codes
    assert "river" not in suggest(UNTICKED, [*before, *rejected]).codes


def test_each_suggestion_rests_on_a_passage_of_its_answer() -> None:
    for each in suggest(UNTICKED, earlier(10)).suggestions:
        assert each.rests_on.answer == each.answer
        assert each.rests_on.of(UNTICKED) in UNTICKED[each.answer].text


def test_shuffled_answers_get_the_same_suggestions() -> None:
    before, chance = earlier(10), random.Random(3)  # noqa: S311 - the same in every run
    shuffled = chance.sample(UNTICKED, len(UNTICKED))
    found = suggest(shuffled, chance.sample(before, len(before)))
    assert said(found, shuffled) == said(suggest(UNTICKED, before), UNTICKED)


def test_ticking_some_strands_says_that_the_others_do_not_hold() -> None:
    one = judged("…", ("river",), PROMPT, [Decision(0, "bread", confirmed=True)])
    assert sorted(one.holds) == ["bread", "river"]
    assert sorted(one.lacks) == ["music", "night"]
    assert one.decided == {"bread"}
    assert judged("…", (), PROMPT) == Judged("…", frozenset(), frozenset())
    none = judged("…", (), PROMPT, [Decision(0, "night", confirmed=False)])
    assert [none.known(code) for code in ("night", "river")] == [-1, 0]


def test_a_prompts_own_examples_teach_its_codes() -> None:
    examples = ("Flour on both our hands.",)
    prompt = replace(PROMPT, strands=(Strand("bread", "b", examples), *STRANDS[2:]))
    assert any(
        each.text == examples[0] and each.known("bread") == 1 for each in taught(CODEBOOK, prompt)
    )
    assert len(taught(CODEBOOK, PROMPT)) == 24


@given(
    arrays.arrays(float, (12, 5), elements=st.floats(-1, 1, width=32)),
    st.lists(st.sampled_from([-1.0, 0.0, 1.0]), min_size=12, max_size=12),
    st.integers(0, 11),
)
def test_the_values_of_an_unseen_text_are_those_of_a_fit_without_it(
    rows: np.ndarray, known: list[float], left_out: int
) -> None:
    targets = np.array(known)
    if not targets.any():
        targets[0] = 1
    ridge = fit(rows @ rows.T, targets)
    weights = ridge.share * (np.arange(12) != left_out)
    if weights.sum() < 1e-6:
        return
    # The same ridge in the primal, with the weight of one text set to nothing.
    total = _weights_before_scaling(targets)
    weights = weights * total
    mean = weights @ rows / weights.sum()
    level = weights @ targets / weights.sum()
    apart = rows - mean
    inner = apart.T @ (weights[:, None] * apart) + np.eye(5)
    slope = np.linalg.solve(inner, apart.T @ (weights * (targets - level)))
    expected = level + (rows[left_out] - mean) @ slope
    alike = rows[left_out : left_out + 1] @ rows.T
    assert ridge.scores_without(alike, np.array([left_out]))[0] == pytest.approx(expected, abs=1e-6)


def _weights_before_scaling(targets: np.ndarray) -> float:
    """The weights sum to the number of known texts."""
    return float((targets != 0).sum())


def test_the_cut_favours_precision_and_likely_lies_above_it() -> None:
    scores = np.array([[0.9], [0.8], [0.5], [0.4], [0.1]])
    known = np.array([[1.0], [1.0], [-1.0], [1.0], [-1.0]])
    found = cuts(scores, known)
    assert found.suggested == 0.8
    assert found.likely == pytest.approx(1.1)


def test_words_alone_decide_and_a_code_without_lessons_still_has_its_definition() -> None:
    coder = Coder(CODEBOOK.codes, (), WordCounts())
    scores, _ = coder.scores(worded([about("bread", 1).text], WordCounts()))
    assert list(TOPICS)[int(np.argmax(scores[0]))] == "bread"


def test_suggestions_may_rest_on_words_kept_for_the_facilitator() -> None:
    kept = [replace(each, leave=Leave.FACILITATOR) for each in UNTICKED]
    assert suggest(kept, earlier(10)).suggestions
