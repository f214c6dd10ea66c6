"""What a PostgreSQL server's own settings would do to the promises, and what to change.

The ballot's keys lie outside the database, so none of this opens an answer. But a log or a second
copy of the journal tells who wrote next to what for as long as it is kept, and the bot can neither
see nor empty it. So it says so, at each start and in ``check``; it refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

IN_ORDER = "PostgreSQL: nothing in the server's settings weakens what the bot promises."
SET = "ALTER SYSTEM SET {name} = '{value}', then SELECT pg_reload_conf()"
DIARY = "the server's log then lists what is written, in order and with the time"


@dataclass(frozen=True, slots=True)
class Wish:
    """One setting: the values that harm nobody, what any other means, and what to do."""

    name: str
    harmless: frozenset[str]
    means: str
    change: str


def _wish(name: str, harmless: str, means: str, change: str = "") -> Wish:
    values = frozenset(harmless.split())
    first = harmless.split(maxsplit=1)[0]
    return Wish(name, values, means, change or SET.format(name=name, value=first))


RESTART = "set it to {} in postgresql.conf and restart the server"
WISHES = (
    _wish("log_statement", "none ddl", DIARY),
    _wish("log_min_duration_statement", "-1", DIARY),
    _wish("log_min_duration_sample", "-1", f"{DIARY}, of a part of it"),
    _wish("log_transaction_sample_rate", "0", f"{DIARY}, of a part of it"),
    _wish("auto_explain.log_min_duration", "-1", DIARY),
    _wish("pgaudit.log", "none ddl", DIARY),
    _wish(
        "log_parameter_max_length_on_error",
        "0",
        "a statement that fails is logged with what was to be stored",
    ),
    _wish("log_error_verbosity", "terse", "a row that is refused is quoted in the server's log"),
    _wish(
        "track_commit_timestamp",
        "off",
        "the server keeps the exact time of each answer beside it",
        RESTART.format("off"),
    ),
    _wish(
        "archive_mode",
        "off",
        "older copies of the journal, which shows the order of answering, lie where they are "
        "archived until somebody deletes them",
        f"{RESTART.format('off')}, or keep the archive briefly and encrypted",
    ),
    _wish(
        "wal_level",
        "replica minimal",
        "the journal is written so that other programs can follow each row",
        RESTART.format("replica"),
    ),
    _wish(
        "wal_keep_size",
        "0",
        "the journal, which shows the order of answering, is kept for longer than is needed",
    ),
    _wish(
        "replication slots",
        "0",
        "somebody else receives a copy of each change, or the journal is kept until they do",
        "SELECT pg_drop_replication_slot(slot_name) for each in pg_replication_slots, unless you "
        "need them",
    ),
    _wish("fsync", "on", "a power cut can lose answers that were said to be stored"),
    _wish(
        "synchronous_commit",
        "on local remote_write remote_apply",
        "a crash can lose answers that were said to be stored",
    ),
    _wish(
        "server_encoding",
        "UTF8",
        "texts with other letters cannot be stored",
        "create the database anew with ENCODING 'UTF8'",
    ),
    _wish(
        "connection",
        "encrypted local",
        "whoever can listen on the way sees what is stored and when",
        "add ?ssl=verify-full to DATABASE_URL, or ?ssl=require",
    ),
)


def warnings(found: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each setting that somebody should look at; one not found is passed over."""
    for wish in WISHES:
        value = found.get(wish.name)
        if value is not None and value not in wish.harmless:
            yield f"PostgreSQL: {wish.name} is {value}: {wish.means}. Change it: {wish.change}."
