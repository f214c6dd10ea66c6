"""The audit's own list of ids and times is complete, and the audit is a second opinion to it."""

from __future__ import annotations

from sqlalchemy import BigInteger

from bot.audit.columns import INSTANTS, PEOPLE, PLACES, WORDS
from bot.audit.shape import COLUMNS
from db.base import Base, UtcDateTime

COLUMNS_THERE_ARE = {
    f"{table.name}.{column.name}": column
    for table in Base.metadata.tables.values()
    for column in table.columns
}


def test_every_column_that_holds_a_time_is_on_the_audits_list() -> None:
    """A new one is put there by whoever is sure that it says nothing about an answer."""
    timed = {name for name, each in COLUMNS_THERE_ARE.items() if isinstance(each.type, UtcDateTime)}
    assert timed == INSTANTS


def test_every_column_that_holds_an_id_of_discords_is_on_the_audits_list() -> None:
    large = {
        name
        for name, each in COLUMNS_THERE_ARE.items()
        if isinstance(each.type, BigInteger) and not each.foreign_keys and not each.primary_key
    }
    assert large == PEOPLE | PLACES


def test_people_are_named_in_one_column_of_the_whole_store() -> None:
    assert {"audit.actor_id"} == PEOPLE


def test_what_admins_write_is_in_columns_that_exist() -> None:
    assert COLUMNS_THERE_ARE.keys() >= WORDS


def test_roll_and_box_have_the_columns_that_the_audit_expects() -> None:
    for table, columns in COLUMNS.items():
        assert [column.name for column in Base.metadata.tables[table].columns] == columns
