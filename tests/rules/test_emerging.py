"""Groups by size, the same after shuffling, in the authors' words and with their leave."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ballot.answer import Answer, Leave
from bot.themes.analysis import Request, analyse_here
from bot.themes.emerging import form_for
from bot.themes.found import Emerging, Form
from bot.themes.kept import Findings
from bot.themes.phrases import holds
from bot.themes.showing import show
from bot.themes.summary import summarise
from prompts import Codebook
from tests.making import a_code, a_codebook, a_prompt
from tests.reading import TOPICS, WordCounts, a_round, about, emerged, told

word = st.sampled_from([each for topic in TOPICS.values() for each in topic] + ["I", "the", "and"])
sentence = st.lists(word, min_size=1, max_size=20).map(" ".join)
odd = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)
any_answer = st.builds(
    Answer,
    text=st.lists(sentence, min_size=1, max_size=4).map(". ".join) | odd,
    leave=st.sampled_from(Leave),
)
any_round = st.lists(any_answer, max_size=45)
few = settings(max_examples=40, deadline=None)


def placed(found: Emerging) -> list[int]:
    members = [at for group in found.groups for at in group.members]
    return sorted((*members, *found.single, *found.left_over))


@few
@given(any_round, st.randoms())
def test_shuffled_answers_give_the_same_findings(
    answers: list[Answer], chance: random.Random
) -> None:
    shuffled = chance.sample(answers, len(answers))
    assert told(emerged(shuffled), shuffled) == told(emerged(answers), answers)


@pytest.mark.parametrize("size", [7, 12, 25, 60, 230])
def test_a_shuffled_round_gives_the_same_findings_at_every_size(size: int) -> None:
    answers = a_round(size)
    shuffled = random.Random(size).sample(answers, size)  # noqa: S311 - the same in every run
    assert told(emerged(shuffled), shuffled) == told(emerged(answers), answers)


@few
@given(any_round)
def test_no_answer_is_lost_and_none_is_in_two_places(answers: list[Answer]) -> None:
    found = emerged(answers)
    assert placed(found) == sorted(found.order) == list(range(len(answers)))
    assert all(len(group.members) > 1 for group in found.groups)


@few
@given(any_round)
def test_every_word_shown_is_an_authors_who_lets_the_group_read_it(answers: list[Answer]) -> None:
    for group in emerged(answers).groups:
        assert len({quote.answer for quote in group.quotes}) == len(group.quotes)
        clause = [group.label.clause] if group.label and group.label.clause else []
        for passage in (*group.quotes, *clause):
            assert passage.answer in group.members
            assert answers[passage.answer].leave is Leave.GROUP
            assert passage.of(answers) in answers[passage.answer].text
        for phrase in group.label.phrases if group.label else ():
            assert len(phrase.answers) >= 3
            assert set(phrase.answers) <= set(group.members)
            for at in phrase.answers:
                assert answers[at].leave is Leave.GROUP
                assert holds(answers[at].text, phrase.text)


@pytest.mark.parametrize(
    ("voices", "form"),
    [
        (0, Form.NEARNESS),
        (7, Form.NEARNESS),
        (8, Form.CLOSE),
        (14, Form.CLOSE),
        (15, Form.TENTATIVE),
        (29, Form.TENTATIVE),
        (30, Form.THEMES),
        (400, Form.THEMES),
    ],
)
def test_the_fewer_voices_the_less_is_claimed(voices: int, form: Form) -> None:
    assert form_for(voices) is form


def test_under_eight_answers_there_is_only_an_order_of_nearness() -> None:
    found = emerged([*(about("river", n) for n in range(5)), about("music", 0)])
    assert found.groups == ()
    assert found.order[-1] == 5
    assert sorted(found.single) == list(range(6))


def test_from_eight_to_fourteen_only_pairs_and_triples_stand_together() -> None:
    found = emerged(a_round(14, ("river", "bread")))
    assert found.groups
    assert all(2 <= len(group.members) <= 3 for group in found.groups)


def test_under_thirty_there_are_at_most_five_groups() -> None:
    answers = [Answer(f"{a} {b} {a} {b} stays", Leave.GROUP) for a, b in PAIRS for _ in range(2)]
    found = emerged(answers[:28])
    assert found.form is Form.TENTATIVE
    assert len(found.groups) == 5
    assert found.left_over


def test_thirty_answers_about_four_things_make_their_four_themes() -> None:
    answers = a_round(32)
    found = emerged(answers)
    topics = list(TOPICS)
    pure = [{topics[at % 4] for at in group.members} for group in found.groups]
    assert sorted(map(len, pure)) == [1] * len(pure)
    assert set.union(*pure) == set(topics)


def test_an_answer_unlike_all_others_is_a_single_voice() -> None:
    odd_one = Answer("Taxes rise whenever elections approach, says my accountant.", Leave.GROUP)
    found = emerged([*a_round(31, ("river", "bread")), odd_one])
    assert 31 in found.single


@pytest.mark.parametrize(
    "unread",
    [
        "😀 🙏 🫶 😢",
        "Ich war so müde, dass ich in der Stunde nichts mehr sagen konnte, und das war auch gut.",
        "Cuando ella lloró me quedé en silencio y no supe qué decir, pero estaba con ella.",
        "我和她一起沉默地坐着，什么也没有说。",
        "…",
    ],
)
def test_what_cannot_be_read_stands_among_the_single_voices(unread: str) -> None:
    answers = [*a_round(30), Answer(unread, Leave.GROUP), Answer(f"{unread} ", Leave.GROUP)]
    found = emerged(answers)
    assert {30, 31} <= set(found.single)
    assert set(found.order[-2:]) == {30, 31}


def test_ten_identical_answers_are_one_group_with_one_quote_and_no_second_way() -> None:
    text = "I stayed with her beside the river and said nothing at all."
    found = emerged([Answer(text, Leave.GROUP)] * 10 + [about("bread", n) for n in range(22)])
    group = next(group for group in found.groups if 0 in group.members)
    assert set(range(10)) <= set(group.members)
    assert sum(quote.answer < 10 for quote in group.quotes) == 1
    alone = emerged([Answer(text, Leave.GROUP)] * 10)
    assert alone.form is Form.CLOSE
    assert [len(group.members) for group in alone.groups] == [10]
    assert not alone.single
    assert all(group.two_ways is None for group in alone.groups)


def test_among_few_answers_those_that_are_the_same_are_not_called_alone() -> None:
    text = "I stayed with her beside the river and said nothing at all."
    others = [about(topic, n) for n, topic in enumerate(("bread", "music", "night", "bread"))]
    found = emerged([*[Answer(text, Leave.GROUP)] * 5, *others])
    assert not {0, 1, 2, 3, 4} & set(found.single)
    assert any(set(range(5)) <= set(group.members) for group in found.groups)


def test_two_ways_are_the_two_quotes_that_lie_farthest_apart() -> None:
    for group in emerged(a_round(40)).groups:
        assert group.two_ways is None or set(group.two_ways) <= set(group.quotes)
        assert (group.two_ways is None) == (len(group.quotes) < 2)


def test_where_nobody_lets_the_group_read_there_are_groups_without_words() -> None:
    kept_back = [replace(each, leave=Leave.FACILITATOR) for each in a_round(32)]
    found = emerged(kept_back)
    assert found.groups
    assert all(group.label is None and not group.quotes for group in found.groups)


def test_a_loose_bag_of_answers_is_marked_mixed_and_gets_no_label() -> None:
    lone = [Answer(f"{word} alone {n} times over", Leave.GROUP) for n, word in enumerate(LONE)]
    mixed = [group for group in emerged([*lone, *a_round(8, ("river",))]).groups if group.mixed]
    assert all(group.label is None for group in mixed)
    assert mixed


@pytest.mark.parametrize("text", ["word " * 600, "x" * 3000, "a. " * 1000, "Yes", "x\n" * 1500])
def test_hostile_answers_are_read_and_change_nothing_for_the_others(text: str) -> None:
    found = emerged([*a_round(32), Answer(text, Leave.GROUP)])
    assert placed(found) == list(range(33))


PAIRS = [
    (one, other)
    for left, right in (("river", "bread"), ("music", "night"))
    for one, other in zip(TOPICS[left], TOPICS[right], strict=True)
] + [("garden", "hedge"), ("engine", "wheel"), ("winter", "coat")]
LONE = (
    *("garden", "hedge", "engine", "wheel", "winter", "coat", "pencil", "ladder", "carpet"),
    *("button", "saddle", "thimble", "anchor", "blanket", "candle", "drawer", "feather"),
    *("goblet", "hammer", "insect", "jacket", "kettle"),
)


def test_themes_beyond_the_offered_codes_take_questions_from_the_rest_of_the_codebook() -> None:
    offering_two = a_prompt(strands=a_prompt().strands[:2])
    asking = Request(offering_two, tuple(a_round(40)), a_codebook())
    groups = analyse_here(asking, WordCounts(), lambda _done, _total: None).emerging.groups
    assert len(groups) == 4
    assert {each.code for each in groups[:2]} == {"presence", "fear"}
    assert {each.code for each in groups[2:]} == {"safety", "agency"}


def test_a_theme_for_which_the_codebook_has_no_question_left_has_the_prompt_s_own() -> None:
    answers, one = a_round(40), Codebook("one", (a_code("fear"),))
    found = analyse_here(
        Request(a_prompt(), tuple(answers), one), WordCounts(), lambda _done, _total: None
    )
    handles = tuple(str(at) for at in range(len(answers)))
    shown = show(
        Findings(handles, found.emerging, found.suggested),
        dict(zip(handles, answers, strict=True)),
        one,
    )
    summary = summarise(a_prompt(), answers, one, told=shown)
    assert summary.told is not None
    assert [each.question for each in summary.told.themes] == [
        a_code("fear").question,
        *[a_prompt().follow_up] * 3,
    ]
