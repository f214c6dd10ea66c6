"""The thief's tools: what they would miss, the other forensic tests could not see."""

from __future__ import annotations

import base64
import hashlib
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.audit.pages import Pages, Unreadable, varint
from bot.audit.records import fields
from bot.audit.search import HEAD, Search
from bot.audit.spellings import spellings
from bot.audit.trees import tree_at

if TYPE_CHECKING:
    pass

members = st.integers(min_value=10**16, max_value=2**63 - 1)
GUILD = 456789012345678901


def finds(member: int, data: bytes) -> bool:
    search = Search(text for text, _ in spellings(member, [GUILD]))
    return any(True for _ in search.hits(data))


@given(members, st.binary(max_size=5), st.binary(max_size=5))
def test_an_id_is_found_in_every_way_of_writing_it(
    member: int, before: bytes, after: bytes
) -> None:
    digits, big = str(member).encode(), member.to_bytes(8, "big")
    for written in (
        digits,
        str(member).encode("utf-16-le"),
        big,
        big[::-1],
        big.hex().encode(),
        base64.b64encode(before + digits + after),
        base64.urlsafe_b64encode(before + big + after),
        base64.b32encode(before + big + after),
        hashlib.sha256(digits).digest()[:16],
        hashlib.sha1(digits, usedforsecurity=False).hexdigest().encode(),
        hashlib.blake2b(big).hexdigest()[:24].upper().encode(),
        hashlib.sha256(f"{GUILD}:{member}".encode()).hexdigest().encode(),
        hashlib.md5(digits + str(GUILD).encode(), usedforsecurity=False).digest(),
    ):
        assert finds(member, before + written + after)


@given(members, members)
def test_another_members_id_is_not_taken_for_it(one: int, other: int) -> None:
    assume(len(set(str(other))) > 2)  # Rows of noughts are a round number in some other spelling.
    assert finds(one, str(other).encode()) == (one == other)


@given(st.integers(0, 2**63 - 1))
def test_sqlites_own_integers_are_read_as_it_writes_them(number: int) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, m)")
        connection.execute("INSERT INTO t VALUES (?, ?)", (number, number))
        pages = Pages(connection.serialize())
    (row,) = tree_at(pages, 2).rows
    assert [field.value for field in fields(row)] == [None, number]
    assert varint(pages.data, row.at + 1)[0] == number
    if number >= 10**16:
        assert finds(number, pages.data[row.at + 1 : row.at + 10])  # as the row's own number


@pytest.mark.parametrize("page_size", [512, 4096, 65536])
@pytest.mark.parametrize("without_rowid", ["", "WITHOUT ROWID"])
def test_every_row_is_read_from_the_pages_as_sqlite_tells_it(
    page_size: int, without_rowid: str
) -> None:
    rows = [(n, bytes([n]) * 16, bytes([n]) * (n * n % 9000)) for n in range(200)]
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size = {page_size}")
        connection.execute(f"CREATE TABLE t (a, b, c, PRIMARY KEY (b)) {without_rowid}")
        connection.executemany("INSERT INTO t VALUES (?, ?, ?)", reversed(rows))
        connection.execute("DELETE FROM t WHERE a % 3 = 0")
        pages = Pages(connection.serialize())
    found = [tuple(field.value for field in fields(row)) for row in tree_at(pages, 2).rows]
    left = {row for row in rows if row[0] % 3}
    assert len(found) == len(left)
    assert {tuple(sorted(map(repr, row))) for row in found} == {
        tuple(sorted(map(repr, row))) for row in left
    }


@given(st.binary(max_size=4000))
def test_bytes_that_are_no_database_are_refused_and_break_nothing(noise: bytes) -> None:
    with pytest.raises(Unreadable):
        tree_at(Pages(noise), 1)


@given(st.data())
def test_a_torn_database_is_read_or_refused(data: st.DataObject) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (a PRIMARY KEY, b) WITHOUT ROWID")
        connection.executemany("INSERT INTO t VALUES (?, zeroblob(700))", ((n,) for n in range(40)))
        connection.commit()
        whole = bytearray(connection.serialize())
    at = data.draw(st.integers(100, len(whole) - 1))
    whole[at : at + 8] = data.draw(st.binary(min_size=8, max_size=8))
    try:
        tree_at(Pages(bytes(whole)), 2)
    except Unreadable:
        return


@given(st.binary(min_size=HEAD, max_size=20), st.binary(max_size=100), st.integers(0, 100))
def test_a_string_is_found_wherever_it_stands(string: bytes, before: bytes, zeros: int) -> None:
    if any(string[:HEAD]):
        data = before + bytes(zeros) + string + bytes(zeros)
        assert (len(before) + zeros, string) in set(Search([string]).hits(data))
