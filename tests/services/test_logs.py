"""The log withholds what names somebody, counts it, and keeps what an operator needs."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ballot.tokens import Token
from bot.logs import FLOORS, NAMES_SOMEBODY, Discreet, set_up
from bot.views import custom_ids
from tests.leaks.listening import shipped

ROOT = Path(__file__).parents[2]
TOKEN = Token(bytes(range(1, 17)))
PERSON = 700_000_000_000_000_001
WITHHELD = "Lines withheld from the log because they named someone"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    with shipped() as stream:
        yield stream


def ours() -> Discreet:
    (handler,) = (each for each in logging.getLogger().handlers if isinstance(each, Discreet))
    return handler


@given(st.binary(min_size=16, max_size=16).map(Token), st.integers(10**16, 10**20 - 1))
def test_every_receipt_and_every_number_of_a_person_is_recognised(token: Token, who: int) -> None:
    for named in (token.code, token.code.lower(), custom_ids.write(7, token), str(who)):
        assert NAMES_SOMEBODY.search(f"task {named} failed")
        assert NAMES_SOMEBODY.search(f"<Task name='{named}'>")


@pytest.mark.parametrize(
    "line",
    [
        "Shard ID None has connected to Gateway (Session ID: 0123456789abcdef0123456789abcdef).",
        "2026-03-02 17:30:00,123 INFO bot: a prompt message was refused: NotTaken",
        "Incident 0A1B2C: KeyError at prompts/values.py:128",
    ],
)
def test_what_an_operator_needs_is_kept(line: str, log: io.StringIO) -> None:
    logging.getLogger("discord.gateway").info(line)
    assert line in log.getvalue()


@pytest.mark.parametrize(
    "arguments",
    [
        ("%s pressed", PERSON),
        (f"user {PERSON} pressed",),
        ("Modal interaction referencing unknown custom_id %s", custom_ids.write(3, TOKEN)),
        ("POST https://discord.com/api/v10/webhooks/1/%s responded with 429", "aW50ZXJhY" * 12),
        ("Authorization: Bot %s", f"{'M' * 26}.{'G' * 6}.{'x-' * 19}"),
        ("%r", {"custom_id": custom_ids.retry(3, TOKEN)}),
    ],
)
def test_a_line_that_names_somebody_is_withheld_whole(
    arguments: tuple[Any, ...], log: io.StringIO
) -> None:
    logging.getLogger("discord.http").warning(*arguments)
    assert log.getvalue() == ""


def test_how_many_were_withheld_is_said_at_most_once_an_hour(log: io.StringIO) -> None:
    bot = logging.getLogger("bot")
    for _ in range(3):
        bot.warning("%s", PERSON)
    bot.info("The first thing that may be said.")
    bot.warning("%s", PERSON)
    bot.info("The second.")
    said = [line for line in log.getvalue().splitlines() if WITHHELD in line]
    assert said == [f"{WITHHELD}: 3"]


def test_what_was_not_said_yet_is_said_at_the_end(log: io.StringIO) -> None:
    logging.getLogger("bot").warning("%s", PERSON)
    ours().close()
    assert log.getvalue() == f"{WITHHELD}: 1\n"


def test_an_hour_later_the_count_is_said_again(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = logging.getLogger("bot")
    for now in (1e9, 1e9 + 3599, 1e9 + 3600):
        monkeypatch.setattr("time.time", lambda now=now: now)
        bot.warning("%s", PERSON)
        bot.info("Something else.")
    said = [line for line in log.getvalue().splitlines() if WITHHELD in line]
    assert [line.split(": ")[1] for line in said] == ["1", "2"]


@pytest.mark.parametrize("name", FLOORS)
def test_no_part_of_a_library_writes_below_its_floor_whatever_its_own_level(
    name: str, log: io.StringIO, expected_errors: pytest.LogCaptureFixture
) -> None:
    part = logging.getLogger(f"{name}.some.part")
    part.setLevel(logging.DEBUG)
    part.log(FLOORS[name] - 1, "too low")
    part.log(FLOORS[name], "high enough")
    part.setLevel(logging.NOTSET)
    assert "too low" not in log.getvalue()
    assert name == "asyncio" or "high enough" in log.getvalue()


def test_debug_is_never_written_nor_set(log: io.StringIO) -> None:
    logging.getLogger("bot").debug("a detail")
    assert log.getvalue() == ""
    set_up("DEBUG", log)
    assert logging.getLogger().level == logging.INFO


def test_a_record_that_cannot_be_rendered_is_withheld_and_not_printed(
    log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    record = logging.LogRecord("discord", logging.WARNING, "", 1, "%d", ("secret words",), None)
    ours().handle(record)
    assert log.getvalue() == ""
    assert "secret words" not in capsys.readouterr().err


def test_words_that_another_handler_left_on_a_record_are_not_written(
    log: io.StringIO, expected_errors: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(ValueError, match="secret words") as failed:
        int("secret words")
    at = (failed.type, failed.value, failed.tb)
    record = logging.LogRecord("bot", logging.ERROR, "", 1, "Failed", (), at)
    logging.Formatter().format(record)
    assert "secret words" in (record.exc_text or "")
    logging.getLogger("bot").handle(record)
    assert "secret words" not in log.getvalue()
    assert "ValueError" in log.getvalue()
    assert f"{__file__}:" in log.getvalue()


def test_a_log_that_is_gone_stops_nobody(
    log: io.StringIO, expected_errors: pytest.LogCaptureFixture
) -> None:
    log.close()
    logging.getLogger("bot").error("Nobody reads this.")


def test_set_up_twice_writes_each_line_once(log: io.StringIO) -> None:
    set_up("INFO", log)
    logging.getLogger("bot").info("Once.")
    assert log.getvalue().count("Once.") == 1


@pytest.mark.parametrize("with_ours", [True, False])
def test_an_error_that_ends_the_process_prints_its_place_and_not_its_words(
    *, with_ours: bool
) -> None:
    ours = "from bot import logs; logs.set_up('INFO')" if with_ours else ""
    code = f"{ours}\nwords = 'secret'\nraise KeyError(words + ' words')"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "KeyError" in ended.stderr
    assert ("secret words" in ended.stderr) is not with_ours
