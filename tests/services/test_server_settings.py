"""What an operator is told about a PostgreSQL server whose settings weaken what is promised."""

from __future__ import annotations

import pytest

from bot.server_settings import WISHES, warnings

FINE = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "track_commit_timestamp": "off",
    "archive_mode": "off",
    "wal_level": "replica",
    "wal_keep_size": "0",
    "replication slots": "0",
    "fsync": "on",
    "synchronous_commit": "on",
    "server_encoding": "UTF8",
    "connection": "encrypted",
    "shared_buffers": "16384",
}
WEAKER = {
    "log_statement": "all",
    "log_min_duration_statement": "0",
    "log_min_duration_sample": "100",
    "log_transaction_sample_rate": "0.5",
    "auto_explain.log_min_duration": "250",
    "pgaudit.log": "write",
    "log_parameter_max_length_on_error": "-1",
    "log_error_verbosity": "default",
    "track_commit_timestamp": "on",
    "archive_mode": "on",
    "wal_level": "logical",
    "wal_keep_size": "1024",
    "replication slots": "2",
    "fsync": "off",
    "synchronous_commit": "off",
    "server_encoding": "SQL_ASCII",
    "connection": "plain",
}


def test_a_server_as_it_should_be_gives_no_warning() -> None:
    assert not list(warnings(FINE))


@pytest.mark.parametrize(("name", "value"), WEAKER.items())
def test_a_setting_that_weakens_a_promise_is_named_with_what_to_change(
    name: str, value: str
) -> None:
    (sentence,) = warnings({**FINE, name: value})
    assert sentence.startswith(f"PostgreSQL: {name} is {value}: ")
    assert ". Change it: " in sentence


def test_every_wish_is_tried_here() -> None:
    assert {wish.name for wish in WISHES} == WEAKER.keys()


def test_what_the_bots_user_may_not_see_is_passed_over() -> None:
    assert not list(warnings({}))
