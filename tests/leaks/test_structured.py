"""Lines for machines: the same words as for people, in known fields, and nothing more."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import logs
from bot.ballot.tokens import Token
from tests.leaks.listening import ordinary, shipped

TOKEN = Token(bytes(range(1, 17)))
PERSON = 700_000_000_000_000_001
ALWAYS = {"time", "level", "logger", "event"}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    with shipped(as_json=True) as stream:
        yield stream


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_line_is_one_object_with_an_instant_in_utc(log: io.StringIO) -> None:
    logging.getLogger("bot").info("Said in\n%s lines.", 2)
    (line,) = lines(log)
    assert set(line) == ALWAYS
    assert (line["level"], line["logger"], line["event"]) == ("INFO", "bot", "Said in\n2 lines.")
    assert datetime.fromisoformat(line["time"]).tzinfo == UTC


def test_of_what_hangs_on_a_line_only_known_fields_of_ours_are_written(log: io.StringIO) -> None:
    extra = {"incident": "0A1B2C", "user": "somebody", "answer": "secret words"}
    for name in ("bot.replies", "discord.client"):
        logging.getLogger(name).warning("It happened.", extra=extra)
    ours, foreign = lines(log)
    assert (set(ours), set(foreign)) == ({*ALWAYS, "incident"}, ALWAYS)
    assert "secret words" not in log.getvalue()


def test_a_traceback_is_a_list_of_places_without_words(
    log: io.StringIO, expected_errors: pytest.LogCaptureFixture
) -> None:
    try:
        raise ValueError("secret words")  # noqa: TRY301 - it is about what is written of it
    except ValueError as error:
        logging.getLogger("bot").error("Failed.", exc_info=error)
    (line,) = lines(log)
    assert set(line) == {*ALWAYS, "traceback"}
    assert line["traceback"][0] == "ValueError"
    assert "secret words" not in log.getvalue()


@pytest.mark.parametrize("before", ["", "\n", "\t", '"', "\u2028"])
@pytest.mark.parametrize("named", [TOKEN.code, str(PERSON)])
def test_what_names_somebody_is_withheld_also_behind_a_letter_that_json_writes(
    log: io.StringIO, before: str, named: str
) -> None:
    logging.getLogger("discord").warning("It was%s%s", before or " ", named)
    logging.getLogger("bot").warning("Failed.", extra={"place": f"at{before or ' '}{named}"})
    assert log.getvalue() == ""


def test_a_net_over_the_written_line_alone_would_let_a_code_through() -> None:
    assert not logs.NAMES_SOMEBODY.search(json.dumps(f"Code:\n{TOKEN.code}"))
    with ordinary() as stream:
        logging.getLogger("discord").warning("It was\n%s", TOKEN.code)
    assert TOKEN.code in stream.getvalue()


def test_the_count_of_withheld_lines_is_an_object_too(log: io.StringIO) -> None:
    logging.getLogger("bot").warning("%s", PERSON)
    logging.getLogger("bot").info("Something else.")
    assert [set(line) for line in lines(log)] == [ALWAYS, ALWAYS]
    assert lines(log)[1]["event"].endswith(": 1")
