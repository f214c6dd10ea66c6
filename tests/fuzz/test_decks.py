"""Files that admins bring along: a deck, or one sentence and nothing loaded; and what goes out."""

from __future__ import annotations

import csv
import io
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.deck_files import MOST_BYTES, check_file, read_file, write_file
from bot.errors import BadInput
from bot.services import Services
from db.engine import Database
from db.models import OwnPrompt
from prompts import Codebook, Deck, Poles, Strand, load_codebook, load_deck
from tests.fuzz.budget import at_the_door, fuzzed, refused
from tests.fuzz.hostile import mutated, scalars
from tests.journeys.group import a_group
from tests.journeys.world import World, command, texts
from tests.making import a_codebook, a_prompt
from tests.prompts.test_table import HEADER, ROW

CODEBOOK = load_codebook()
LONGEST_SENTENCE = 2000
"""So much of a reply may stand beside other words; Discord takes 4,000 characters in all."""
KINDS = ("toml", "csv")
NAMES = st.sampled_from(("ours.toml", "ours.csv", "OURS.CSV", "a" * 300 + ".toml"))
SHORT = {kind: write_file(Deck("short", load_deck().prompts[:2]), kind) for kind in KINDS}
LETTERS = "[]{}=\"'#.,;|\n\r\\0x9_-:TZ "

MONSTERS = {
    "a number too long to write": b'name="a"\n[[prompts]]\nkey = 0x' + b"f" * 9000,
    "a key of many parts": b"a." * 60_000 + b"a = 1",
    "headers of many parts": b"[" + b"a." * 299 + b"a]\n" + b"b.c.d.e = 1\n" * 40_000,
    "lists in lists": b"a = " + b"[" * 200_000,
    "tables in tables": b"a = " + b"{a=" * 100_000,
    "many prompts": b"[[prompts]]\n" * 40_000,
    "many rows": f"{HEADER}\n".encode() + b"a,b\n" * 100_000,
    "many columns": b"," * 500_000,
    "one huge cell": f"{HEADER}\n".encode() + b"a" * 500_000,
    "one huge text": b'name = "' + b"x" * 500_000 + b'"',
    "a field with a huge name": b"a" * 500_000 + b" = 1",
    "a table with a huge name, twice": (b"[" + b"a" * 200_000 + b"]\n") * 2,
    "nothing but quotes": b'"' * 500_000,
    "nothing but zeros": bytes(500_000),
    "UTF-16": "name = 1".encode("utf-16"),
    "two byte order marks": b"\xef\xbb\xbf\xef\xbb\xbfname = 1",
    "half a letter": b'name = "\xc3',
    "a NUL in a cell": f"{HEADER}\n{ROW}\n".replace("Why?", "Why\0?").encode(),
    "a NUL in a text": SHORT["toml"].replace('question = "', 'question = "\\u0000', 1).encode(),
    "old line ends": f"{HEADER}\r{ROW}\r".encode(),
    "an infinite paragraph": b'name="a"\n[[prompts]]\nkey="abc"\nparagraph = inf',
    "a date for a title": b'name="a"\n[[prompts]]\nkey="abc"\ntitle = 2026-03-02',
}


def loaded(name: str, content: bytes, codebook: Codebook = CODEBOOK) -> Deck | None:
    """The deck, or None where a person reads one sentence that says so."""
    sentence = refused(BadInput, lambda: read_file(name, content, codebook))
    if sentence is None:
        return read_file(name, content, codebook)
    assert "nothing was loaded" in sentence
    assert len(sentence) < LONGEST_SENTENCE
    return None


@fuzzed
@given(NAMES, st.binary(max_size=400))
def test_any_bytes_are_no_deck_and_it_is_said(name: str, content: bytes) -> None:
    assert loaded(name, content) is None


@fuzzed
@given(
    st.sampled_from(KINDS).flatmap(
        lambda kind: st.tuples(st.just(kind), mutated(SHORT[kind], LETTERS))
    )
)
def test_a_deck_with_a_flaw_is_whole_or_not_loaded(file: tuple[str, str]) -> None:
    kind, content = file
    deck = loaded(f"ours.{kind}", content.encode("utf-8", "surrogatepass"))
    if deck is not None:
        assert 1 <= len(deck.prompts) <= 500
        assert all(prompt.title and prompt.question and prompt.strands for prompt in deck.prompts)
        again = loaded("ours.toml", write_file(deck, "toml").encode())
        assert again is not None
        assert again.prompts == deck.prompts


