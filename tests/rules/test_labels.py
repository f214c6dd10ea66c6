"""A heading is in its authors' words: shared by three of them, or one clause in quotation marks."""

from __future__ import annotations

import numpy as np
import pytest

from bot.ballot.answer import Answer, Leave
from bot.themes.found import Group, Label, Passage, Phrase
from bot.themes.labels import Naming
from bot.themes.language import readable, stem
from bot.themes.phrases import different, holds, shared, stems_of
from bot.themes.pieces import clauses, pieces
from bot.themes.reading import read
from bot.themes.telling import Telling
from bot.themes.vectors import centred, centroid, mean
from tests.making import a_prompt
from tests.reading import WordCounts, about

HELD = (
    "For me it was the supportive figure that held her through it.",
    "She called up a supportive figure and her hands grew calm again.",
    "Without her supportive figure we would both have been lost there.",
)
OTHERS = tuple(about("river", n).text for n in range(6))


def label(
    texts: tuple[str, ...], leaves: tuple[Leave, ...] = (), refused: tuple[str, ...] = ()
) -> Label | None:
    """The label of ``texts`` in a round with six other answers."""
    given = leaves or (Leave.GROUP,) * len(texts)
    answers = [Answer(text, leave) for text, leave in zip(texts, given, strict=True)]
    found = read([*answers, *(Answer(text, Leave.GROUP) for text in OTHERS)], WordCounts(), _quiet)
    apart = centred(found.whole)
    members = list(range(len(texts)))
    middle = centroid(apart[[found.indices.index(at) for at in members]])
    barred = stems_of(a_prompt())
    naming = Naming(
        found.answers, WordCounts(), mean(found.whole), barred, lambda said: said not in refused
    )
    return naming.label(members, middle, Telling(found).nearest(members, middle))


def _quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


def test_a_phrase_that_three_authors_share_is_the_label() -> None:
    found = label(HELD)
    assert found is not None
    assert found.phrases[0] == Phrase("supportive figure", (0, 1, 2))
    assert found.clause is None


def test_a_phrase_of_two_authors_is_no_label() -> None:
    found = label((*HELD[:2], "We sat at the window and looked at the snow for a while."))
    assert found is not None
    assert found.phrases == ()
    assert found.clause is not None


def test_an_author_who_keeps_words_back_does_not_count_towards_a_phrase() -> None:
    found = label(HELD, (Leave.GROUP, Leave.GROUP, Leave.FACILITATOR))
    assert found is not None
    assert found.phrases == ()
    assert found.clause is not None
    assert found.clause.answer != 2


def test_a_group_that_keeps_all_its_words_back_has_no_label() -> None:
    assert label(HELD, (Leave.FACILITATOR,) * 3) is None


def test_the_guard_may_refuse_a_phrase_and_a_clause() -> None:
    found = label(HELD, refused=("supportive figure",))
    assert found is not None
    assert "supportive figure" not in {each.text for each in found.phrases}
    assert label(("Two men sat there on the bench for hours.",) * 2) is not None
    everything = tuple(
        text[start:end]
        for text in HELD[:2]
        for piece in pieces(text)
        for start, end in clauses(text, piece)
    )
    assert everything
    assert label(HELD[:2], refused=everything) is None


def test_words_of_the_prompt_are_no_label() -> None:
    echoes = tuple(f"What moves me to offer a technique is {word}." for word in ("a", "b", "c"))
    barred = stems_of(a_prompt(question="What moves you to offer a technique, just then?"))
    assert shared(echoes, OTHERS, barred) == {}
    assert "technique" in shared(echoes, OTHERS, frozenset())


def test_a_name_is_no_label() -> None:
    told = ("With Martha it was easy.", "It was Martha who wept.", "I think of Martha often.")
    assert shared(told, (), frozenset()) == {}
    lower = tuple(text.replace("Martha", "laughter") for text in told)
    assert "laughter" in shared(lower, (), frozenset())


