"""An author's words are shown as words, and nothing rides along with them."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.views.defang import defanged, in_one_line

# Marks apart from each other, so that they can also meet by chance.
CHUNKS = re.findall(
    r"\S+",
    "@everyone @here <@1> <@!1> <@&1> <#1> <t:1:R> </answer:1> <:x:1> <a:x:1> <id:home> "
    "<https://a.b> https:// ]( [x](y) discord.gg/ab # ## -# > >>> ``` ` || ** __ ~~ \\ \\\\ < @ : "
    "// . , everyone word Words 3 - 1. ( )",
)
HIDDEN = (
    "\u200b",
    "\u200d",
    "\u202e",
    "\u2066",
    "\ufe0f",
    "\U000e0041",
    "\u0301",
    "\u00ad",
    "\n",
    " ",
)
nasty = st.lists(
    st.sampled_from((*CHUNKS, *HIDDEN)) | st.characters(exclude_categories=["Cs"]), max_size=25
).map("".join)

DANGEROUS = {
    "everyone": r"@(everyone|here)",
    "a mention": r"<[@#]",
    "a timestamp": r"<t:",
    "a command": r"</",
    "a custom emoji": r"<a?:",
    "an angled address": r"<[A-Za-z+]",
    "an address": r"://",
    "a masked link": r"\]\(",
    "an invitation": r"discord(app)?\.(gg|com|new)/",
    "bare markup": r"(?<!\\)(\\\\)*[*_~`|#>]",
    "a heading, quote or subtext": r"(?m)^\s*(#{1,3} |-# |>)",
    "direction": "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]",
    "zero width": "[\u200b-\u200d\u2060\ufeff\u00ad]",
    "a tag or selector": "[\ufe00-\ufe0f\U000e0000-\U000e0fff]",
    "three empty lines": r"\n\n\n",
    "two blanks": r"  |\t|\r",
}


@given(nasty)
@example("<\u200b@1>")
@example("ht\u200btps:/\u200b/x")
@example("\\*\\\\*")
@example("text\\")
def test_no_dangerous_pattern_survives(text: str) -> None:
    shown = defanged(text)
    assert [name for name, pattern in DANGEROUS.items() if re.search(pattern, shown)] == []
    assert not shown.endswith("\\") or shown.endswith("\\\\")


@pytest.mark.parametrize("name", DANGEROUS)
def test_every_danger_on_the_list_can_be_seen(name: str) -> None:
    raw = (
        "@everyone <@1> <t:1> </a:1> <:x:1> <a:x:1> <b@c.d> ://  [x](y) discord.gg/x\n# h\n> q"
        "\n\n\n\u202e\u200b\ufe0f *b*"
    )
    assert re.search(DANGEROUS[name], raw)


@given(nasty)
def test_a_second_pass_changes_nothing(text: str) -> None:
    assert defanged(defanged(text)) == defanged(text)
    assert in_one_line(in_one_line(text)) == in_one_line(text)


@given(nasty)
def test_the_length_is_at_most_doubled(text: str) -> None:
    shown = defanged(text)
    assert len(shown.encode("utf-16-le")) // 2 <= 2 * len(text)


@given(nasty)
def test_one_line_is_one_line(text: str) -> None:
    assert len(in_one_line(text).splitlines()) <= 1


@given(nasty)
def test_no_letter_keeps_more_than_two_marks(text: str) -> None:
    marks = 0
    for letter in defanged(text + "e" + "\u0301" * 9):
        marks = marks + 1 if unicodedata.category(letter) in {"Mn", "Me"} else 0
        assert marks <= 2


prose = st.lists(
    st.text(st.sampled_from("abcxyzABCÄéñø0123456789’“”'\"!?.,;:()–—…-/%&=+€"), min_size=1).filter(
        lambda word: "://" not in word
    ),
    min_size=1,
).map(" ".join)


@given(prose)
def test_plain_prose_stays_as_it_is(text: str) -> None:
    assert defanged(text) == text


@given(nasty)
def test_every_letter_and_digit_stays_in_its_place(text: str) -> None:
    def plain(words: str) -> str:
        return "".join(re.findall(r"[A-Za-z0-9]", words))

    assert plain(defanged(text)) == plain(text)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("@everyone, look", "@ everyone, look"),
        ("I told <@123> of it", "I told < @123\\> of it"),
        ("[fine](https://evil.example)", "[fine] (https: //evil.example)"),
        ("so *very* tired", "so \\*very\\* tired"),
        ("# not a heading", "\\# not a heading"),
        ("I <3 my work", "I <3 my work"),
        ("already \\*escaped\\*", "already \\*escaped\\*"),
        ("one\r\n\r\n\r\n\r\ntwo  three\t", "one\n\ntwo three"),
        ("a\u200bb\u202ec", "abc"),
        ("\u200b\u2060\U000e0041", ""),
    ],
)
def test_the_words_stay_readable(typed: str, shown: str) -> None:
    assert defanged(typed) == shown