@fuzzed
@given(
    st.dictionaries(
        st.sampled_from(
            (
                "key",
                "title",
                "question",
                "invitation",
                "follow_up",
                "paragraph",
                "poles",
                "strands",
                "x",
            )
        ),
        scalars | st.lists(scalars, max_size=3),
    )
)
def test_fields_of_any_kind_are_said_by_name(table: dict[str, Any]) -> None:
    lines = [f"{key} = {_as_toml(value)}" for key, value in table.items()]
    content = "\n".join(['name = "ours"', "[[prompts]]", *lines])
    assert loaded("ours.toml", content.encode("utf-8", "surrogatepass")) is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", MONSTERS)
def test_a_monster_is_refused_in_a_sentence_and_in_no_time(name: str, kind: str) -> None:
    begun = time.process_time()
    assert loaded(f"ours.{kind}", MONSTERS[name]) is None
    assert time.process_time() - begun < 8


def test_what_is_larger_than_any_deck_is_not_even_fetched() -> None:
    with pytest.raises(BadInput, match="512"):
        check_file("ours.toml", MOST_BYTES + 1)
    with pytest.raises(BadInput):
        check_file("ours.zip", 10)


seen = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=20)
beginnings = st.sampled_from(("", "=", "+", "-", "@", "'=", "''-", "'", '"', ";", ",", "\\"))
line = st.builds("{}{}".format, beginnings, seen).map(lambda text: " ".join(text.split()) or "-")


@fuzzed
@given(line, line, line, line)
def test_a_deck_goes_out_and_comes_back_and_no_cell_of_it_is_a_formula(
    title: str, question: str, left: str, label: str
) -> None:
    poles = Poles(left.replace("|", "/"), "another end")
    strands = (*a_prompt().strands[:3], Strand("agency", label))
    prompt = a_prompt(title=title, question=question, poles=poles, strands=strands)
    deck = Deck("ours", (prompt,))
    for kind in KINDS:
        file = write_file(deck, kind)
        again = loaded(f"ours.{kind}", file.encode(), a_codebook())
        if again is None:
            assert len({strand.label for strand in strands}) < len(strands)
            continue
        (back,) = again.prompts
        assert (back.title, back.question, back.poles) == (title, question, poles)
        assert back.strands[3].label == label
    for row in csv.reader(io.StringIO(write_file(deck, "csv"))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@at_the_door
@given(
    st.sampled_from(KINDS).flatmap(
        lambda kind: st.tuples(st.just(f"ours.{kind}"), mutated(SHORT[kind], LETTERS))
    )
)
async def test_through_the_door_a_file_is_taken_in_or_nothing_of_it_is(
    world: World, services: Services, database: Database, file: tuple[str, str]
) -> None:
    if not await services.groups.of_guild(world.guild.id):
        await a_group(world, services)
    name, content = file
    raw = content.encode("utf-8", "surrogatepass")
    before = await prompts_in(database)
    reply = await command(world.admin, world.channel, "prompts import", file=(name, raw))
    assert texts(reply).strip()
    deck = loaded(name, raw, services.prompts.codebook)
    assert deck is not None or await prompts_in(database) == before


@pytest.mark.parametrize("name", MONSTERS)
async def test_a_monster_gets_one_reply_at_the_door(
    world: World, services: Services, database: Database, name: str
) -> None:
    await a_group(world, services)
    file = ("ours.toml", MONSTERS[name])
    reply = await command(world.admin, world.channel, "prompts import", file=file)
    assert texts(reply).strip()
    assert "incident" not in texts(reply)
    assert not await prompts_in(database)


async def prompts_in(database: Database) -> list[tuple[str, object]]:
    async with database.read() as session:
        found = await session.execute(select(OwnPrompt.key, OwnPrompt.content))
        return [(key, content) for key, content in found]


def _as_toml(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_as_toml, value))}]"
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    return f'"""{value}"""' if isinstance(value, str) else str(value)