@pytest.mark.parametrize(
    "words",
    ["https://example.org/presence", "Best of luck!", "Hello everyone,", "me@example.org"],
)
def test_addresses_greetings_and_sign_offs_are_no_label(words: str) -> None:
    texts = [f"{words}\nThe garden grew.", f"{words}\nRain fell.", f"{words}\nSnow lay."]
    tail = [f"The garden grew. {words}", f"Rain fell. {words}", f"Snow lay. {words}"]
    kept = texts if words.startswith(("Hello", "http", "me")) else tail
    assert shared(kept, (), frozenset()) == {}


def test_a_phrase_never_reaches_over_a_pause_or_something_taken_out() -> None:
    torn = ("We held, slowly, on.", "held (slowly) there", "held https://a.b slowly")
    assert not any(" " in phrase for phrase in shared(torn, (), frozenset()))


def test_what_is_as_common_elsewhere_is_no_label() -> None:
    assert "river" not in shared(OTHERS[:3], OTHERS[3:], frozenset())


def test_two_headings_of_one_stem_are_one() -> None:
    assert different(["dream", "dreams vivid", "sleep"], 3) == ("dream", "sleep")
    assert stem("dreams") == stem("dream")


@pytest.mark.parametrize(
    "whose", ["wife's", "wife’s", "couple's", "family's", "boss's", "horses's"]
)
def test_a_word_and_what_belongs_to_it_never_head_a_theme_together(whose: str) -> None:
    assert different([whose[:-2], whose], 3) == (whose[:-2],)


def test_a_phrase_is_held_as_whole_words_only() -> None:
    assert holds("The  HEART of it", "heart of")
    assert not holds("The heart of it", "art of")


def test_a_clause_runs_between_pauses_and_starts_with_no_conjunction() -> None:
    text = "I waited, and my hands grew cold; then nothing."
    spans = clauses(text, (0, len(text)))
    assert [text[start:end] for start, end in spans] == ["my hands grew cold"]


def test_a_clause_never_runs_over_a_full_stop_that_lacks_its_blank() -> None:
    text = "I hear you miss him.Try to respect his own autonomy!Then wait for her Ph.D. party"
    spans = clauses(text, (0, len(text)))
    assert [text[start:end] for start, end in spans] == [
        "I hear you miss him",
        "Try to respect his own autonomy",
        "wait for her Ph.D",
    ]


def test_a_short_sentence_joins_its_neighbour_on_the_same_line() -> None:
    text = "Shame. I reached for the tool before she had even finished.\nYes.\nNo."
    assert [text[start:end] for start, end in pieces(text)] == [
        "Shame. I reached for the tool before she had even finished.",
        "Yes.",
        "No.",
    ]
    assert len(pieces("X\n" * 1500)) == 60


def test_english_is_told_from_other_languages() -> None:
    assert readable("LINQ to SQL")
    assert readable("I was so tired that I said nothing, and that was good.")
    assert not readable("Je ne sais pas ce que j'ai fait pour elle.")
    assert not readable("")


def test_a_withdrawn_answer_takes_its_words_with_it() -> None:
    label = Label((Phrase("a figure", (0, 1, 2, 3)), Phrase("calm", (0, 1, 2))), None)
    quotes = (Passage(0, 0, 30), Passage(3, 0, 30), Passage(4, 0, 30))
    group = Group((0, 1, 2, 3, 4), label, mixed=False, quotes=quotes, two_ways=quotes[:2])
    left = group.without({0})
    assert left.label == Label((Phrase("a figure", (1, 2, 3)),), None)
    assert left.quotes == quotes[1:]
    assert left.two_ways is None
    assert left.members == group.members
    assert group.without({0, 3}).label is None
    assert group.without({4}).two_ways == quotes[:2]
    clause = Label((), Passage(2, 0, 20))
    assert clause.without({1}) == clause
    assert clause.without({2}) is None


def test_the_middle_of_no_answers_is_nothing() -> None:
    assert np.array_equal(mean(WordCounts().embed([])), np.zeros(96, dtype=np.float32))
