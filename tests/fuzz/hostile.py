"""What strangers send: text that means something elsewhere, JSON of every shape, broken ids."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

SIGNS = (
    *("@everyone", "<@1>", "<#1>", "<t:1:R>", "</answer:1>", "[x](https://a.b)", "https://a.b"),
    *("```", "||", "**", "\n# ", "\n> ", "\n-# ", "\\", "'", '"', ";", "--", "{0}", "%s", "$(id)"),
    *("\0", "\x1b[2J", "\u202e", "\u200b", "\ufeff", "\U000e0041", "a\u0301\u0301\u0301", "🧑‍🤝‍🧑"),
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n", "ﬃ", "İ", "ß", "ｕ", "١٢٣"),
)
words = st.lists(st.sampled_from(SIGNS) | st.text(max_size=8) | st.characters(), max_size=12).map(
    "".join
)
long_words = st.builds(lambda text, times: text * times, words, st.sampled_from((1, 1, 1, 40, 400)))
"""Some of them far beyond every limit."""

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | words
)
anything = st.recursive(
    scalars,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(words, inside, max_size=4),
    max_leaves=12,
)


def fields(*names: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    """The parts of a form: known fields, foreign ones, some missing, some twice, in any order."""
    named = st.sampled_from((*names, "junk", ""))
    value = long_words | anything
    part = st.fixed_dictionaries(
        {"type": st.sampled_from((4, 3, 21, 22, 10, 99)), "custom_id": named},
        optional={"value": value, "values": st.lists(words, max_size=8) | anything},
    )
    label = st.fixed_dictionaries({"type": st.just(18), "component": part})
    row = st.fixed_dictionaries({"type": st.just(1), "components": st.lists(part, max_size=2)})
    return st.lists(label | row, max_size=7)


def mutated(valid: str, letters: str) -> st.SearchStrategy[str]:
    """A text that was right before one piece of it was replaced, doubled, cut out or added to."""

    def change(at: int, length: int, piece: str) -> str:
        return valid[:at] + piece + valid[at + length :]

    piece = st.text(st.sampled_from(letters) | st.characters(), max_size=4) | words
    return st.builds(change, st.integers(0, len(valid)), st.integers(0, 5), piece)


def as_sent(text: str) -> str:
    """A text as JSON can carry it: half of a surrogate pair is none."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
